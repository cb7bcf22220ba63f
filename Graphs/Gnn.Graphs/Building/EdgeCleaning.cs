using System.Runtime.InteropServices;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Building;

/// <summary>Finds the self-loops, the duplicates and the missing reverses of a list of edges, and makes the list without the ones and with the others.</summary>
internal sealed class EdgeCleaning : IDisposable
{
    private readonly int _nodeCount;
    private readonly NativeArray<int> _sources;
    private readonly NativeArray<int> _targets;
    private readonly GraphBuilderOptions _options;
    private readonly Func<long, string> _name;
    private readonly NativeArray<byte> _isDropped;
    private readonly List<long> _reversed = [];
    private long _droppedCount;

    /// <param name="nodeCount">N.</param>
    /// <param name="sources">The source of each edge.</param>
    /// <param name="targets">The target of each edge.</param>
    /// <param name="options">The policies.</param>
    /// <param name="name">Names an edge in an error.</param>
    public EdgeCleaning(int nodeCount, NativeArray<int> sources, NativeArray<int> targets, GraphBuilderOptions options, Func<long, string> name)
    {
        _nodeCount = nodeCount;
        _sources = sources;
        _targets = targets;
        _options = options;
        _name = name;
        _isDropped = new NativeArray<byte>(sources.Length);
        unsafe
        {
            NativeMemory.Clear(_isDropped.Pointer, (nuint)sources.Length);
        }
    }

    /// <summary>Drops self-loops, if that is the policy.</summary>
    public unsafe long RemoveSelfLoops()
    {
        if (_options.SelfLoops == SelfLoopPolicy.Keep)
        {
            return 0;
        }

        int* sources = _sources.Pointer, targets = _targets.Pointer;
        for (long edge = 0; edge < _sources.Length; edge++)
        {
            if (sources[edge] == targets[edge])
            {
                if (_options.SelfLoops == SelfLoopPolicy.Error)
                {
                    throw new InvalidOperationException($"A self-loop is not allowed, but {_name(edge)} is one: remove it, or let self-loops be kept or removed.");
                }

                Drop(edge);
            }
        }

        return _droppedCount;
    }

    /// <summary>Drops edges that repeat an earlier one, if that is the policy.</summary>
    /// <param name="merge">Told the edges of each group of equal ones, in ascending order; the first stays.</param>
    public long Merge(Action<long[]> merge)
    {
        if (_options.Duplicates == DuplicatePolicy.Keep)
        {
            return 0;
        }

        long before = _droppedCount;
        (long First, long Second) error = (-1, long.MaxValue);
        using SparseStructure inEdges = SparseStructure.FromEdges(_nodeCount, _nodeCount, _targets, _sources);
        var row = new SortedRow(inEdges, _isDropped);
        for (int target = 0; target < _nodeCount; target++)
        {
            row.Read(target);
            for (int start = 0, end; start < row.Count; start = end)
            {
                end = row.EndOfRun(start);
                if (end - start == 1)
                {
                    continue;
                }

                long[] edges = row.Edges(start, end);
                if (_options.Duplicates == DuplicatePolicy.Error)
                {
                    error = edges[1] < error.Second ? (edges[0], edges[1]) : error;
                    continue;
                }

                merge(edges);
                Array.ForEach(edges[1..], Drop);
            }
        }

        if (error.First >= 0)
        {
            throw new InvalidOperationException(
                $"An edge may be there once, but {_name(error.Second)} repeats {_name(error.First)}: remove it, or let duplicates be kept or merged.");
        }

        return _droppedCount - before;
    }

    /// <summary>Finds the edges without a reverse of their own, if the graph is undirected: they are an error, or theirs are to be added.</summary>
    public long FindReverses()
    {
        if (_options.Direction == DirectionPolicy.Directed)
        {
            return 0;
        }

        using SparseStructure inEdges = SparseStructure.FromEdges(_nodeCount, _nodeCount, _targets, _sources);
        using SparseStructure outEdges = SparseStructure.FromEdges(_nodeCount, _nodeCount, _sources, _targets);
        var into = new SortedRow(inEdges, _isDropped);
        var outOf = new SortedRow(outEdges, _isDropped);
        for (int node = 0; node < _nodeCount; node++)
        {
            into.Read(node);
            outOf.Read(node);
            int reverse = 0;
            for (int start = 0, end; start < into.Count; start = end)
            {
                // Of the edges from one node into this one, those that are left when each takes a reverse in order.
                end = into.EndOfRun(start);
                int other = into.Node(start);
                while (reverse < outOf.Count && outOf.Node(reverse) < other)
                {
                    reverse++;
                }

                int edge = start;
                while (reverse < outOf.Count && outOf.Node(reverse) == other)
                {
                    (reverse, edge) = (reverse + 1, edge + 1);
                }

                for (; edge < end && other != node; edge++)
                {
                    _reversed.Add(into.Edge(edge));
                }
            }
        }

        _reversed.Sort();
        if (_options.Direction == DirectionPolicy.Undirected && _reversed.Count > 0)
        {
            throw new InvalidOperationException(
                $"An undirected graph holds both directions of every edge, but {_name(_reversed[0])} has no reverse of its own: give it, or let reverses be added.");
        }

        return _reversed.Count;
    }

    /// <summary>Of each edge of the new list, the edge of the old one that it is or reverses.</summary>
    public NativeArray<long> Origins()
    {
        var origins = new NativeArray<long>(_sources.Length - _droppedCount + _reversed.Count);
        long place = 0;
        unsafe
        {
            for (long edge = 0; edge < _sources.Length; edge++)
            {
                if (_isDropped[edge] == 0)
                {
                    origins.Pointer[place++] = edge;
                }
            }

            foreach (long edge in _reversed)
            {
                origins.Pointer[place++] = edge;
            }
        }

        return origins;
    }

    /// <summary>The new list.</summary>
    public unsafe EdgeList ToEdges(NativeArray<long> origins)
    {
        var sources = new NativeArray<int>(origins.Length);
        var targets = new NativeArray<int>(origins.Length);
        long kept = origins.Length - _reversed.Count;
        for (long edge = 0; edge < origins.Length; edge++)
        {
            int source = _sources[origins[edge]], target = _targets[origins[edge]];
            (sources.Pointer[edge], targets.Pointer[edge]) = edge < kept ? (source, target) : (target, source);
        }

        return new EdgeList(_nodeCount, _nodeCount, sources, targets);
    }

    public void Dispose() => _isDropped.Dispose();

    private unsafe void Drop(long edge)
    {
        _isDropped.Pointer[edge] = 1;
        _droppedCount++;
    }
}
