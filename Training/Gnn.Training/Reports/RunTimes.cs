namespace Gnn.Training.Reports;

/// <summary>How long a run took.</summary>
/// <param name="Total">The whole call: checks, preparation, epochs and the final evaluation.</param>
/// <param name="MedianStep">The median time of a step: forward, loss, backward and optimiser. All epochs count, the first ones too.</param>
/// <param name="MedianEpoch">The median time of an epoch: the step and the evaluation after it. All epochs count, the first ones too.</param>
public readonly record struct RunTimes(TimeSpan Total, TimeSpan MedianStep, TimeSpan MedianEpoch);
