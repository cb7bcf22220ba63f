namespace Gnn.Training;

/// <summary>What a trainer tells after each epoch.</summary>
/// <param name="Record">The epoch's losses and accuracies.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="BestEpoch">The epoch with the best validation result so far; the last one if there are no validation nodes.</param>
/// <param name="Elapsed">The time since training began.</param>
public readonly record struct EpochProgress(EpochRecord Record, int Epochs, int BestEpoch, TimeSpan Elapsed);
