using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The absolute difference of outputs and targets, with a square in place of its corner.</summary>
/// <remarks>
/// <code>loss = 0.5 d^2 / beta where d = |x - y| is below beta, else d - 0.5 beta</code>
/// Girshick, "Fast R-CNN", 2015, whose beta is 1. It is <see cref="Huber"/> of delta = beta, divided by beta. Costs O(elements).
/// </remarks>
public sealed class SmoothL1 : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="beta">The half width of the square, above 0; take <see cref="MeanAbsoluteError"/> for 0.</param>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SmoothL1(double beta = 1, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        Beta = LossArguments.AboveZero(beta, nameof(beta));

    /// <summary>The half width of the square.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Tensor distance = (outputs - targets).Abs();
        Tensor near = LossArguments.AtMost(distance, Beta);
        return near * (distance - (0.5 * near)) / Beta;
    }
}
