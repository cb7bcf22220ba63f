using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>The inner product of the two embeddings. It has no parameters.</summary>
/// <remarks>
/// <code>score(u, v) = z_u . z_v</code>
/// <para>Paper: T. N. Kipf and M. Welling, "Variational Graph Auto-Encoders", 2016. Cost: O(P H).</para>
/// </remarks>
public sealed class DotDecoder : Module, IPairDecoder
{
    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor sources, Tensor targets)
    {
        PairChecks.SameRows(sources, targets);
        using Tensor products = sources * targets;
        return products.Sum(1);
    }
}
