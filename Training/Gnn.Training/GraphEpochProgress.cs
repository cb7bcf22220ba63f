namespace Gnn.Training;

/// <summary>What a trainer of whole graphs tells after each epoch.</summary>
/// <param name="Record">The epoch's losses and scores.</param>
/// <param name="Epochs">The largest number of epochs.</param>
/// <param name="BestEpoch">The epoch whose parameters would be kept now: the best by validation so far, or this one where the last is kept.</param>
/// <param name="Elapsed">The time since training began.</param>
public readonly record struct GraphEpochProgress(GraphEpochRecord Record, int Epochs, int BestEpoch, TimeSpan Elapsed);
