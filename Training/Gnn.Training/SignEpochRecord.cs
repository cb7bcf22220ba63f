namespace Gnn.Training;

/// <summary>An epoch of a sign prediction.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The training loss before the step.</param>
/// <param name="ValidationScore">The metric on the validation edges after the step, or NaN where the epoch was not measured.</param>
public readonly record struct SignEpochRecord(int Epoch, double Loss, double ValidationScore);
