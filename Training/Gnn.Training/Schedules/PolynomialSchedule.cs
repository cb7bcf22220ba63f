namespace Gnn.Training.Schedules;

/// <summary>Leads the learning rate down to an end along a power of the way that is left, and holds it there.</summary>
/// <remarks><code>rate(t) = end + (r - end) (1 - min(t, steps) / steps)^power</code></remarks>
public sealed class PolynomialSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The steps of the way, at least 1.</param>
    /// <param name="power">The power, above 0.</param>
    /// <param name="end">The rate at the end, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PolynomialSchedule(int steps, double power = 1, double end = 0)
    {
        Steps = ScheduleArguments.AtLeast(1, steps, nameof(steps));
        Power = ScheduleArguments.Positive(power, nameof(power));
        End = ScheduleArguments.NotNegative(end, nameof(end));
    }

    /// <summary>The steps of the way.</summary>
    public int Steps { get; }

    /// <summary>The power.</summary>
    public double Power { get; }

    /// <summary>The rate at the end.</summary>
    public double End { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) =>
        step >= Steps ? End : End + ((learningRate - End) * Math.Pow(1 - ((double)step / Steps), Power));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"power {Power} down to {End} over {Steps} epochs");
}
