using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

public sealed partial class Hypergraph
{
    /// <summary>The columns with a row for each node.</summary>
    public ColumnTable Nodes { get; }

    /// <summary>The columns with a row for each hyperedge.</summary>
    public ColumnTable Hyperedges { get; }

    /// <summary>The columns with a row for each incidence, in the order of the entries of <see cref="Members"/>.</summary>
    public ColumnTable Incidences { get; }

    /// <summary>The names of the classes of nodes, or none; label k is named by entry k.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether there are node features, the node column <c>x</c>.</summary>
    public bool HasFeatures => Nodes.Contains(ColumnNames.Features);

    /// <summary>The node features <c>[N, F]</c>, dense or sparse: the node column <c>x</c>.</summary>
    /// <exception cref="InvalidOperationException">The hypergraph has no features.</exception>
    /// <exception cref="ArgumentException">The column is dense and not a floating matrix.</exception>
    public Features Features => TypedColumns.Features(Nodes, "hypergraph");

    /// <summary>Whether there are node labels, the node column <c>y</c>.</summary>
    public bool HasLabels => Nodes.Contains(ColumnNames.Labels);

    /// <summary>The class of each node, Int32 <c>[N]</c>, -1 for a node without one: the node column <c>y</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[N]</c>.</exception>
    public Tensor Labels => TypedColumns.Labels(Nodes, "hypergraph");

    /// <summary>The class of each node on the host, <c>[N]</c>, -1 for a node without one; copied at first use.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or they are not Int32 <c>[N]</c>.</exception>
    public ReadOnlySpan<int> HostLabels => _labelArray.Value;

    /// <summary>The weight of each hyperedge, floating <c>[M]</c>, or null if every hyperedge counts as 1: the hyperedge column <c>weight</c>.</summary>
    /// <exception cref="InvalidOperationException">The column is not floating <c>[M]</c>.</exception>
    public Tensor? HyperedgeWeights => TypedColumns.Weights(Hyperedges);

    /// <summary>The time of each hyperedge, Int64 <c>[M]</c>, or null if there are none: the hyperedge column <c>time</c>.</summary>
    /// <exception cref="InvalidOperationException">The column is not Int64 <c>[M]</c>.</exception>
    public Tensor? HyperedgeTimes => TypedColumns.Times(Hyperedges);

    /// <summary>This hypergraph with one more node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, any type; kept beyond its scope and owned by the hypergraphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public Hypergraph WithNodeColumn(string name, Tensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This hypergraph with one more node column, a sparse one.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows; owned by the hypergraphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public Hypergraph WithNodeColumn(string name, SparseTensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This hypergraph with node features, in place of those it has, if any.</summary>
    /// <param name="features"><c>[N, F]</c>, dense or sparse; owned by the hypergraphs that have them.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The features do not have N rows, or are empty.</exception>
    public Hypergraph WithFeatures(Features features) => Derive(nodes: TypedColumns.WithFeatures(Nodes, features));

    /// <summary>This hypergraph with node labels, in place of those it has, if any.</summary>
    /// <param name="labels">The class of each node, <c>[N]</c>, -1 for a node without one.</param>
    /// <param name="classNames">The names of the classes, or null to keep those there are.</param>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">There is not one label for each node.</exception>
    public Hypergraph WithLabels(ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null, Engine? engine = null) =>
        Derive(nodes: TypedColumns.WithLabels(Nodes, labels, engine), classNames: classNames is null ? null : [.. classNames]);

    /// <summary>This hypergraph with one more hyperedge column.</summary>
    /// <param name="name">The column's name; <c>weight</c> and <c>time</c> have a meaning.</param>
    /// <param name="column">M rows, any type; kept beyond its scope and owned by the hypergraphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have M rows, or the name is empty or taken.</exception>
    public Hypergraph WithHyperedgeColumn(string name, Tensor column, bool replace = false) => Derive(hyperedges: Hyperedges.With(name, column, replace));

    /// <summary>This hypergraph with one more incidence column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">I rows, any type; kept beyond its scope and owned by the hypergraphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have I rows, or the name is empty or taken.</exception>
    public Hypergraph WithIncidenceColumn(string name, Tensor column, bool replace = false) => Derive(incidences: Incidences.With(name, column, replace));

    /// <summary>This hypergraph without a node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Hypergraph WithoutNodeColumn(string name) => Derive(nodes: Nodes.Without(name));

    /// <summary>This hypergraph without a hyperedge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Hypergraph WithoutHyperedgeColumn(string name) => Derive(hyperedges: Hyperedges.Without(name));

    /// <summary>This hypergraph without an incidence column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A hypergraph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Hypergraph WithoutIncidenceColumn(string name) => Derive(incidences: Incidences.Without(name));

    /// <summary>This hypergraph with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A hypergraph of its own to dispose, which shares the structure and the columns that are there already.</returns>
    public Hypergraph To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Derive(Nodes.To(engine), Hyperedges.To(engine), Incidences.To(engine));
    }

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    private Hypergraph Derive(
        ColumnTable? nodes = null, ColumnTable? hyperedges = null, ColumnTable? incidences = null, IReadOnlyList<string>? classNames = null) => new(
            Members.Share(), nodes ?? Nodes.Share(), hyperedges ?? Hyperedges.Share(), incidences ?? Incidences.Share(), classNames ?? ClassNames);
}
