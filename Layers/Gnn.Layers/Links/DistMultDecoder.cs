using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>The inner product of the two embeddings with a learnt weight for each column.</summary>
/// <remarks>
/// <code>score(u, v) = sum over h of r_h z_uh z_vh</code>
/// <para>Paper: B. Yang, W. Yih, X. He, J. Gao and L. Deng, "Embedding Entities and Relations for Learning and Inference in Knowledge Bases", ICLR 2015, for one relation. It is symmetric.
/// Parameter: <c>weight</c> <c>[H]</c>, 1 at first. Cost: O(P H).</para>
/// </remarks>
public sealed class DistMultDecoder : Module, IPairDecoder
{
    private readonly Parameter _weight;

    /// <summary>Creates a decoder.</summary>
    /// <param name="width">H, the number of columns of an embedding, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public DistMultDecoder(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _weight = AddParameter("weight", Tensor.Ones(width));
    }

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor sources, Tensor targets)
    {
        PairChecks.SameRows(sources, targets);
        PairChecks.Width(sources, _weight.Value.Shape[0]);
        using Tensor weighted = sources * _weight.Value;
        using Tensor products = weighted * targets;
        return products.Sum(1);
    }
}
