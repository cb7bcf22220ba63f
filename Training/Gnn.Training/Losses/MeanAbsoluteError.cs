using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The absolute difference of outputs and targets.</summary>
/// <remarks>
/// <code>loss = |x - y|</code>
/// The derivative is 0 where they are equal. Costs O(elements).
/// </remarks>
public sealed class MeanAbsoluteError : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public MeanAbsoluteError(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return (outputs - targets).Abs();
    }
}
