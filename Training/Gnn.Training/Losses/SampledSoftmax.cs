using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>The cross-entropy of telling what was chosen from a sample of what was not.</summary>
/// <remarks>
/// <code>loss = -mean over i of log(exp(p_i / t) / (exp(p_i / t) + sum over j of exp(n_ij / t)))</code>
/// <para>J. Wu, X. Wang, X. Gao, J. Chen, H. Fu and T. Qiu, "On the Effectiveness of Sampled Softmax Loss for Item Recommendation", 2022. A negative of -infinity, or of a very large
/// negative number, takes no part.</para>
/// </remarks>
public static class SampledSoftmax
{
    /// <summary>The loss of choices.</summary>
    /// <param name="positive">p, the scores of what was chosen, <c>[P]</c>, floating.</param>
    /// <param name="negative">n, the scores of what was not, <c>[P, M]</c>, M at least 1.</param>
    /// <param name="temperature">t, above 0: the lower, the more the hardest negatives count.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or there are no choices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not above 0 and finite.</exception>
    public static Tensor Of(Tensor positive, Tensor negative, double temperature = 1)
    {
        LossArguments.CheckOutputs(positive);
        ArgumentNullException.ThrowIfNull(negative);
        if (positive.Shape.Rank != 1 || negative.Shape.Rank != 2 || negative.Shape[0] != positive.Shape[0] || negative.Shape[1] < 1)
        {
            throw new ArgumentException(
                $"'{nameof(negative)}' must be a row of at least one score for each positive one, {positive.Shape}, got {negative.Shape}.", nameof(negative));
        }

        if (!(temperature > 0 && double.IsFinite(temperature)))
        {
            throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be above 0 and finite.");
        }

        LossArguments.CheckRows(positive.Shape[0], LossReduction.Mean);
        Tensor negatives = (temperature == 1 ? negative : negative * (1 / temperature)).LogSumExp(1);
        return (negatives - (positive * (1 / temperature))).Softplus().Mean();
    }
}
