using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The divergence of target distributions from those whose logarithms a model gives.</summary>
/// <remarks>
/// <code>loss(i) = sum over c of y[i, c] (log y[i, c] - x[i, c])</code>
/// Kullback and Leibler, "On information and sufficiency", 1951. The mean is over rows, which is the divergence's own; PyTorch calls that <c>batchmean</c>, and its
/// <c>mean</c> divides by the number of columns too. A target of 0 adds 0. Outputs are log-probabilities (<c>LogSoftmax</c>). Costs O(elements).
/// </remarks>
public sealed class KullbackLeibler : Loss
{
    private const double Least = 1e-38;

    /// <summary>Creates the loss.</summary>
    /// <param name="targets">What the targets are.</param>
    /// <param name="reduction">Mean or sum over the rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is unknown.</exception>
    public KullbackLeibler(DistributionTargets targets = DistributionTargets.Probabilities, LossReduction reduction = LossReduction.Mean)
        : base(reduction) =>
        Targets = Enum.IsDefined(targets)
            ? targets
            : throw new ArgumentOutOfRangeException(nameof(targets), targets, "Targets are Probabilities or LogProbabilities.");

    /// <summary>What the targets are.</summary>
    public DistributionTargets Targets { get; }

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        LossArguments.CheckOutputs(outputs);
        if (outputs.Shape.Rank != 2)
        {
            throw new ArgumentException($"'{nameof(outputs)}' must be log-probabilities [N, C], got {outputs.Shape}.", nameof(outputs));
        }

        Tensor y = LossArguments.Align(outputs, targets);
        Tensor each = Targets == DistributionTargets.LogProbabilities
            ? y.Exp() * (y - outputs)
            : y * (LossArguments.AtLeast(y, Least).Log() - outputs);
        return LossArguments.Reduce(each.Sum(1), weights, Reduction);
    }
}
