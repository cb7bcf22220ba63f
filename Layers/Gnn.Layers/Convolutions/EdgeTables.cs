using System.Runtime.CompilerServices;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Convolutions;

/// <summary>Values of edges, which come in edge order, as values of entries: what layers with edge weights or edge features prepare.</summary>
internal static class EdgeTables
{
    /// <summary>Edge values as [E, D], checked.</summary>
    internal static Tensor AsTable(Tensor values, SparseStructure structure, int width, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(values, name);
        bool isVector = values.Shape.Rank == 1 && width == 1;
        bool isTable = values.Shape.Rank == 2 && values.Shape[1] == width;
        if (!values.DataType.IsFloating() || !(isVector || isTable) || values.Shape[0] != structure.EntryCount)
        {
            throw new ArgumentException(
                $"'{name}' must be floating [{structure.EntryCount}, {width}] to match {structure}, got {values.DataType} {values.Shape}.", name);
        }

        return isVector ? values.Reshape((values.Shape[0], 1)) : values;
    }

    /// <summary>[E, D] in edge order to [E, D] in entry order.</summary>
    internal static Tensor ToEntries(Tensor table, SparseStructure structure)
    {
        using Tensor edges = structure.EdgeIds.ToTensor(table.Engine);
        return table.GatherRows(edges);
    }

    /// <summary>The edges with their weights, [E]; differentiable with respect to them.</summary>
    internal static Adjacency WithWeights(SparseStructure structure, Tensor? edgeWeights)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (edgeWeights is null)
        {
            return new Adjacency(structure);
        }

        using var scope = new TensorScope();
        return new Adjacency(structure, ToEntries(AsTable(edgeWeights, structure, width: 1), structure).Reshape(structure.EntryCount));
    }

    /// <summary>Values that must be where the layer is: what is copied from elsewhere has no gradient.</summary>
    internal static Tensor? On(Engine engine, Tensor? values, [CallerArgumentExpression(nameof(values))] string name = "") =>
        values is null || ReferenceEquals(values.Engine, engine)
            ? values
            : throw new ArgumentException($"'{name}' must be on the layer's engine, {engine}, but is on {values.Engine}: move one of them.", name);

    /// <summary>The edges of a graph with their weights, if it has them.</summary>
    internal static Adjacency WithWeights(Graph graph, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return WithWeights(graph.InEdges, graph.EdgeWeights?.To(engine));
    }

    /// <summary>The same for blocks that are sampled from a graph.</summary>
    internal static IBlockPreparation BlocksWithWeights(Graph graph, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Tensor? weights = graph.EdgeWeights?.To(engine).Detach().Keep();
        return new BlockPreparation(block => WithWeights(block.Structure, weights is null ? null : block.GatherEdges(weights)), weights);
    }

    /// <summary>The edges with their features, [E, D]; differentiable with respect to them.</summary>
    /// <param name="structure">The edges.</param>
    /// <param name="edgeFeatures">[E, D] in edge order; null exactly where the layer takes none.</param>
    /// <param name="width">D, the number of edge features that the layer takes; 0 for none.</param>
    internal static Adjacency WithFeatures(SparseStructure structure, Tensor? edgeFeatures, int width)
    {
        ArgumentNullException.ThrowIfNull(structure);
        CheckGiven(edgeFeatures, width);
        if (edgeFeatures is null)
        {
            return new Adjacency(structure);
        }

        using var scope = new TensorScope();
        return new Adjacency(structure, ToEntries(AsTable(edgeFeatures, structure, width), structure));
    }

    /// <summary>The edges of a graph with their features, if the layer takes any.</summary>
    internal static Adjacency WithFeatures(Graph graph, int width, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return WithFeatures(graph.InEdges, FeaturesOf(graph, width, engine), width);
    }

    /// <summary>The same for blocks that are sampled from a graph.</summary>
    internal static IBlockPreparation BlocksWithFeatures(Graph graph, int width, Engine engine) =>
        BlocksWithFeatures(graph, width, engine, (structure, features) => WithFeatures(structure, features, width));

    /// <summary>The same, prepared as a layer does it.</summary>
    internal static IBlockPreparation BlocksWithFeatures(Graph graph, int width, Engine engine, Func<SparseStructure, Tensor?, Adjacency> prepare)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (FeaturesOf(graph, width, engine) is not { } given)
        {
            return new BlockPreparation(block => prepare(block.Structure, null));
        }

        Tensor features = AsTable(given, graph.InEdges, width, nameof(graph)).Detach().Keep();
        return new BlockPreparation(block => prepare(block.Structure, block.GatherEdges(features)), features);
    }

    /// <summary>The edge features of a graph; null if the layer takes none.</summary>
    internal static Tensor? FeaturesOf(Graph graph, int width, Engine engine)
    {
        if (width == 0)
        {
            return null;
        }

        return graph.Edges.TryGet(ColumnNames.EdgeFeatures, out Tensor? features)
            ? features.To(engine)
            : throw new ArgumentException(
                $"The layer takes {width} edge features, but {graph} has no edge column '{ColumnNames.EdgeFeatures}': add it with WithEdgeColumn.",
                nameof(graph));
    }

    /// <summary>Refuses features where the layer takes none, and none where it does.</summary>
    internal static void CheckGiven(Tensor? edgeFeatures, int width)
    {
        if (edgeFeatures is null != width is 0)
        {
            throw new ArgumentException(
                $"The layer takes {width} edge features, got {(edgeFeatures is null ? "none" : edgeFeatures.Shape.ToString())}.", nameof(edgeFeatures));
        }
    }

    /// <summary>The features of a prepared adjacency's entries, [E, D].</summary>
    internal static Tensor EntryFeatures(Adjacency adjacency, int width) => adjacency.Values is { Shape.Rank: 2 } values && values.Shape[1] == width
        ? values
        : throw new ArgumentException(
            $"The layer takes edge features [E, {width}], got {adjacency}: prepare the adjacency with the edges' features.", nameof(adjacency));
}
