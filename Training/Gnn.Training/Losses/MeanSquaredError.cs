using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The squared difference of outputs and targets.</summary>
/// <remarks>
/// <code>loss = (x - y)^2</code>
/// Costs O(elements).
/// </remarks>
public sealed class MeanSquaredError : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public MeanSquaredError(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return (outputs - targets).Square();
    }
}
