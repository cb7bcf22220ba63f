using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How far the scores of other classes come within a margin of the label's.</summary>
/// <remarks>
/// <code>loss(i) = 1 / C sum over c other than y_i of max(0, margin - x[i, y_i] + x[i, c])</code>
/// Crammer and Singer, "On the algorithmic implementation of multiclass kernel-based vector machines", 2001, take the largest term and not the mean; this is
/// PyTorch's.
/// Costs O(elements).
/// </remarks>
public sealed class MultiMargin : Loss
{
    /// <summary>Creates the loss.</summary>
    /// <param name="margin">The margin, above 0.</param>
    /// <param name="reduction">Mean or sum over the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public MultiMargin(double margin = 1, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        Margin = LossArguments.AboveZero(margin, nameof(margin));

    /// <summary>The margin.</summary>
    public double Margin { get; }

    /// <inheritdoc/>
    public override int ClassCount(int outputs) => outputs;

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        NegativeLogLikelihood.Check(outputs, targets, classWeights: null, nameof(outputs), nameof(targets));
        Tensor own = outputs.Pick(targets).Reshape((outputs.Shape[0], 1));

        // The label's own term is the margin, whatever its score.
        Tensor each = ((outputs - own + Margin).Relu().Sum(1) - Margin) / outputs.Shape[1];
        return LossArguments.Reduce(each, weights, Reduction);
    }
}
