using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The negative log-likelihood of numbers under normal distributions whose means and variances a model gives.</summary>
/// <remarks>
/// <code>loss = 0.5 (log v + (x - y)^2 / v)</code>
/// The constant 0.5 log(2 pi) is left out, and v counts as at least 1e-6, as by PyTorch's defaults. Nix and Weigend, "Estimating the mean and variance of the target
/// probability distribution", 1994. As a <see cref="Loss"/> it takes 2 K outputs for K targets: K means, then the logarithms of K variances. Costs O(elements).
/// </remarks>
public sealed class GaussianNegativeLogLikelihood : Loss
{
    private const double LeastVariance = 1e-6;

    /// <summary>Creates the loss.</summary>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The reduction is unknown.</exception>
    public GaussianNegativeLogLikelihood(LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
    }

    /// <summary>The loss of means and variances.</summary>
    /// <param name="means">x, floating, of any shape.</param>
    /// <param name="targets">y, of the same shape.</param>
    /// <param name="variances">v, floating, of the same shape, above 0.</param>
    /// <param name="reduction">Mean or sum over the elements.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">A shape or a type is wrong, or the mean of no rows is asked for.</exception>
    public static Tensor Of(Tensor means, Tensor targets, Tensor variances, LossReduction reduction = LossReduction.Mean)
    {
        LossArguments.CheckOutputs(means);
        Tensor y = LossArguments.Align(means, targets);
        return LossArguments.Reduce(Each(means, y, LossArguments.Align(means, variances, nameof(variances))), weights: null, reduction);
    }

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor? weights = null)
    {
        LossArguments.CheckOutputs(outputs);
        if (outputs.Shape.Rank != 2 || outputs.Shape[1] == 0 || outputs.Shape[1] % 2 != 0)
        {
            throw new ArgumentException($"'{nameof(outputs)}' must be [N, 2 K], K means and the logarithms of K variances, got {outputs.Shape}.", nameof(outputs));
        }

        long half = outputs.Shape[1] / 2;
        Tensor means = outputs.Columns(0, half);
        Tensor y = LossArguments.Align(means, targets);
        return LossArguments.Reduce(Each(means, y, outputs.Columns(half, half).Exp()), weights, Reduction);
    }

    private static Tensor Each(Tensor means, Tensor targets, Tensor variances)
    {
        Tensor v = LossArguments.AtLeast(variances, LeastVariance);
        return 0.5 * (v.Log() + ((means - targets).Square() / v));
    }
}
