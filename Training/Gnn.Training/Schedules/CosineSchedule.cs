namespace Gnn.Training.Schedules;

/// <summary>Leads the learning rate down to an end along half a cosine, and holds it there.</summary>
/// <remarks><code>rate(t) = end + (r - end) (1 + cos(pi min(t, steps) / steps)) / 2</code>
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017. PyTorch's goes up again after the last step; this one stays at the
/// end.</remarks>
public sealed class CosineSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The steps of the way, at least 1.</param>
    /// <param name="end">The rate at the end, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CosineSchedule(int steps, double end = 0)
    {
        Steps = ScheduleArguments.AtLeast(1, steps, nameof(steps));
        End = ScheduleArguments.NotNegative(end, nameof(end));
    }

    /// <summary>The steps of the way.</summary>
    public int Steps { get; }

    /// <summary>The rate at the end.</summary>
    public double End { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) =>
        step >= Steps ? End : ScheduleArguments.Anneal(learningRate, End, (double)step / Steps);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"cosine down to {End} over {Steps} epochs");
}
