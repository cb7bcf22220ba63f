using System.Runtime.CompilerServices;
using Gnn.Graphs.Sampled;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Cuts out the subgraph of one pair after another and puts them together.</summary>
internal sealed unsafe class EnclosingBuilder : IDisposable
{
    private const int Found = 0;
    private const int RowsAhead = 8;
    private const int ColumnsAhead = 4;

    private readonly SparseStructure _graph;
    private readonly StructureRows _rows;
    private readonly StructureRows _reverse;
    private readonly bool _isDirected;
    private readonly int _hops;
    private readonly int _mostPerHop;
    private readonly NodeMarks _marks;
    private readonly NodeFilter _filter;
    private readonly PairDistances _distances;
    private readonly NodeList _dropped = new();

    // Of each node: the node, where its edges end.
    private readonly NodeList _nodes = new();
    private readonly NodeList _ends = new();

    // Of each edge: its source's place in the lists above, its place in the row of its target.
    private readonly NodeList _sources = new();
    private readonly NodeList _places = new();
    private int[] _nodeOffsets = [];
    private int[] _edgeOffsets = [];
    private int _pairs;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="graph">The structure; it must live as long.</param>
    /// <param name="reverse">Its transpose, or null where it is symmetric.</param>
    /// <param name="hops">The number of hops.</param>
    /// <param name="options">Bounds.</param>
    internal EnclosingBuilder(SparseStructure graph, SparseStructure? reverse, int hops, EnclosingOptions options)
    {
        (_graph, _rows, _reverse, _isDirected) = (graph, new StructureRows(graph), new StructureRows(reverse ?? graph), reverse is not null);
        (_hops, _mostPerHop) = (hops, options.MaxNodesPerHop ?? int.MaxValue);
        _marks = new NodeMarks(graph.RowCount);
        _filter = new NodeFilter(graph.RowCount);
        _distances = new PairDistances(_isDirected, options.MaxDistance);
    }

    /// <summary>Begins a batch.</summary>
    /// <param name="pairs">How many pairs it will have.</param>
    internal void Begin(int pairs) => (_pairs, _nodeOffsets, _edgeOffsets) = (0, new int[pairs + 1], new int[pairs + 1]);

    /// <summary>Adds the subgraph of a pair.</summary>
    /// <param name="source">The first node.</param>
    /// <param name="target">The second node, another one.</param>
    /// <param name="random">Where random numbers come from.</param>
    /// <exception cref="InvalidOperationException">The batch has too many nodes or edges.</exception>
    internal void Add(int source, int target, RandomSource random)
    {
        int first = _nodes.Count;
        FindNodes(Math.Min(source, target), Math.Max(source, target), random);
        int* nodes = _nodes.Pointer;
        (nodes[first], nodes[first + 1]) = (source, target);
        var found = new ReadOnlySpan<int>(nodes + first, _nodes.Count - first);
        _marks.Clear(new ReadOnlySpan<int>(_dropped.Pointer, _dropped.Count));
        _dropped.Count = 0;
        _filter.Begin(found);
        for (int place = first; place < _nodes.Count; place++)
        {
            _marks.Pointer[nodes[place]] = place;
        }

        int firstEdge = _sources.Count;
        _ends.Reserve(found.Length);
        for (int place = first; place < _nodes.Count; place++)
        {
            AddRow(place, first);
        }

        _marks.Clear(found);
        _distances.Add(first, found.Length, _ends.Pointer, _sources.Pointer, firstEdge);
        _pairs++;
        (_nodeOffsets[_pairs], _edgeOffsets[_pairs]) = (_nodes.Count, _sources.Count);
    }

    /// <summary>Puts all subgraphs together and begins anew.</summary>
    /// <returns>The batch, owned by the caller.</returns>
    internal EnclosingBatch Build()
    {
        int count = _nodes.Count;
        var pointers = new NativeArray<int>(count + 1L);
        pointers.Pointer[0] = 0;
        new ReadOnlySpan<int>(_ends.Pointer, count).CopyTo(pointers.Span(1, count));
        NativeArray<int> sources = _sources.ToArray();
        var edges = new Block(count, pointers, sources, FindEntries(), _graph);
        var batch = new EnclosingBatch(edges, _nodes.ToArray(), _distances.TakeAll(), _nodeOffsets, _edgeOffsets);
        (_nodes.Count, _ends.Count, _sources.Count, _places.Count) = (0, 0, 0, 0);
        return batch;
    }

    public void Dispose()
    {
        _marks.Dispose();
        _filter.Dispose();
        _distances.Dispose();
        _dropped.Dispose();
        _nodes.Dispose();
        _ends.Dispose();
        _sources.Dispose();
        _places.Dispose();
    }

    /// <summary>Finds and marks the nodes hop by hop, those of the pair first, the smaller before the larger, so that both orders of a pair draw alike.</summary>
    private void FindNodes(int smaller, int larger, RandomSource random)
    {
        _nodes.Reserve(2);
        _nodes.Pointer[_nodes.Count++] = smaller;
        _nodes.Pointer[_nodes.Count++] = larger;
        int first = _nodes.Count - 2;
        _marks.Set([smaller, larger], Found);
        for (int hop = 0; hop < _hops && first < _nodes.Count; hop++)
        {
            int end = _nodes.Count;
            for (int place = first; place < end; place++)
            {
                _rows.Ask(_nodes.Pointer[Math.Min(place + RowsAhead, end - 1)]);
                _rows.AskColumns(_nodes.Pointer[Math.Min(place + ColumnsAhead, end - 1)]);
                AddNeighbors(_rows.Row(_nodes.Pointer[place]));
                if (_isDirected)
                {
                    AddNeighbors(_reverse.Row(_nodes.Pointer[place]));
                }
            }

            if (_nodes.Count - end > _mostPerHop)
            {
                Draw(end, random.Stream((ulong)hop).Stream(((ulong)(uint)smaller << 32) | (uint)larger).Sequence());
            }

            first = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddNeighbors(ReadOnlySpan<int> row)
    {
        BatchLimit.Check(_nodes.Count, row.Length);
        _nodes.Reserve(row.Length);
        int* marks = _marks.Pointer;
        int* nodes = _nodes.Pointer;
        int next = _nodes.Count;
        foreach (int node in row)
        {
            nodes[next] = node;
            next -= marks[node] >> 31;
            marks[node] = Found;
        }

        _nodes.Count = next;
    }

    /// <summary>Keeps some of the nodes that a hop found, drawn by the first steps of a shuffle. The others stay marked, so that they are not found again.</summary>
    private void Draw(int first, RandomSequence random)
    {
        int* nodes = _nodes.Pointer;
        int kept = first + _mostPerHop;
        for (int place = first; place < kept; place++)
        {
            int drawn = place + random.NextInt32(_nodes.Count - place);
            (nodes[place], nodes[drawn]) = (nodes[drawn], nodes[place]);
        }

        int rest = _nodes.Count - kept;
        _dropped.Reserve(rest);
        new ReadOnlySpan<int>(nodes + kept, rest).CopyTo(new Span<int>(_dropped.Pointer + _dropped.Count, rest));
        _dropped.Count += rest;
        _nodes.Count = kept;
    }

    /// <summary>Finds the edges of a node from within the subgraph, all but those of the link.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(int place, int first)
    {
        int* nodes = _nodes.Pointer;
        _rows.Ask(nodes[Math.Min(place + RowsAhead, _nodes.Count - 1)]);
        _rows.AskColumns(nodes[Math.Min(place + ColumnsAhead, _nodes.Count - 1)]);
        int* columns = _rows.Columns + _rows.Start(nodes[place]);
        int degree = _rows.Length(nodes[place]);
        int edge = _sources.Count;
        BatchLimit.Check(edge, degree);
        _sources.Reserve(degree);
        _places.Reserve(degree);
        int* marks = _marks.Pointer;
        int* sources = _sources.Pointer;
        int* places = _places.Pointer;
        int otherEnd = place == first ? first + 1 : place == first + 1 ? first : NodeMarks.None;
        int found = edge + _filter.Find(columns, degree, places + edge);
        for (int i = edge; i < found; i++)
        {
            int mark = marks[columns[places[i]]];
            if (mark != NodeMarks.None && mark != otherEnd)
            {
                sources[edge] = mark;
                places[edge++] = places[i];
            }
        }

        (_sources.Count, _places.Count) = (edge, edge);
        _ends.Pointer[_ends.Count++] = edge;
    }

    private IndexArray FindEntries()
    {
        int count = _sources.Count;
        NativeArray<int>? narrow = _graph.RowPointers.IsWide ? null : new NativeArray<int>(count);
        NativeArray<long>? wide = narrow is null ? new NativeArray<long>(count) : null;
        int edge = 0;
        for (int place = 0; place < _nodes.Count; place++)
        {
            long start = _rows.Start(_nodes.Pointer[place]);
            for (; edge < _ends.Pointer[place]; edge++)
            {
                if (narrow is not null)
                {
                    narrow.Pointer[edge] = (int)start + _places.Pointer[edge];
                }
                else
                {
                    wide!.Pointer[edge] = start + _places.Pointer[edge];
                }
            }
        }

        return narrow is not null ? new IndexArray(narrow) : new IndexArray(wide!);
    }
}
