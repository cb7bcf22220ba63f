using Gnn.Graphs.Sampled;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers;

/// <summary>What a model knows of a whole graph, such as degrees, to propagate over blocks that were sampled from it. May be used by many threads at once.</summary>
public interface IBlockPreparation : IDisposable
{
    /// <summary>Makes what a layer propagates over in a sampled batch.</summary>
    /// <param name="batch">The batch, sampled from the graph's incoming edges.</param>
    /// <param name="layer">The layer: 0 to the number of blocks - 1.</param>
    /// <returns>The adjacency of <c>batch.Blocks[layer]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    Adjacency Prepare(SampledSubgraph batch, int layer);
}
