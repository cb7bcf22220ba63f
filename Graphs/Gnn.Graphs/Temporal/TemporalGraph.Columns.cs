using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Temporal;

public sealed partial class TemporalGraph
{
    /// <summary>The columns with a row for each node.</summary>
    public ColumnTable Nodes { get; }

    /// <summary>The columns with a row for each event, by event id. The times are not among them.</summary>
    public ColumnTable Events { get; }

    /// <summary>The columns of the graph as a whole, with one row.</summary>
    public ColumnTable Globals { get; }

    /// <summary>The names of the classes of nodes, or none; label k is named by entry k.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether there are node features, the node column <c>x</c>.</summary>
    public bool HasFeatures => Nodes.Contains(ColumnNames.Features);

    /// <summary>The node features <c>[N, F]</c>, dense or sparse: the node column <c>x</c>.</summary>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <exception cref="ArgumentException">The column is dense and not a floating matrix.</exception>
    public Features Features => TypedColumns.Features(Nodes, "temporal graph");

    /// <summary>Whether there are node labels, the node column <c>y</c>.</summary>
    public bool HasLabels => Nodes.Contains(ColumnNames.Labels);

    /// <summary>The class of each node, Int32 <c>[N]</c>, -1 for a node without one: the node column <c>y</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[N]</c>.</exception>
    public Tensor Labels => TypedColumns.Labels(Nodes, "temporal graph");

    /// <summary>The weight of each event, floating <c>[E]</c>, or null if every event counts as 1: the event column <c>weight</c>.</summary>
    /// <exception cref="InvalidOperationException">The column is not floating <c>[E]</c>.</exception>
    public Tensor? EventWeights => TypedColumns.Weights(Events);

    /// <summary>This graph with one more node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public TemporalGraph WithNodeColumn(string name, Tensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This graph with one more node column, a sparse one.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows; owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public TemporalGraph WithNodeColumn(string name, SparseTensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This graph with node features, in place of those it has, if any: the node column <c>x</c>.</summary>
    /// <param name="features"><c>[N, F]</c>, dense or sparse; owned by the graphs that have them.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The features do not have N rows, or are empty.</exception>
    public TemporalGraph WithFeatures(Features features) => Derive(nodes: TypedColumns.WithFeatures(Nodes, features));

    /// <summary>This graph with node labels, in place of those it has, if any: the node column <c>y</c>.</summary>
    /// <param name="labels">The class of each node, <c>[N]</c>, -1 for a node without one.</param>
    /// <param name="classNames">The names of the classes, or null to keep those there are.</param>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">There is not one label for each node.</exception>
    public TemporalGraph WithLabels(ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null, Engine? engine = null) =>
        Derive(nodes: TypedColumns.WithLabels(Nodes, labels, engine), classNames: classNames is null ? null : [.. classNames]);

    /// <summary>This graph with one more event column.</summary>
    /// <param name="name">The column's name, any but <c>time</c>.</param>
    /// <param name="column">E rows by event id, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have E rows, or the name is empty, taken or <c>time</c>.</exception>
    public TemporalGraph WithEventColumn(string name, Tensor column, bool replace = false)
    {
        if (name == ColumnNames.Times)
        {
            throw new ArgumentException("An event column cannot be called 'time', which is the graph's own: give the times when the graph is made.", nameof(name));
        }

        return Derive(events: Events.With(name, column, replace));
    }

    /// <summary>This graph with one more column of the graph as a whole.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">One row, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have one row, or the name is empty or taken.</exception>
    public TemporalGraph WithGlobalColumn(string name, Tensor column, bool replace = false) => Derive(globals: Globals.With(name, column, replace));

    /// <summary>This graph without a node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public TemporalGraph WithoutNodeColumn(string name) => Derive(nodes: Nodes.Without(name));

    /// <summary>This graph without an event column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public TemporalGraph WithoutEventColumn(string name) => Derive(events: Events.Without(name));

    /// <summary>This graph with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A graph of its own to dispose, which shares events and the columns that are there already.</returns>
    public TemporalGraph To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Derive(Nodes.To(engine), Events.To(engine), Globals.To(engine));
    }

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    private TemporalGraph Derive(
        ColumnTable? nodes = null, ColumnTable? events = null, ColumnTable? globals = null, IReadOnlyList<string>? classNames = null) => new(
            _events.Share(),
            IsUndirected,
            SourceNodeCount,
            nodes ?? Nodes.Share(),
            events ?? Events.Share(),
            globals ?? Globals.Share(),
            classNames ?? ClassNames);
}
