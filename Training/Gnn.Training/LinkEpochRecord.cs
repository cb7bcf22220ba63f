namespace Gnn.Training;

/// <summary>An epoch of a link prediction.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean training loss of its steps.</param>
/// <param name="ValidationScore">The metric on the validation links after it, or NaN where the epoch was not measured.</param>
public readonly record struct LinkEpochRecord(int Epoch, double Loss, double ValidationScore);
