using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The logistic loss of scores for targets -1 and 1.</summary>
/// <remarks>
/// <code>loss = log(1 + exp(-y x))</code>
/// Scores of any size are safe. <see cref="BinaryCrossEntropyWithLogits"/> is the same for targets 0 and 1. Costs O(elements).
/// </remarks>
public sealed class SoftMargin : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SoftMargin(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return LossArguments.Softplus(-(outputs * targets));
    }
}
