using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The negative log-likelihood of counts, for outputs that are the logarithms of their expected values.</summary>
/// <remarks>
/// <code>loss = exp(x) - y x</code>
/// The term log(y!), which no output changes, is left out, as by PyTorch's default. Costs O(elements).
/// </remarks>
public sealed class PoissonNegativeLogLikelihood : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PoissonNegativeLogLikelihood(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs.Exp() - (outputs * targets);
    }
}
