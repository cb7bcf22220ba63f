using System.Globalization;

namespace Gnn.Graphs.Heterogeneous;

/// <summary>A heterogeneous graph as one of a single type of nodes and edges, with the way back.</summary>
/// <remarks>
/// Nodes and edges of a type stand together, types in their order, and say their type in the columns <c>node_type</c> and <c>edge_type</c>. A column that every
/// node type has with one type of number, one width and on one engine is joined, and so with edges; others are left out and listed. It owns its graph, and
/// shares what it was made of.
/// </remarks>
public sealed class HomogeneousGraph : IDisposable
{
    private readonly HeteroGraph _leftOut;
    private readonly int[] _nodeStarts;
    private readonly long[] _edgeStarts;

    internal HomogeneousGraph(Graph graph, HeteroGraph leftOut)
    {
        Graph = graph;
        _leftOut = leftOut;
        _nodeStarts = new int[NodeTypes.Count + 1];
        _edgeStarts = new long[EdgeTypes.Count + 1];
        for (int type = 0; type < NodeTypes.Count; type++)
        {
            _nodeStarts[type + 1] = _nodeStarts[type] + leftOut.NodeCount(NodeTypes[type]);
        }

        for (int type = 0; type < EdgeTypes.Count; type++)
        {
            _edgeStarts[type + 1] = _edgeStarts[type] + leftOut.EdgeCount(EdgeTypes[type]);
        }

        LeftOut =
        [
            .. NodeTypes.SelectMany(type => leftOut.Nodes(type).Names.Select(name => ColumnChecks.NameOf(leftOut.Nodes(type), name))),
            .. EdgeTypes.SelectMany(type => leftOut.Edges(type).Names.Select(name => ColumnChecks.NameOf(leftOut.Edges(type), name))),
        ];
    }

    /// <summary>The graph: directed, with the columns <c>node_type</c>, <c>edge_type</c> and those that could be joined.</summary>
    public Graph Graph { get; }

    /// <summary>The node types; <c>node_type</c> is a place in this list.</summary>
    public IReadOnlyList<string> NodeTypes => _leftOut.NodeTypes;

    /// <summary>The edge types; <c>edge_type</c> is a place in this list.</summary>
    public IReadOnlyList<EdgeType> EdgeTypes => _leftOut.EdgeTypes;

    /// <summary>The columns that could not be joined, for example <c>author node column 'x'</c>.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The node of this graph that a node of a type is.</summary>
    /// <param name="nodeType">The type.</param>
    /// <param name="node">0 to the type's number of nodes - 1.</param>
    /// <returns>0 to N - 1.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int NodeOf(string nodeType, int node)
    {
        int count = _leftOut.NodeCount(nodeType);
        return (uint)node < (uint)count
            ? _nodeStarts[_leftOut.IndexOf(nodeType)] + node
            : throw new ArgumentOutOfRangeException(nameof(node), node, $"A node of '{nodeType}' must be in [0, {count}), got {node}.");
    }

    /// <summary>The type of a node of this graph, and its number there.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>The type and the node.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public (string NodeType, int Node) TypeOf(int node)
    {
        if ((uint)node >= (uint)Graph.NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(node), node, $"A node must be in [0, {Graph.NodeCount}), got {node}.");
        }

        int type = Array.FindLastIndex(_nodeStarts, start => start <= node);
        return (NodeTypes[type], node - _nodeStarts[type]);
    }

    /// <summary>The edge of this graph that an edge of a type is.</summary>
    /// <param name="edgeType">The type.</param>
    /// <param name="edge">0 to the type's number of edges - 1.</param>
    /// <returns>0 to E - 1.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such edge.</exception>
    public long EdgeOf(EdgeType edgeType, long edge)
    {
        long count = _leftOut.EdgeCount(edgeType);
        return (ulong)edge < (ulong)count
            ? _edgeStarts[_leftOut.IndexOf(edgeType)] + edge
            : throw new ArgumentOutOfRangeException(
                nameof(edge), edge, string.Create(CultureInfo.InvariantCulture, $"An edge of {edgeType} must be in [0, {count}), got {edge}."));
    }

    /// <summary>The heterogeneous graph again, with the columns that were left out.</summary>
    /// <returns>A graph equal to the one that this was made of, to dispose on its own.</returns>
    public HeteroGraph ToHeterogeneous()
    {
        HeteroGraph graph = HeteroGraph.FromHomogeneous(Graph, NodeTypes, EdgeTypes);
        return graph.WithColumnsOf(_leftOut);
    }

    /// <summary>Drops the graph and what is shared.</summary>
    public void Dispose()
    {
        Graph.Dispose();
        _leftOut.Dispose();
    }

    /// <summary>The graph, the types and what was left out.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string leftOut = LeftOut.Count == 0 ? "" : $"; left out: {string.Join(", ", LeftOut)}";
        return $"HomogeneousGraph of {NodeTypes.Count} node types and {EdgeTypes.Count} edge types: {Graph}{leftOut}";
    }
}
