using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>A loss of each output and its target alone: the mean or sum over all elements.</summary>
public abstract class ElementwiseLoss : Loss
{
    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    protected ElementwiseLoss(LossReduction reduction)
        : base(reduction)
    {
    }

    /// <inheritdoc/>
    public sealed override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        LossArguments.CheckOutputs(outputs);
        return LossArguments.Reduce(Each(outputs, LossArguments.Align(outputs, targets)), weights, Reduction);
    }

    /// <summary>The loss of each element.</summary>
    /// <param name="outputs">Floating, of any shape.</param>
    /// <param name="targets">Of the same shape, engine and type.</param>
    /// <returns>A tensor of that shape.</returns>
    protected abstract Tensor Each(Tensor outputs, Tensor targets);
}
