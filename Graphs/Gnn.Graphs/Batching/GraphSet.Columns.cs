using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Batching;

public sealed partial class GraphSet
{
    /// <summary>The columns with a row for each node of all graphs, graph after graph.</summary>
    public ColumnTable Nodes { get; }

    /// <summary>The columns with a row for each edge of all graphs, graph after graph.</summary>
    public ColumnTable Edges { get; }

    /// <summary>The columns with a row for each graph.</summary>
    public ColumnTable Graphs { get; }

    /// <summary>The names of the classes of graphs, or none; label k is named by entry k.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The names of the classes of nodes, or none: the class names of each graph.</summary>
    public IReadOnlyList<string> NodeClassNames { get; }

    /// <summary>Whether there are graph labels, the graph column <c>y</c>.</summary>
    public bool HasLabels => Graphs.Contains(ColumnNames.Labels);

    /// <summary>The class of each graph, Int32 <c>[G]</c>, -1 for a graph without one: the graph column <c>y</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[G]</c>.</exception>
    public Tensor Labels => TypedColumns.Labels(Graphs, "graph set");

    /// <summary>The class of each graph on the host, <c>[G]</c>, -1 for a graph without one; copied at first use.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[G]</c>.</exception>
    public ReadOnlySpan<int> HostLabels => _labelArray.Value;

    /// <summary>The number of classes: one more than the highest label, 0 if no graph has one; at least the number of class names.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[G]</c>.</exception>
    public int ClassCount
    {
        get
        {
            int highest = -1;
            foreach (int label in HostLabels)
            {
                highest = Math.Max(highest, label);
            }

            return Math.Max(checked(highest + 1), ClassNames.Count);
        }
    }

    /// <summary>This set with one more node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, graph after graph, any type; kept beyond its scope and owned by the sets that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public GraphSet WithNodeColumn(string name, Tensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This set with one more node column, a sparse one.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, graph after graph; owned by the sets that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public GraphSet WithNodeColumn(string name, SparseTensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This set with node features, in place of those it has, if any: the node column <c>x</c>.</summary>
    /// <param name="features"><c>[N, F]</c>, dense or sparse, graph after graph; owned by the sets that have them.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The features do not have N rows, or are empty.</exception>
    public GraphSet WithFeatures(Features features) => Derive(nodes: TypedColumns.WithFeatures(Nodes, features));

    /// <summary>This set with one more edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">E rows, graph after graph, any type; kept beyond its scope and owned by the sets that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have E rows, or the name is empty or taken.</exception>
    public GraphSet WithEdgeColumn(string name, Tensor column, bool replace = false) => Derive(edges: Edges.With(name, column, replace));

    /// <summary>This set with one more graph column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">G rows, any type; kept beyond its scope and owned by the sets that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have G rows, or the name is empty or taken.</exception>
    public GraphSet WithGraphColumn(string name, Tensor column, bool replace = false) => Derive(graphs: Graphs.With(name, column, replace));

    /// <summary>This set with graph labels, in place of those it has, if any.</summary>
    /// <param name="labels">The class of each graph, <c>[G]</c>, -1 for a graph without one.</param>
    /// <param name="classNames">The names of the classes, or null to keep those there are.</param>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">There is not one label for each graph.</exception>
    public GraphSet WithLabels(ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null, Engine? engine = null) =>
        Derive(graphs: TypedColumns.WithLabels(Graphs, labels, engine), classNames: classNames is null ? null : [.. classNames]);

    /// <summary>This set with node labels, in place of those it has, if any: the labels of each graph.</summary>
    /// <param name="labels">The class of each node, <c>[N]</c>, graph after graph, -1 for a node without one.</param>
    /// <param name="classNames">The names of the classes, or null to keep those there are.</param>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">There is not one label for each node.</exception>
    public GraphSet WithNodeLabels(ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null, Engine? engine = null) =>
        Derive(nodes: TypedColumns.WithLabels(Nodes, labels, engine), nodeClassNames: classNames is null ? null : [.. classNames]);

    /// <summary>This set without a node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public GraphSet WithoutNodeColumn(string name) => Derive(nodes: Nodes.Without(name));

    /// <summary>This set without an edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public GraphSet WithoutEdgeColumn(string name) => Derive(edges: Edges.Without(name));

    /// <summary>This set without a graph column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A set that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public GraphSet WithoutGraphColumn(string name) => Derive(graphs: Graphs.Without(name));

    /// <summary>This set with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A set of its own to dispose, which shares edges and the columns that are there already.</returns>
    public GraphSet To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Derive(Nodes.To(engine), Edges.To(engine), Graphs.To(engine));
    }

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    private GraphSet Derive(ColumnTable? nodes = null, ColumnTable? edges = null, ColumnTable? graphs = null, IReadOnlyList<string>? classNames = null,
        IReadOnlyList<string>? nodeClassNames = null) => new(
        _packed.Share(),
        IsUndirected,
        nodes ?? Nodes.Share(),
        edges ?? Edges.Share(),
        graphs ?? Graphs.Share(),
        classNames ?? ClassNames,
        nodeClassNames ?? NodeClassNames);
}
