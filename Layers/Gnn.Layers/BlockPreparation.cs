using Gnn.Graphs.Sampled;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers;

/// <summary>Blocks whose adjacency hangs on their edges alone.</summary>
/// <param name="prepare">Makes it of a block.</param>
/// <param name="held">What is needed for it and ends with this; null for nothing.</param>
internal sealed class BlockPreparation(Func<Block, Adjacency> prepare, IDisposable? held = null) : IBlockPreparation
{
    public Adjacency Prepare(SampledSubgraph batch, int layer)
    {
        Throw.IfNotBlock(batch, layer);
        return prepare(batch.Blocks[layer]);
    }

    public void Dispose() => held?.Dispose();
}
