using Gnn.Tensors;

namespace Gnn.Training.Losses;

/// <summary>How often an item that a user did not choose stands above one that the user chose, softened: the loss of Bayesian personalised ranking.</summary>
/// <remarks>
/// <code>loss = -mean of log sigmoid(positive - negative) + lambda |rows|^2 / P</code>
/// <para>S. Rendle, C. Freudenthaler, Z. Gantner and L. Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009; the second term as PyTorch Geometric's
/// BPRLoss. P is the number of pairs.</para>
/// </remarks>
public static class BayesianPersonalizedRanking
{
    /// <summary>The loss of pairs.</summary>
    /// <param name="positive">The scores of what was chosen, <c>[P]</c>, floating.</param>
    /// <param name="negative">The scores of what was not, <c>[P]</c>.</param>
    /// <param name="rows">The rows that are kept small, of any shape; null for none.</param>
    /// <param name="lambda">How much their squares count, finite and at least 0.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The scores differ in shape, or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Lambda is negative or not finite.</exception>
    public static Tensor Of(Tensor positive, Tensor negative, Tensor? rows = null, double lambda = 0)
    {
        LossArguments.CheckOutputs(positive);
        ArgumentNullException.ThrowIfNull(negative);
        if (positive.Shape != negative.Shape || positive.Shape.Rank != 1)
        {
            throw new ArgumentException($"'{nameof(negative)}' must be one score for each positive one, {positive.Shape}, got {negative.Shape}.", nameof(negative));
        }

        if (!(lambda >= 0 && double.IsFinite(lambda)))
        {
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "The weight of the squared rows must be at least 0 and finite.");
        }

        LossArguments.CheckRows(positive.Shape[0], LossReduction.Mean);
        Tensor loss = (negative - positive).Softplus().Mean();
        return rows is null || lambda == 0 ? loss : loss + (rows.Square().Sum() * (lambda / positive.Shape[0]));
    }
}
