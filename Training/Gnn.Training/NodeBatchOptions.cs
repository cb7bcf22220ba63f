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

    /// <summary>Threads that make batches ahead: 0 for none, where the training thread makes them itself.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Nodes whose outputs are computed at a time when the model is evaluated, layer by layer and with all their edges; null for all nodes, where memory
    /// allows.</summary>
    public int? InferenceBatchSize { get; init; }

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
