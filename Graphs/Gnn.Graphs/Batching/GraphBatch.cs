using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Batching;

/// <summary>B graphs as one block-diagonal graph: what a layer takes instead of many small graphs, with the way back.</summary>
/// <remarks>The graphs' nodes and edges stand one graph after another in <see cref="Graph"/>, and no edge leads from one to another. The batch owns all that it
/// holds and is disposed as a whole.</remarks>
public sealed class GraphBatch : IDisposable
{
    private readonly int[] _nodeOffsets;
    private readonly int[] _edgeOffsets;
    private readonly Lazy<SparseStructure> _nodesOfGraphs;
    private int _isDisposed;

    internal GraphBatch(Graph graph, ColumnTable graphs, int[] nodeOffsets, int[] edgeOffsets, IReadOnlyList<string> classNames, Engine? engine)
    {
        Graph = graph;
        Graphs = graphs;
        ClassNames = classNames;
        _nodeOffsets = nodeOffsets;
        _edgeOffsets = edgeOffsets;
        int[] graphOfNode = new int[graph.NodeCount];
        for (int i = 0; i < Count; i++)
        {
            graphOfNode.AsSpan(nodeOffsets[i]..nodeOffsets[i + 1]).Fill(i);
        }

        GraphOfNode = Tensor.Create(graphOfNode, graphOfNode.Length, engine).Keep();
        _nodesOfGraphs = new Lazy<SparseStructure>(() =>
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            return SparseStructure.FromRows(graph.NodeCount, _nodeOffsets, [.. Enumerable.Range(0, graph.NodeCount)]);
        });
    }

    /// <summary>The block-diagonal graph with the node and edge columns; owned by the batch.</summary>
    public Graph Graph { get; }

    /// <summary>The columns with a row for each graph.</summary>
    public ColumnTable Graphs { get; }

    /// <summary>The names of the classes of graphs, or none.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The graph of each node, Int32 <c>[N]</c>, in [0, B), never falling; owned by the batch.</summary>
    public Tensor GraphOfNode { get; }

    /// <summary>The number of graphs, B.</summary>
    public int Count => _nodeOffsets.Length - 1;

    /// <summary>Where each graph's nodes begin and the last one's end, <c>[B + 1]</c>.</summary>
    public ReadOnlySpan<int> NodeOffsets => _nodeOffsets;

    /// <summary>Where each graph's edges begin and the last one's end, <c>[B + 1]</c>.</summary>
    public ReadOnlySpan<int> EdgeOffsets => _edgeOffsets;

    /// <summary>The nodes of each graph, <c>[B, N]</c>: row i holds the nodes of graph i, which is what pooling reduces over. Made at first use and owned by the
    /// batch.</summary>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public SparseStructure NodesOfGraphs => _nodesOfGraphs.Value;

    /// <summary>The class of each graph, Int32 <c>[B]</c>, -1 for a graph without one: the graph column <c>y</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[B]</c>.</exception>
    public Tensor Labels => TypedColumns.Labels(Graphs, "graph batch");

    /// <summary>A batch of graphs, which are copied.</summary>
    /// <param name="graphs">The graphs, as for <see cref="GraphSet.FromGraphs"/>.</param>
    /// <returns>The batch, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Graphs differ in direction, columns or class names; the message names the first that does.</exception>
    /// <exception cref="InvalidOperationException">The graphs have 2^31 nodes or edges or more.</exception>
    public static GraphBatch FromGraphs(IReadOnlyList<Graph> graphs)
    {
        using GraphSet set = GraphSet.FromGraphs(graphs);
        return set.Batch([.. Enumerable.Range(0, set.Count)]);
    }

    /// <summary>The graphs again, each equal to what it was.</summary>
    /// <returns>B graphs, each owned by the caller; dense columns share their memory with the batch's.</returns>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public IReadOnlyList<Graph> Unbatch() => Unbatch(Graph);

    /// <summary>The graphs of a graph that has this batch's nodes and edges and other columns, such as what a model computed for the nodes.</summary>
    /// <param name="graph">A graph that came from <see cref="Graph"/> by <c>With...</c>.</param>
    /// <returns>B graphs, each owned by the caller; dense columns share their memory with the graph's.</returns>
    /// <exception cref="ArgumentException">The graph has another number of nodes or edges, or an edge leaves its block.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public IReadOnlyList<Graph> Unbatch(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        if (graph.NodeCount != _nodeOffsets[^1] || graph.EdgeCount != _edgeOffsets[^1])
        {
            throw new ArgumentException(
                $"The graph must have the batch's {_nodeOffsets[^1]} nodes and {_edgeOffsets[^1]} edges, got {graph.NodeCount} and {graph.EdgeCount}.", nameof(graph));
        }

        var graphs = new Graph[Count];
        for (int i = 0; i < graphs.Length; i++)
        {
            (int start, int count) = (_nodeOffsets[i], _nodeOffsets[i + 1] - _nodeOffsets[i]);
            int[] sources = Local(graph.Sources, i), targets = Local(graph.Targets, i);
            if (sources.Concat(targets).Any(node => (uint)node >= (uint)count))
            {
                Array.ForEach(graphs, made => made?.Dispose());
                throw new ArgumentException($"The edges {_edgeOffsets[i]} to {_edgeOffsets[i + 1]} (exclusive) must lie in the nodes of graph {i} of the batch.", nameof(graph));
            }

            using Graph bare = Graph.FromEdges(count, sources, targets, graph.IsUndirected);
            graphs[i] = bare.WithTables(
                ColumnRows.Slice(graph.Nodes, start, count),
                ColumnRows.Slice(graph.Edges, _edgeOffsets[i], sources.Length),
                ColumnRows.Slice(Graphs, i, 1),
                graph.ClassNames);
        }

        return graphs;
    }

    /// <summary>This batch with everything on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A batch of its own to dispose, which shares edges and the columns that are there already.</returns>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public GraphBatch To(Engine engine) => new(Graph.To(engine), Graphs.To(engine), _nodeOffsets, _edgeOffsets, ClassNames, engine);

    /// <summary>Ends all that the batch holds; what graphs taken from it share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Graph.Dispose();
            Graphs.Release();
            GraphOfNode.Dispose();
            if (_nodesOfGraphs.IsValueCreated)
            {
                _nodesOfGraphs.Value.Dispose();
            }
        }
    }

    /// <summary>The sizes and the names of the columns, for example <c>GraphBatch: 32 graphs, 574 nodes, 1266 edges, nodes x, graphs y</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"GraphBatch: {Count} graphs, {Graph.NodeCount} nodes, {Graph.EdgeCount} edges")
        + Graph.Nodes.NamesAfter("nodes") + Graph.Edges.NamesAfter("edges") + Graphs.NamesAfter("graphs");

    private int[] Local(ReadOnlySpan<int> nodes, int graph)
    {
        int[] local = nodes[_edgeOffsets[graph].._edgeOffsets[graph + 1]].ToArray();
        for (int edge = 0; edge < local.Length; edge++)
        {
            local[edge] -= _nodeOffsets[graph];
        }

        return local;
    }
}
