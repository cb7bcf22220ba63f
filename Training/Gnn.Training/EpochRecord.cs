namespace Gnn.Training;

/// <summary>One epoch of a training curve.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The loss of the step, on the training nodes with dropout, before the parameters changed; with the terms that the model adds.</param>
/// <param name="TrainAccuracy">The accuracy on the training nodes after the step, without dropout, in [0, 1].</param>
/// <param name="ValidationLoss">The mean loss on the validation nodes after the step; NaN if there are none.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation nodes after the step, in [0, 1]; NaN if there are none.</param>
public readonly record struct EpochRecord(int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy)
{
    /// <summary>The metric that selection goes by, on the training nodes after the step, in [0, 1]: the accuracy unless another was asked for.</summary>
    public double TrainScore { get; init; } = TrainAccuracy;

    /// <summary>The metric that selection goes by, on the validation nodes after the step, in [0, 1]; NaN if there are none.</summary>
    public double ValidationScore { get; init; } = ValidationAccuracy;

    /// <summary>The learning rate of the epoch, at least 0.</summary>
    public double LearningRate { get; init; }

    /// <summary>The numbers of a record, as many as <see cref="FromNumbers"/> takes.</summary>
    internal const int NumberCount = 8;

    internal static EpochRecord FromNumbers(double[] numbers) => new((int)numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    {
        TrainScore = numbers[5],
        ValidationScore = numbers[6],
        LearningRate = numbers[7],
    };

    internal double[] ToNumbers() => [Epoch, TrainLoss, TrainAccuracy, ValidationLoss, ValidationAccuracy, TrainScore, ValidationScore, LearningRate];

    /// <summary>Whether this epoch's validation result is better: a higher score, or the same with a lower loss.</summary>
    /// <param name="other">The epoch to compare with.</param>
    /// <returns>False if both are the same or there are no validation nodes.</returns>
    public bool IsBetterThan(in EpochRecord other) => ValidationScore > other.ValidationScore
        || (ValidationScore == other.ValidationScore && ValidationLoss < other.ValidationLoss);
}
