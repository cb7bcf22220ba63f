using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>What training makes small: a number from a model's outputs and the targets. Holds options and nothing that changes per call.</summary>
/// <remarks>Targets of classes are integers <c>[N]</c>; targets that are numbers have the shape of the outputs, where <c>[N]</c> and <c>[N, 1]</c> are the same
/// and integers
/// are taken as numbers. Any other difference in shape is an error: nothing is broadcast, as it silently is in PyTorch.</remarks>
public abstract class Loss
{
    /// <summary>Creates a loss.</summary>
    /// <param name="reduction">Mean or sum over the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is unknown.</exception>
    protected Loss(LossReduction reduction) => Reduction = Enum.IsDefined(reduction)
        ? reduction
        : throw new ArgumentOutOfRangeException(nameof(reduction), reduction, $"'{nameof(reduction)}' must be Mean or Sum.");

    /// <summary>How the losses of rows become one number.</summary>
    public LossReduction Reduction { get; }

    /// <summary>The loss of outputs.</summary>
    /// <param name="outputs"><c>[N, ...]</c>, floating: what the model gave.</param>
    /// <param name="targets">What it should have given, see <see cref="Loss"/>.</param>
    /// <param name="weights"><c>[N]</c>, floating, at least 0: how much each row counts, where the mean divides by their sum; 1 each if null.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    public abstract Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null);

    /// <summary>How many classes so many outputs tell apart, where targets are classes.</summary>
    /// <param name="outputs">The columns of the outputs.</param>
    /// <returns>The number of classes; 0 if targets are not classes.</returns>
    public virtual int ClassCount(int outputs) => 0;

    /// <summary>The name of the loss and its settings, for reports.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => GetType().Name;
}
