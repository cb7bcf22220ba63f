using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Heterogeneous;

public sealed partial class HeteroGraph
{
    /// <summary>This graph with one more column of the nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="column">A row for each node, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such node type.</exception>
    /// <exception cref="ArgumentException">The column has another number of rows, or the name is empty or taken.</exception>
    public HeteroGraph WithNodeColumn(string nodeType, string name, Tensor column, bool replace = false) =>
        WithNodes(IndexOf(nodeType), Nodes(nodeType).With(name, column, replace));

    /// <summary>This graph with one more column of the nodes of a type, a sparse one.</summary>
    /// <param name="nodeType">The type.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="column">A row for each node; owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such node type.</exception>
    /// <exception cref="ArgumentException">The column has another number of rows, or the name is empty or taken.</exception>
    public HeteroGraph WithNodeColumn(string nodeType, string name, SparseTensor column, bool replace = false) =>
        WithNodes(IndexOf(nodeType), Nodes(nodeType).With(name, column, replace));

    /// <summary>This graph with one more column of the edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <param name="name">The column's name.</param>
    /// <param name="column">A row for each edge by edge id, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such edge type.</exception>
    /// <exception cref="ArgumentException">The column has another number of rows, or the name is empty or taken.</exception>
    public HeteroGraph WithEdgeColumn(EdgeType edgeType, string name, Tensor column, bool replace = false) =>
        WithEdgeTable(IndexOf(edgeType), Edges(edgeType).With(name, column, replace));

    /// <summary>This graph without a column of the nodes of a type.</summary>
    /// <param name="nodeType">The type.</param>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such node type or column.</exception>
    public HeteroGraph WithoutNodeColumn(string nodeType, string name) => WithNodes(IndexOf(nodeType), Nodes(nodeType).Without(name));

    /// <summary>This graph without a column of the edges of a type.</summary>
    /// <param name="edgeType">The type.</param>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such edge type or column.</exception>
    public HeteroGraph WithoutEdgeColumn(EdgeType edgeType, string name) => WithEdgeTable(IndexOf(edgeType), Edges(edgeType).Without(name));

    /// <summary>This graph with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A graph of its own to dispose, which shares edges and the columns that are there already.</returns>
    public HeteroGraph To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return new HeteroGraph(
            Array.ConvertAll(_nodeTypes, type => (type.Name, type.Nodes.To(engine))),
            Array.ConvertAll(_edgeTypes, type => (type.Type, type.List.Share(), type.Edges.To(engine))));
    }

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    private HeteroGraph WithNodes(int at, ColumnTable table)
    {
        (string Name, ColumnTable Nodes)[] nodes = ShareNodes();
        nodes[at].Nodes.Release();
        nodes[at].Nodes = table;
        return new HeteroGraph(nodes, ShareEdges());
    }

    private HeteroGraph WithEdgeTable(int at, ColumnTable table)
    {
        (EdgeType Type, EdgeList List, ColumnTable Edges)[] edges = ShareEdges();
        edges[at].Edges.Release();
        edges[at].Edges = table;
        return new HeteroGraph(ShareNodes(), edges);
    }
}
