using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>The rows of pairs of nodes.</summary>
internal static class PairRows
{
    internal static Tensor Score(in ForwardContext context, IPairDecoder decoder, Tensor embedding, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        (Tensor first, Tensor second) = Gather(embedding, sources, targets);
        using (first)
        using (second)
        {
            return decoder.Forward(context, first, second);
        }
    }

    /// <summary>The embeddings of both ends, <c>[P, H]</c> each.</summary>
    internal static (Tensor Sources, Tensor Targets) Gather(Tensor embedding, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        PairChecks.SameCount(sources, targets);
        using Tensor from = Tensor.Create(sources, sources.Length, embedding.Engine);
        using Tensor to = Tensor.Create(targets, targets.Length, embedding.Engine);
        return (embedding.GatherRows(from), embedding.GatherRows(to));
    }
}
