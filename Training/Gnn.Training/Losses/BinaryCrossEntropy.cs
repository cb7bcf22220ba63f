using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The cross-entropy of probabilities and targets in [0, 1].</summary>
/// <remarks>
/// <code>loss = -y log p - (1 - y) log(1 - p)</code>
/// A probability and its complement count as at least 1e-38, so that the loss is at most 87.5, where PyTorch's is at most 100; there the derivative is 0. Prefer
/// <see cref="BinaryCrossEntropyWithLogits"/>, which loses nothing near 0 and 1. Costs O(elements).
/// </remarks>
public sealed class BinaryCrossEntropy : ElementwiseLoss
{
    private const double Least = 1e-38;

    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public BinaryCrossEntropy(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    protected override Tensor Each(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor yes = LossArguments.AtLeast(outputs, Least).Log();
        Tensor no = LossArguments.AtLeast(-outputs + 1, Least).Log();
        return -(targets * yes) - ((-targets + 1) * no);
    }
}
