namespace Gnn.Training.Schedules;

/// <summary>Leads the learning rate from one share of itself to another along a line, and holds it there.</summary>
/// <remarks><code>rate(t) = r (first + (last - first) min(t, steps) / steps)</code></remarks>
public sealed class LinearSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The steps of the way, at least 1.</param>
    /// <param name="first">The share of the rate at step 0, finite and at least 0.</param>
    /// <param name="last">The share at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LinearSchedule(int steps, double first = 1, double last = 0)
    {
        Steps = ScheduleArguments.AtLeast(1, steps, nameof(steps));
        First = ScheduleArguments.NotNegative(first, nameof(first));
        Last = ScheduleArguments.NotNegative(last, nameof(last));
    }

    /// <summary>The steps of the way.</summary>
    public int Steps { get; }

    /// <summary>The share of the rate at step 0.</summary>
    public double First { get; }

    /// <summary>The share at the end.</summary>
    public double Last { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) =>
        learningRate * (step >= Steps ? Last : First + ((Last - First) * step / Steps));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"linear from {First} to {Last} over {Steps} epochs");
}
