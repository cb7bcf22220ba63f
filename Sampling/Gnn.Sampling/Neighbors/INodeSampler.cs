using Gnn.Graphs.Sampled;
using Gnn.Tensors;

namespace Gnn.Sampling.Neighbors;

/// <summary>Draws what the layers of a model need to know of the surroundings of some nodes.</summary>
/// <remarks>A sampler may be used by any number of threads at once. What it gives depends on its arguments alone.</remarks>
public interface INodeSampler : IDisposable
{
    /// <summary>The number of nodes of the graph.</summary>
    int NodeCount { get; }

    /// <summary>The number of layers, for each of which a sample has a block.</summary>
    int LayerCount { get; }

    /// <summary>Draws a batch.</summary>
    /// <param name="seeds">The nodes whose outputs are wanted, in [0, N).</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch.</param>
    /// <returns>The nodes, seeds first, and a block for each layer; owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    SampledSubgraph Sample(ReadOnlySpan<int> seeds, RandomSource random);
}
