using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The squared difference of outputs and targets where it is small, the absolute one where it is large.</summary>
/// <remarks>
/// <code>loss = 0.5 d^2 where d = |x - y| is at most delta, else delta (d - 0.5 delta)</code>
/// Huber, "Robust estimation of a location parameter", 1964. Costs O(elements).
/// </remarks>
public sealed class Huber : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="delta">Where the loss turns from square to linear, above 0.</param>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Huber(double delta = 1, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        Delta = LossArguments.AboveZero(delta, nameof(delta));

    /// <summary>Where the loss turns from square to linear.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Tensor distance = (outputs - targets).Abs();
        Tensor near = LossArguments.AtMost(distance, Delta);
        return near * (distance - (0.5 * near));
    }
}
