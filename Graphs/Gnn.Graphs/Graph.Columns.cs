using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>The columns with a row for each node.</summary>
    public ColumnTable Nodes { get; }

    /// <summary>The columns with a row for each edge, by edge id. Entry k of <see cref="InEdges"/> is edge <c>InEdges.EdgeIds[k]</c>.</summary>
    public ColumnTable Edges { get; }

    /// <summary>The columns of the graph as a whole, with one row.</summary>
    public ColumnTable Globals { get; }

    /// <summary>The names of the classes, or none; label k is named by entry k.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Whether there are node features, the node column <c>x</c>.</summary>
    public bool HasFeatures => Nodes.Contains(ColumnNames.Features);

    /// <summary>The node features <c>[N, F]</c>, dense or sparse: the node column <c>x</c>.</summary>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <exception cref="ArgumentException">The column is dense and not a floating matrix.</exception>
    public Features Features
    {
        get
        {
            if (!HasFeatures)
            {
                throw new InvalidOperationException(
                    "The graph has no node features: add them with graph.WithFeatures(x), for example SparseTensor.Identity(graph.NodeCount).");
            }

            return Nodes.IsSparse(ColumnNames.Features) ? Nodes.Sparse(ColumnNames.Features) : Nodes[ColumnNames.Features];
        }
    }

    /// <summary>Whether there are node labels, the node column <c>y</c>.</summary>
    public bool HasLabels => Nodes.Contains(ColumnNames.Labels);

    /// <summary>The class of each node, Int32 <c>[N]</c>, -1 for a node without one: the node column <c>y</c>.</summary>
    /// <exception cref="InvalidOperationException">The graph has no labels, or they are not Int32 <c>[N]</c>.</exception>
    public Tensor Labels
    {
        get
        {
            if (!Nodes.TryGet(ColumnNames.Labels, out Tensor? labels))
            {
                throw new InvalidOperationException("The graph has no node labels: add them with graph.WithLabels(labels), one Int32 a node, -1 for none.");
            }

            return labels.DataType == DataType.Int32 && labels.Shape.Rank == 1
                ? labels
                : throw new InvalidOperationException(
                    $"Labels must be Int32 [{NodeCount}], got {labels.DataType} {labels.Shape}: cast or reshape the column 'y'.");
        }
    }

    /// <summary>The class of each node on the host, <c>[N]</c>, -1 for a node without one; copied at first use.</summary>
    /// <exception cref="InvalidOperationException">The graph has no labels, or they are not Int32 <c>[N]</c>.</exception>
    public ReadOnlySpan<int> HostLabels => _labelArray.Value;

    /// <summary>The number of classes: one more than the highest label, 0 if no node has one; at least the number of class names.</summary>
    /// <exception cref="InvalidOperationException">The graph has no labels, or they are not Int32 <c>[N]</c>.</exception>
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

    /// <summary>The weight of each edge, floating <c>[E]</c> by edge id, or null if every edge counts as 1: the edge column <c>weight</c>.</summary>
    /// <exception cref="InvalidOperationException">The column is not floating <c>[E]</c>.</exception>
    public Tensor? EdgeWeights
    {
        get
        {
            if (!Edges.TryGet(ColumnNames.EdgeWeights, out Tensor? weights))
            {
                return null;
            }

            return weights.DataType.IsFloating() && weights.Shape.Rank == 1
                ? weights
                : throw new InvalidOperationException(
                    $"Edge weights must be floating [{EdgeCount}], got {weights.DataType} {weights.Shape}: cast or reshape the column 'weight'.");
        }
    }

    /// <summary>The name of a class, for messages and tables.</summary>
    /// <param name="label">The class, 0 or more.</param>
    /// <returns>Its name, or <c>class k</c> if it has none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative.</exception>
    public string ClassName(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        return label < ClassNames.Count ? ClassNames[label] : string.Create(CultureInfo.InvariantCulture, $"class {label}");
    }

    /// <summary>This graph with one more node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public Graph WithNodeColumn(string name, Tensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This graph with one more node column, a sparse one.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">N rows; owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have N rows, or the name is empty or taken.</exception>
    public Graph WithNodeColumn(string name, SparseTensor column, bool replace = false) => Derive(nodes: Nodes.With(name, column, replace));

    /// <summary>This graph with one more edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">E rows by edge id, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have E rows, or the name is empty or taken.</exception>
    public Graph WithEdgeColumn(string name, Tensor column, bool replace = false) => Derive(edges: Edges.With(name, column, replace));

    /// <summary>This graph with one more column of the graph as a whole.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="column">One row, any type; kept beyond its scope and owned by the graphs that have it.</param>
    /// <param name="replace">Whether a column of that name may be there and is replaced.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The column does not have one row, or the name is empty or taken.</exception>
    public Graph WithGlobalColumn(string name, Tensor column, bool replace = false) => Derive(globals: Globals.With(name, column, replace));

    /// <summary>This graph with node features, in place of those it has, if any.</summary>
    /// <param name="features"><c>[N, F]</c>, dense or sparse; owned by the graphs that have them.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">The features do not have N rows, or are empty.</exception>
    public Graph WithFeatures(Features features)
    {
        if (features.Sparse is { } sparse)
        {
            return WithNodeColumn(ColumnNames.Features, sparse, replace: true);
        }

        return WithNodeColumn(
            ColumnNames.Features,
            features.Dense ?? throw new ArgumentException("The features are empty: give a Tensor or a SparseTensor.", nameof(features)),
            replace: true);
    }

    /// <summary>This graph with node labels, in place of those it has, if any.</summary>
    /// <param name="labels">The class of each node, <c>[N]</c>, -1 for a node without one.</param>
    /// <param name="classNames">The names of the classes, or null to keep those there are; labels beyond them are named by number.</param>
    /// <param name="engine">Where the column is made; the default engine if null.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="ArgumentException">There is not one label for each node.</exception>
    public Graph WithLabels(ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null, Engine? engine = null)
    {
        if (labels.Length != NodeCount)
        {
            throw new ArgumentException($"There must be {NodeCount} labels, one for each node (-1 for none), got {labels.Length}.", nameof(labels));
        }

        ColumnTable nodes = Nodes.With(ColumnNames.Labels, Tensor.Create(labels, labels.Length, engine), replace: true);
        return Derive(nodes: nodes, classNames: classNames is null ? null : [.. classNames]);
    }

    /// <summary>This graph without a node column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Graph WithoutNodeColumn(string name) => Derive(nodes: Nodes.Without(name));

    /// <summary>This graph without an edge column.</summary>
    /// <param name="name">The column's name.</param>
    /// <returns>A graph that shares everything else with this one.</returns>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Graph WithoutEdgeColumn(string name) => Derive(edges: Edges.Without(name));

    /// <summary>This graph with every column on an engine; floating columns take the engine's floating type.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A graph of its own to dispose, which shares edges and the columns that are there already.</returns>
    public Graph To(Engine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return Derive(Nodes.To(engine), Edges.To(engine), Globals.To(engine));
    }

    /// <inheritdoc/>
    IGraphStructure IGraphStructure.To(Engine engine) => To(engine);

    private Graph Derive(ColumnTable? nodes = null, ColumnTable? edges = null, ColumnTable? globals = null, IReadOnlyList<string>? classNames = null) =>
        new(_edgeList.Share(), IsUndirected, nodes ?? Nodes.Share(), edges ?? Edges.Share(), globals ?? Globals.Share(), classNames ?? ClassNames);
}
