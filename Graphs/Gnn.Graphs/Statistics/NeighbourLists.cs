using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>Lists of different neighbours, ascending and without the node itself, made of a graph whose edges may repeat and loop.</summary>
internal sealed class NeighbourLists
{
    private readonly long[] _starts;
    private readonly int[] _neighbours;

    // How many of the two directions each entry stands for, or another kind of pair, 1 or 2; null where all are 1.
    private readonly byte[]? _multiplicities;

    private NeighbourLists(long[] starts, int[] neighbours, byte[]? multiplicities) =>
        (_starts, _neighbours, _multiplicities) = (starts, neighbours, multiplicities);

    public int NodeCount => _starts.Length - 1;

    /// <summary>Where the lists begin, and the last one's end: N + 1 numbers.</summary>
    public ReadOnlySpan<long> Starts => _starts;

    /// <summary>All lists one after another.</summary>
    public ReadOnlySpan<int> All => _neighbours.AsSpan(0, checked((int)_starts[^1]));

    public ReadOnlySpan<int> this[int node] => _neighbours.AsSpan((int)_starts[node], Length(node));

    /// <summary>The targets of a node's edges.</summary>
    public static NeighbourLists OfTargets(Graph graph)
    {
        // A walk over the sources in order enters each into the lists of its targets ascending: two walks sort all lists.
        SparseStructure inEdges = graph.InEdges;
        (long[] starts, int[] entries) = MakeRoom(inEdges.RowCount, inEdges.EntryCount, Out(graph), null);
        long[] ends = starts[..^1];
        for (int target = 0; target < inEdges.RowCount; target++)
        {
            foreach (int source in inEdges.Row(target))
            {
                Add(starts, ends, entries, null, source, target);
            }
        }

        return Pack(starts, ends, entries, null);
    }

    /// <summary>The nodes that a node has an edge with. Of a directed graph, a neighbour both ways counts as one of multiplicity 2.</summary>
    public static NeighbourLists OfBoth(Graph graph)
    {
        if (graph.IsUndirected)
        {
            return OfTargets(graph);
        }

        SparseStructure inEdges = graph.InEdges;
        SparseStructure outEdges = graph.OutEdges;
        int nodes = inEdges.RowCount;
        (long[] starts, int[] entries) = MakeRoom(nodes, 2 * inEdges.EntryCount, outEdges, inEdges);
        long[] ends = starts[..^1];
        byte[] directions = new byte[entries.Length];
        for (int node = 0; node < nodes; node++)
        {
            // Node is entered into the lists of those it has an edge to (1), then of those that it has one from (2).
            foreach (int target in outEdges.Row(node))
            {
                Add(starts, ends, entries, directions, target, node, 1);
            }

            foreach (int source in inEdges.Row(node))
            {
                Add(starts, ends, entries, directions, source, node, 2);
            }
        }

        for (int entry = 0; entry < directions.Length; entry++)
        {
            directions[entry] = (byte)(directions[entry] == 3 ? 2 : 1);
        }

        return Pack(starts, ends, entries, directions);
    }

    /// <summary>Lists from different pairs of nodes, in the order of (low, high), each of a kind, 1 or 2.</summary>
    public static NeighbourLists OfPairs(int nodes, ReadOnlySpan<(int Low, int High)> pairs, ReadOnlySpan<byte> kinds)
    {
        long[] starts = new long[nodes + 1L];
        foreach ((int low, int high) in pairs)
        {
            starts[low + 1]++;
            starts[high + 1]++;
        }

        for (int node = 0; node < nodes; node++)
        {
            starts[node + 1] += starts[node];
        }

        // All pairs in which a node is the higher come before those in which it is the lower, so that the lists ascend.
        long[] ends = starts[..^1];
        int[] entries = new int[starts[^1]];
        byte[] multiplicities = new byte[entries.Length];
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            (int low, int high) = pairs[pair];
            (entries[ends[low]], multiplicities[ends[low]++]) = (high, kinds[pair]);
            (entries[ends[high]], multiplicities[ends[high]++]) = (low, kinds[pair]);
        }

        return new NeighbourLists(starts, entries, multiplicities);
    }

    public int Length(int node) => (int)(_starts[node + 1] - _starts[node]);

    /// <summary>How many of the two directions an entry of <see cref="All"/> stands for, or its kind.</summary>
    public int Multiplicity(long entry) => _multiplicities?[entry] ?? 1;

    /// <summary>The edges that a node has with others, one for each neighbour and direction.</summary>
    public int Degree(int node)
    {
        if (_multiplicities is null)
        {
            return Length(node);
        }

        int degree = 0;
        for (long entry = _starts[node]; entry < _starts[node + 1]; entry++)
        {
            degree += _multiplicities[entry];
        }

        return degree;
    }

    private static SparseStructure Out(Graph graph) => graph.IsUndirected ? graph.InEdges : graph.OutEdges;

    private static (long[] Starts, int[] Entries) MakeRoom(int nodes, long entries, SparseStructure rows, SparseStructure? moreRows)
    {
        if (entries > Array.MaxLength)
        {
            throw new InvalidOperationException($"Lists of neighbours hold at most {Array.MaxLength} entries, this graph needs {entries}: take a subgraph.");
        }

        long[] starts = new long[nodes + 1L];
        for (int node = 0; node < nodes; node++)
        {
            starts[node + 1] = starts[node] + rows.RowLength(node) + (moreRows?.RowLength(node) ?? 0);
        }

        return (starts, new int[entries]);
    }

    private static void Add(long[] starts, long[] ends, int[] entries, byte[]? directions, int node, int neighbour, int direction = 1)
    {
        if (node == neighbour)
        {
            return;
        }

        long end = ends[node];
        if (end == starts[node] || entries[end - 1] != neighbour)
        {
            entries[end] = neighbour;
            ends[node] = ++end;
        }

        if (directions is not null)
        {
            directions[end - 1] |= (byte)direction;
        }
    }

    /// <summary>Moves the lists together over the room that repeated edges and loops left.</summary>
    private static NeighbourLists Pack(long[] starts, long[] ends, int[] entries, byte[]? multiplicities)
    {
        long packed = 0;
        for (int node = 0; node < ends.Length; node++)
        {
            (int start, int length) = ((int)starts[node], (int)(ends[node] - starts[node]));
            if (start != packed)
            {
                entries.AsSpan(start, length).CopyTo(entries.AsSpan((int)packed));
                multiplicities?.AsSpan(start, length).CopyTo(multiplicities.AsSpan((int)packed));
            }

            starts[node] = packed;
            packed += length;
        }

        starts[^1] = packed;
        return new NeighbourLists(starts, entries, multiplicities);
    }
}
