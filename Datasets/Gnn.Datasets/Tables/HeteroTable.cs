using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

/// <summary>A heterogeneous graph read from an edge table and, if there is one, a node table: nodes have types, and edges a relation between two types.</summary>
/// <remarks>
/// <para>Node types are numbered by first appearance, those of the node table first, edge types likewise, and the nodes of each type as those of one graph
/// are; the edges of a type keep the order of their rows.</para>
/// <para>What <see cref="TableColumns.OfEdges(Dataset)"/> and <see cref="TableColumns.OfNodes(Dataset)"/> write of a graph is read as an equal graph, but for what
/// such tables cannot say: types without nodes or edges; without a node table also nodes without edges, labels, and the order of the nodes unless ids are node
/// numbers; labels are numbered anew, by value, where classes have no members; and columns other than the labels are not written.</para>
/// </remarks>
public sealed partial class HeteroTable
{
    private readonly Dictionary<string, int> _typeOf;
    private readonly IdMap[] _ids;
    private readonly NodeTable?[] _nodes;
    private readonly EdgeTable[] _edges;

    private HeteroTable(string[] nodeTypes, IdMap[] ids, NodeTable?[] nodes, EdgeType[] edgeTypes, EdgeTable[] edges)
    {
        (NodeTypes, EdgeTypes, _ids, _nodes, _edges) = (nodeTypes, edgeTypes, ids, nodes, edges);
        _typeOf = Enumerable.Range(0, nodeTypes.Length).ToDictionary(type => nodeTypes[type]);
    }

    /// <summary>The node types.</summary>
    public IReadOnlyList<string> NodeTypes { get; }

    /// <summary>The edge types.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes { get; }

    /// <summary>The number of rows of the edge table that count, R.</summary>
    public long RowCount => _edges.Sum(edges => (long)edges.RowCount);

    /// <summary>The rows of both tables left out because a value was missing.</summary>
    public long DroppedCount { get; private init; }

    /// <summary>The rows of the edge table left out because they named a node that is not known.</summary>
    public long UnknownCount { get; private init; }

    /// <summary>The rows of both tables left out because they repeated an edge of their type or a node.</summary>
    public long DuplicateCount { get; private init; }

    /// <summary>The nodes of a type: those of the node table, if there was one, then those that the edges added, in the order of the rows, sources first.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>Their ids.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public IdMap IdsOf(string nodeType) => _ids[IndexOf(nodeType)];

    /// <summary>What the node table says of the nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>Their features and labels in the order of their numbers, with classes of their own; null if there was no node table, or it does not name the
    /// type.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public NodeTable? NodesOf(string nodeType) => _nodes[IndexOf(nodeType)];

    /// <summary>The graph of the edges: weights, times, signs and features of edges become the edge columns <c>weight</c>, <c>time</c>, <c>sign</c> and
    /// <c>edge_attr</c> of every type, features of nodes the node column <c>x</c> of their types and labels <c>y</c>.</summary>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller. Classes of nodes are numbered by type, as <see cref="NodesOf"/> names them.</returns>
    public HeteroGraph ToHeteroGraph(Engine? engine = null)
    {
        using HeteroGraph bare = HeteroGraph.Create([.. NodeTypes.Select((type, i) => (type, _ids[i].Count))]);
        HeteroGraph graph = bare.WithEdges([.. EdgeTypes.Select((type, i) => Ends(type, _edges[i]))]);
        for (int i = 0; i < _edges.Length; i++)
        {
            foreach ((string name, Tensor column) in _edges[i].ColumnsOf(rows: null, hasSigns: true, engine))
            {
                graph = Replace(graph, graph.WithEdgeColumn(EdgeTypes[i], name, column));
            }
        }

        for (int i = 0; i < _nodes.Length; i++)
        {
            foreach ((string name, Tensor column) in _nodes[i]?.AllColumnsOf(_ids[i].Count, engine) ?? [])
            {
                graph = Replace(graph, graph.WithNodeColumn(NodeTypes[i], name, column));
            }
        }

        return graph;
    }

    /// <summary>The counts, for example <c>HeteroTable: 4 node types, 21942 nodes, 3 edge types, 86619 rows; left out: 0 with missing values, 0 with unknown nodes,
    /// 0 duplicates</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"HeteroTable: {NodeTypes.Count} node types, {_ids.Sum(ids => (long)ids.Count)} nodes, {EdgeTypes.Count} edge types, {RowCount} rows; left out: {DroppedCount} with missing values, {UnknownCount} with unknown nodes, {DuplicateCount} duplicates");

    private int IndexOf(string nodeType)
    {
        ArgumentNullException.ThrowIfNull(nodeType);
        return _typeOf.TryGetValue(nodeType, out int index)
            ? index
            : throw new KeyNotFoundException($"There is no node type '{nodeType}'; there {(NodeTypes.Count == 0 ? "are none" : $"is: {string.Join(", ", NodeTypes)}")}.");
    }

    private static (EdgeType Type, ReadOnlyMemory<int> Sources, ReadOnlyMemory<int> Targets) Ends(EdgeType type, EdgeTable edges)
    {
        (int[] sources, int[] targets, _) = edges.ToEdges();
        return (type, sources, targets);
    }

    private static HeteroGraph Replace(HeteroGraph old, HeteroGraph changed)
    {
        old.Dispose();
        return changed;
    }
}
