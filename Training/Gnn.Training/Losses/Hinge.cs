using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How far scores are on the wrong side of a margin of 1, for targets -1 and 1.</summary>
/// <remarks>
/// <code>loss = max(0, 1 - y x)</code>
/// Costs O(elements).
/// </remarks>
public sealed class Hinge : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Hinge(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return (-(outputs * targets) + 1).Relu();
    }
}
