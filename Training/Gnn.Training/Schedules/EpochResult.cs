namespace Gnn.Training.Schedules;

/// <summary>What an epoch gave, as far as a schedule may react to it.</summary>
/// <param name="TrainLoss">The loss of the training step or steps.</param>
/// <param name="ValidationLoss">The loss of the validation part; NaN if there is none.</param>
/// <param name="ValidationScore">What selection goes by, on the validation part, the higher the better: an error is negated. NaN if there is none.</param>
public readonly record struct EpochResult(double TrainLoss, double ValidationLoss, double ValidationScore);
