using System.Globalization;

namespace Gnn.Graphs.Batching;

/// <summary>An immutable list of graphs in one piece: G graphs with N nodes and E edges together, and named columns of data of nodes, edges and graphs.</summary>
/// <remarks>
/// <para>Edges and columns are packed, graph after graph, so that a set of many small graphs is a few arrays; a graph is made when it is asked for.
/// Every graph has the same columns; where a graph has graph columns, the set has a table with a row for each.</para>
/// <para>Ownership: as of a <see cref="Graph"/>. What <c>With...</c> and <c>To</c> return shares edges and unchanged columns with the set it came from, by
/// counting; each is disposed on its own, in any order.</para>
/// </remarks>
public sealed partial class GraphSet : IGraphStructure
{
    private readonly PackedEdges _packed;
    private readonly Lazy<int[]> _labelArray;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    internal GraphSet(
        PackedEdges packed,
        bool isUndirected,
        ColumnTable nodes,
        ColumnTable edges,
        ColumnTable graphs,
        IReadOnlyList<string> classNames,
        IReadOnlyList<string> nodeClassNames)
    {
        _packed = packed;
        IsUndirected = isUndirected;
        Nodes = nodes;
        Edges = edges;
        Graphs = graphs;
        ClassNames = classNames;
        NodeClassNames = nodeClassNames;
        _contentHash = new Lazy<string>(HashContent);
        _labelArray = new Lazy<int[]>(() => Labels.ToArray<int>());
    }

    /// <summary>The number of graphs, G.</summary>
    public int Count => _packed.Count;

    /// <summary>The number of nodes of all graphs together, N.</summary>
    public int NodeCount => _packed.NodeOffsets[^1];

    /// <summary>The number of edges of all graphs together, E; of undirected graphs, both directions count.</summary>
    public long EdgeCount => _packed.EdgeOffsets[^1];

    /// <summary>Whether every graph holds both directions of every edge.</summary>
    public bool IsUndirected { get; }

    /// <summary>Where each graph's nodes begin in the node columns and the last one's end, <c>[G + 1]</c>.</summary>
    public ReadOnlySpan<int> NodeOffsets => _packed.NodeOffsets;

    /// <summary>Where each graph's edges begin in the edge columns and the last one's end, <c>[G + 1]</c>.</summary>
    public ReadOnlySpan<int> EdgeOffsets => _packed.EdgeOffsets;

    /// <summary>The number of nodes of a graph.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <returns>Its node count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph.</exception>
    public int NodeCountOf(int graph) => _packed.NodeCountOf(Checked(graph));

    /// <summary>The number of edges of a graph.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <returns>Its edge count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph.</exception>
    public int EdgeCountOf(int graph) => _packed.EdgeCountOf(Checked(graph));

    /// <summary>The source of each edge of a graph, counted from 0 in it; valid while the set lives.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <returns>Node ids below <see cref="NodeCountOf"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public ReadOnlySpan<int> SourcesOf(int graph) => _packed.SourcesOf(Checked(graph));

    /// <summary>The target of each edge of a graph, counted from 0 in it; valid while the set lives.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <returns>Node ids below <see cref="NodeCountOf"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public ReadOnlySpan<int> TargetsOf(int graph) => _packed.TargetsOf(Checked(graph));

    /// <summary>A graph of the set.</summary>
    /// <param name="graph">0 to G - 1.</param>
    /// <returns>The graph with its rows of the columns, owned by the caller; dense columns share their memory with the set's. The set's graph columns are its
    /// columns of the graph as a whole.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public Graph Extract(int graph)
    {
        using Graph bare = Graph.FromCheckedEdges(NodeCountOf(graph), SourcesOf(graph), TargetsOf(graph), IsUndirected);
        return bare.WithTables(
            ColumnRows.Slice(Nodes, NodeOffsets[graph], bare.NodeCount),
            ColumnRows.Slice(Edges, EdgeOffsets[graph], bare.EdgeCount),
            ColumnRows.Slice(Graphs, graph, 1),
            NodeClassNames);
    }

    /// <summary>All graphs one after another, each made when it is taken.</summary>
    /// <returns>The graphs, each owned by whoever takes it.</returns>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public IEnumerable<Graph> ExtractAll()
    {
        for (int graph = 0; graph < Count; graph++)
        {
            yield return Extract(graph);
        }
    }

    /// <summary>A set of chosen graphs, such as one part of a split.</summary>
    /// <param name="graphs">The graphs, in [0, G), in any order; one may be chosen several times.</param>
    /// <returns>A set of its own to dispose; if a run of graphs is chosen, its dense columns share their memory with this one's. Cost: O(what is chosen).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph; the message names the position.</exception>
    /// <exception cref="InvalidOperationException">The chosen graphs have 2^31 nodes or edges or more.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public GraphSet Select(params ReadOnlySpan<int> graphs)
    {
        (int[] nodeOffsets, int[] edgeOffsets) = OffsetsOf(graphs);
        int[] edges = PackedEdges.Rows(_packed.EdgeOffsets, graphs);
        int[] sources = new int[edges.Length], targets = new int[edges.Length];
        for (int i = 0; i < graphs.Length; i++)
        {
            SourcesOf(graphs[i]).CopyTo(sources.AsSpan(edgeOffsets[i]));
            TargetsOf(graphs[i]).CopyTo(targets.AsSpan(edgeOffsets[i]));
        }

        (ColumnTable nodeTable, ColumnTable edgeTable, ColumnTable graphTable) = TablesOf(graphs, edges);
        return new GraphSet(
            new PackedEdges(nodeOffsets, edgeOffsets, sources, targets), IsUndirected, nodeTable, edgeTable, graphTable, ClassNames, NodeClassNames);
    }

    /// <summary>Chosen graphs as one block-diagonal graph.</summary>
    /// <param name="graphs">The graphs, in [0, G), in any order; one may be chosen several times.</param>
    /// <returns>The batch, owned by the caller; if a run of graphs is chosen, its dense columns share their memory with the set's. Cost: O(what is chosen).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such graph; the message names the position.</exception>
    /// <exception cref="InvalidOperationException">The chosen graphs have 2^31 nodes or edges or more.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed.</exception>
    public GraphBatch Batch(params ReadOnlySpan<int> graphs)
    {
        (int[] nodeOffsets, int[] edgeOffsets) = OffsetsOf(graphs);
        int[] edges = PackedEdges.Rows(_packed.EdgeOffsets, graphs);
        int[] sources = new int[edges.Length], targets = new int[edges.Length];
        for (int i = 0; i < graphs.Length; i++)
        {
            ReadOnlySpan<int> from = SourcesOf(graphs[i]), to = TargetsOf(graphs[i]);
            for (int edge = 0; edge < from.Length; edge++)
            {
                sources[edgeOffsets[i] + edge] = from[edge] + nodeOffsets[i];
                targets[edgeOffsets[i] + edge] = to[edge] + nodeOffsets[i];
            }
        }

        using Graph bare = Graph.FromCheckedEdges(nodeOffsets[^1], sources, targets, IsUndirected);
        (ColumnTable nodeTable, ColumnTable edgeTable, ColumnTable graphTable) = TablesOf(graphs, edges);
        return new GraphBatch(
            bare.WithTables(nodeTable, edgeTable, classNames: NodeClassNames), graphTable, nodeOffsets, edgeOffsets, ClassNames, ColumnRows.EngineOf(Nodes, Edges, Graphs));
    }

    /// <summary>Drops this set's hold on its edges and columns; what others share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Nodes.Release();
            Edges.Release();
            Graphs.Release();
            _packed.Dispose();
        }
    }

    /// <summary>The sizes and the names of the columns, for example
    /// <c>GraphSet: 188 graphs, 3371 nodes, 7442 edges (undirected), nodes x, graphs y</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string direction = IsUndirected ? "undirected" : "directed";
        return string.Create(CultureInfo.InvariantCulture, $"GraphSet: {Count} graphs, {NodeCount} nodes, {EdgeCount} edges ({direction})")
            + Nodes.NamesAfter("nodes") + Edges.NamesAfter("edges") + Graphs.NamesAfter("graphs");
    }

    private (int[] Nodes, int[] Edges) OffsetsOf(ReadOnlySpan<int> graphs)
    {
        int[] nodeCounts = new int[graphs.Length], edgeCounts = new int[graphs.Length];
        for (int i = 0; i < graphs.Length; i++)
        {
            if ((uint)graphs[i] >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(graphs), graphs[i], string.Create(CultureInfo.InvariantCulture, $"A graph must be in [0, {Count}), got {graphs[i]} at position {i}."));
            }

            (nodeCounts[i], edgeCounts[i]) = (NodeCountOf(graphs[i]), EdgeCountOf(graphs[i]));
        }

        return (PackedEdges.Offsets(nodeCounts, "nodes"), PackedEdges.Offsets(edgeCounts, "edges"));
    }

    private (ColumnTable Nodes, ColumnTable Edges, ColumnTable Graphs) TablesOf(ReadOnlySpan<int> graphs, int[] edges)
    {
        bool isRun = graphs.Length > 0;
        for (int i = 1; i < graphs.Length; i++)
        {
            isRun &= graphs[i] == graphs[0] + i;
        }

        if (!isRun)
        {
            return (
                ColumnRows.Gather(Nodes, PackedEdges.Rows(_packed.NodeOffsets, graphs)),
                ColumnRows.Gather(Edges, edges),
                ColumnRows.Gather(Graphs, graphs.ToArray()));
        }

        int first = graphs[0], end = first + graphs.Length;
        return (
            ColumnRows.Slice(Nodes, NodeOffsets[first], NodeOffsets[end] - NodeOffsets[first]),
            ColumnRows.Slice(Edges, EdgeOffsets[first], EdgeOffsets[end] - EdgeOffsets[first]),
            ColumnRows.Slice(Graphs, first, graphs.Length));
    }

    private int Checked(int graph) => (uint)graph < (uint)Count
        ? graph
        : throw new ArgumentOutOfRangeException(nameof(graph), graph, $"A graph must be in [0, {Count}), got {graph}.");
}
