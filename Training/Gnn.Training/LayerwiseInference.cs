using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Training;

/// <summary>The outputs of a model for all nodes, layer by layer: each layer for some nodes at a time, from all their edges.</summary>
/// <remarks>
/// What it gives is what <see cref="GraphModel.Forward(in ForwardContext, Features, Adjacency)"/> over the whole graph gives, to rounding: nothing is sampled. Memory
/// holds the inputs and outputs of one layer for all nodes, and beyond that what some nodes at a time need.
/// </remarks>
public static class LayerwiseInference
{
    /// <summary>Computes the outputs of all nodes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">The graph with its features, on the engine of the model's parameters.</param>
    /// <param name="batchSize">Nodes at a time, at least 1; null for all at once.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns><c>[N, outputs]</c>, owned by the caller or its scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">The features do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Tensor Run(GraphModel model, Graph graph, int? batchSize = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize ?? 1, 1, nameof(batchSize));
        using NoGrad noGrad = NoGrad.Open();
        if (batchSize is not { } size || size >= graph.NodeCount)
        {
            using Adjacency adjacency = model.Prepare(graph);
            return model.Forward(ForwardContext.Inference, graph.Features, adjacency);
        }

        using IBlockPreparation preparation = model.PrepareBlocks(graph);
        using var sampler = new NeighborSampler(graph, [-1]);
        using MemoryFeatureStore features = StoreOf(graph);
        return Run(model, features, sampler, preparation, size, cancellationToken);
    }

    /// <summary>Computes the outputs of all nodes from features that the graph does not hold.</summary>
    /// <param name="model">The model.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="features">The features of its nodes, gathered for some nodes at a time.</param>
    /// <param name="batchSize">Nodes at a time, at least 1.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns><c>[N, outputs]</c>, owned by the caller or its scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is below 1.</exception>
    /// <exception cref="ArgumentException">The features do not fit the model or the graph.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Tensor Run(GraphModel model, Graph graph, FeatureStore features, int batchSize, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (features.RowCount != graph.NodeCount)
        {
            throw new ArgumentException($"The graph has {graph.NodeCount} nodes, but there are features of {features.RowCount}: take those of the same graph.", nameof(features));
        }

        using IBlockPreparation preparation = model.PrepareBlocks(graph);
        using var sampler = new NeighborSampler(graph, [-1]);
        return Run(model, features, sampler, preparation, batchSize, cancellationToken);
    }

    /// <summary>The features of a graph as a store, which shares them where they are dense.</summary>
    internal static MemoryFeatureStore StoreOf(Graph graph)
    {
        using var scope = new TensorScope();
        return new MemoryFeatureStore(graph.Features.ToDense());
    }

    /// <summary>The same with what was prepared for the graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">The features of all nodes.</param>
    /// <param name="sampler">One that takes all edges of a node, of one hop.</param>
    /// <param name="preparation">What the model made of the graph.</param>
    /// <param name="batchSize">Nodes at a time.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    internal static Tensor Run(
        GraphModel model, FeatureStore features, NeighborSampler sampler, IBlockPreparation preparation, int batchSize, CancellationToken cancellationToken = default)
    {
        using NoGrad noGrad = NoGrad.Open();
        Tensor h = Layer(model, 0, features, sampler, preparation, batchSize, cancellationToken);
        for (int layer = 1; layer < model.LayerCount; layer++)
        {
            using Tensor last = h;
            using var inputs = new MemoryFeatureStore(last);
            h = Layer(model, layer, inputs, sampler, preparation, batchSize, cancellationToken);
        }

        return h;
    }

    private static Tensor Layer(
        GraphModel model, int layer, FeatureStore inputs, NeighborSampler sampler, IBlockPreparation preparation, int batchSize, CancellationToken cancellationToken)
    {
        var parts = new List<Tensor>();
        try
        {
            for (int first = 0; first < sampler.NodeCount; first += batchSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] nodes = [.. Enumerable.Range(first, Math.Min(batchSize, sampler.NodeCount - first))];
                using SampledSubgraph batch = sampler.Sample(nodes, random: default);
                using var scope = new TensorScope();
                using Adjacency adjacency = preparation.Prepare(batch, 0);
                parts.Add(model.ForwardLayer(ForwardContext.Inference, layer, inputs.Gather(batch.Nodes), adjacency).Keep());
            }

            return Tensor.Concatenate([.. parts], 0);
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }
}
