using System.Globalization;
using Gnn.Graphs;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.Tables;

/// <summary>A graph read from an edge table and, if there is one, a node table, with the ids of its nodes.</summary>
public sealed class TableGraph : IDisposable
{
    private TableGraph(Graph graph, EdgeTable edges, NodeTable? nodes) => (Graph, Edges, Nodes) = (graph, edges, nodes);

    /// <summary>The graph, which ends with this.</summary>
    public Graph Graph { get; }

    /// <summary>The ids of its nodes: those of the node table first.</summary>
    public IdMap Ids => Edges.Nodes;

    /// <summary>The edges as they were read.</summary>
    public EdgeTable Edges { get; }

    /// <summary>The nodes as they were read; null without a node table.</summary>
    public NodeTable? Nodes { get; }

    /// <summary>The rows of both tables that were left out: with missing values, with unknown nodes, duplicates.</summary>
    public long LeftOutCount => Edges.DroppedCount + Edges.UnknownCount + Edges.DuplicateCount + (Nodes?.DroppedCount ?? 0) + (Nodes?.DuplicateCount ?? 0);

    /// <summary>Reads the tables. The nodes come first, so that an edge whose end is not among them is found.</summary>
    /// <param name="edgePath">The edge table.</param>
    /// <param name="nodePath">The node table; null if the edges name the nodes.</param>
    /// <param name="edges">Which columns of the edge table mean what; null for the defaults.</param>
    /// <param name="nodes">Which columns of the node table mean what; null for the defaults.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The graph with its ids, owned by the caller. Where the tables have no features, a node's are who it is: the identity, sparse.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A file is not such a table; the message names file, line and column.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TableGraph Read(
        string edgePath, string? nodePath = null, EdgeTableOptions? edges = null, NodeTableOptions? nodes = null, Engine? engine = null,
        CancellationToken cancellation = default)
    {
        return Read(
            edges, nodes, nodePath is not null, options => NodeTable.Read(nodePath!, options, cancellation),
            (options, ids) => EdgeTable.Read(edgePath, options, ids, cancellation), engine);
    }

    /// <summary>Reads the tables from sources that are kept by columns. The nodes come first, so that an edge whose end is not among them is found.</summary>
    /// <param name="edgeSource">The edge table; the caller closes it.</param>
    /// <param name="nodeSource">The node table; null if the edges name the nodes.</param>
    /// <param name="edges">Which columns of the edge table mean what; null for the defaults.</param>
    /// <param name="nodes">Which columns of the node table mean what; null for the defaults, with the edges' kind of ids.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The graph, owned by the caller. Where the tables have no features, a node's are who it is: the identity, sparse.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="DataFormatException">A source is not such a table; the message names file, row and column.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TableGraph Read(
        ColumnSource edgeSource, ColumnSource? nodeSource = null, EdgeTableOptions? edges = null, NodeTableOptions? nodes = null, Engine? engine = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(edgeSource);
        return Read(
            edges, nodes, nodeSource is not null, options => NodeTable.Read(nodeSource!, options, cancellation),
            (options, ids) => EdgeTable.Read(edgeSource, options, ids, cancellation), engine);
    }

    private static TableGraph Read(
        EdgeTableOptions? edges, NodeTableOptions? nodes, bool hasNodes, Func<NodeTableOptions, NodeTable> readNodes, Func<EdgeTableOptions, IdMap?, EdgeTable> readEdges,
        Engine? engine)
    {
        edges ??= new EdgeTableOptions();
        nodes ??= new NodeTableOptions { Ids = edges.Ids };
        if (hasNodes && edges.Ids != nodes.Ids && nodes.Id is not null)
        {
            throw new ArgumentException($"The ids are {edges.Ids} in the edge table and {nodes.Ids} in the node table: read both alike.", nameof(nodes));
        }

        if (hasNodes && nodes.Id is null && edges.Ids != IdKind.Index)
        {
            throw new ArgumentException("A node table without ids names its nodes by their rows: read the ids of the edges as node numbers (Index).", nameof(nodes));
        }

        NodeTable? nodeTable = hasNodes ? readNodes(nodes) : null;
        EdgeTable edgeTable = readEdges(edges, nodeTable?.Ids);
        Graph graph = edgeTable.ToGraph(engine);
        if (nodeTable is not null)
        {
            using Graph bare = graph;
            graph = nodeTable.AddTo(bare, engine);
        }

        if (!graph.HasFeatures)
        {
            using Graph bare = graph;
            graph = bare.WithFeatures(SparseTensor.Identity(bare.NodeCount, engine));
        }

        return new TableGraph(graph, edgeTable, nodeTable);
    }

    /// <summary>Ends the graph's hold on its memory; what other graphs share lives on.</summary>
    public void Dispose() => Graph.Dispose();

    /// <summary>The graph and what was left out, for messages.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        long dropped = Edges.DroppedCount + (Nodes?.DroppedCount ?? 0);
        long duplicates = Edges.DuplicateCount + (Nodes?.DuplicateCount ?? 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Graph}; rows left out: {dropped} with missing values, {Edges.UnknownCount} with unknown nodes, {duplicates} duplicates");
    }
}
