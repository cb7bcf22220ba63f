using Gnn.Graphs;
using Gnn.Sampling.Features;
using Gnn.Sampling.Neighbors;

namespace Gnn.Training;

/// <summary>How <see cref="NodeClassificationTrainer"/> takes training nodes in batches, each with neighbours that are sampled for it.</summary>
/// <remarks>
/// <para>An epoch takes every training node once, in an order drawn anew; the last batch has what is left. A batch draws <see cref="Fanouts"/> edges of each node, one hop
/// for each layer (<see cref="NeighborSampler"/>), and its features are gathered, both while the batches before it are trained on.</para>
/// <para>What is sampled depends on the seed, the epoch and the nodes: the number of workers changes nothing but time.</para>
/// </remarks>
public sealed record NodeBatchOptions
{
    /// <summary>Training nodes of a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>Edges of each node at each hop, the training nodes' hop first: one for each layer of the model, -1 for all.</summary>
    public IReadOnlyList<int> Fanouts { get; init; } = [15, 10];

    /// <summary>Makes the sampler of the graph, which has a block for each layer; null for a <see cref="NeighborSampler"/> of <see cref="Fanouts"/>, which are not used
    /// otherwise.</summary>
    public Func<Graph, INodeSampler>? Sampler { get; init; }

    /// <summary>The features of the nodes where they are not those of the graph, such as a table that memory cannot hold; stays its owner's.</summary>
    public FeatureStore? Features { get; init; }

    /// <summary>Threads that make batches ahead: 0 for none, where the training thread makes them itself.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Nodes whose outputs are computed at a time when the model is evaluated, layer by layer and with all their edges; null for all nodes, where memory
    /// allows.</summary>
    public int? InferenceBatchSize { get; init; }

    /// <summary>The sampler of a graph, for a model of so many layers.</summary>
    internal INodeSampler CreateSampler(Graph graph, int layers)
    {
        INodeSampler sampler = Sampler?.Invoke(graph) ?? new NeighborSampler(graph, Fanouts);
        if (sampler.LayerCount == layers)
        {
            return sampler;
        }

        using (sampler)
        {
            throw new ArgumentException(
                $"The model has {layers} layers and needs {(Sampler is null ? "a fanout" : "a block")} for each, got {sampler}.", nameof(layers));
        }
    }

    internal void Check()
    {
        if (BatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(BatchSize), $"A batch needs at least 1 node, got {BatchSize}.");
        }

        if (Workers < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Workers), $"The number of workers must be at least 0, got {Workers}.");
        }

        if (InferenceBatchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(InferenceBatchSize), $"Inference needs at least 1 node at a time, got {InferenceBatchSize}: leave it null for all.");
        }
    }
}
