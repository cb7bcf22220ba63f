using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>Distances that are to be small where the target is 1 and larger than a margin where it is -1.</summary>
/// <remarks>
/// <code>loss = x where y = 1, max(0, margin - x) where y = -1</code>
/// As PyTorch's. Costs O(elements).
/// </remarks>
public sealed class HingeEmbedding : ElementwiseLoss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">The margin, finite.</param>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public HingeEmbedding(double margin = 1, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        Margin = LossArguments.Finite(margin, nameof(margin));

    /// <summary>The margin.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor alike = (targets + 1) * 0.5;
        return (alike * outputs) + ((-alike + 1) * (-outputs + Margin).Relu());
    }
}
