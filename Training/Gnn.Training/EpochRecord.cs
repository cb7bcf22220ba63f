namespace Gnn.Training;

/// <summary>One epoch of a training curve.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The loss of the step, on the training nodes with dropout, before the parameters changed.</param>
/// <param name="TrainAccuracy">The accuracy on the training nodes after the step, without dropout, in [0, 1].</param>
/// <param name="ValidationLoss">The mean cross-entropy on the validation nodes after the step; NaN if there are none.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation nodes after the step, in [0, 1]; NaN if there are none.</param>
public readonly record struct EpochRecord(int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy)
{
    /// <summary>Whether this epoch's validation result is better: a higher accuracy, or the same with a lower loss.</summary>
    /// <param name="other">The epoch to compare with.</param>
    /// <returns>False if both are the same or there are no validation nodes.</returns>
    public bool IsBetterThan(in EpochRecord other) => ValidationAccuracy > other.ValidationAccuracy
        || (ValidationAccuracy == other.ValidationAccuracy && ValidationLoss < other.ValidationLoss);
}
