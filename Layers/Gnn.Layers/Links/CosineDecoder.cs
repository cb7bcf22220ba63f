using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>The cosine of the angle between the two embeddings, times a learnt scale.</summary>
/// <remarks>
/// <code>score(u, v) = s z_u . z_v / (|z_u| |z_v|)</code>
/// <para>Without the scale a logit would be within 1, and a probability within .27 and .73. An embedding of length 0 has the cosine 0 with all others. Parameter: <c>scale</c> <c>[1]</c>, 5
/// at first. Cost: O(P H).</para>
/// </remarks>
public sealed class CosineDecoder : Module, IPairDecoder
{
    private const double FirstScale = 5;

    // Far below the square of any length that single precision tells from 0.
    private const double Epsilon = 1e-24;

    private readonly Parameter _scale;

    /// <summary>Creates a decoder.</summary>
    public CosineDecoder() => _scale = AddParameter("scale", Tensor.Full(1, FirstScale));

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Tensor sources, Tensor targets)
    {
        PairChecks.SameRows(sources, targets);
        using Tensor products = sources * targets;
        using Tensor dots = products.Sum(1);
        using Tensor inverse = InverseLength(sources);
        using Tensor other = InverseLength(targets);
        using Tensor both = inverse * other;
        using Tensor cosines = dots * both;
        return cosines * _scale.Value;
    }

    private static Tensor InverseLength(Tensor rows)
    {
        using Tensor squares = rows.Square();
        using Tensor sums = squares.Sum(1);
        using Tensor positive = sums + Epsilon;
        return positive.InverseSqrt();
    }
}
