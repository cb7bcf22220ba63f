namespace Gnn.Training.Schedules;

/// <summary>Leads the learning rate down along half a cosine again and again, each time from the top.</summary>
/// <remarks><code>rate(t) = end + (r - end) (1 + cos(pi u / l)) / 2,  u: steps since the last restart,  l: the length of this cycle</code>
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017. A first length that is not whole restarts between two steps.</remarks>
public sealed class WarmRestartsSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="length">The steps of the first cycle, at least 1; need not be whole.</param>
    /// <param name="growth">How many times as long each cycle is as the one before, at least 1.</param>
    /// <param name="end">The rate at the end of a cycle, finite and at least 0.</param>
    /// <param name="cycles">After how many cycles the rate stays at the end, at least 1; null for never.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public WarmRestartsSchedule(double length, double growth = 1, double end = 0, int? cycles = null)
    {
        Length = double.IsFinite(length) && length >= 1
            ? length
            : throw new ArgumentOutOfRangeException(nameof(length), length, "'length' must be finite and at least 1 step.");
        Growth = double.IsFinite(growth) && growth >= 1
            ? growth
            : throw new ArgumentOutOfRangeException(nameof(growth), growth, "'growth' must be finite and at least 1.");
        End = ScheduleArguments.NotNegative(end, nameof(end));
        Cycles = cycles is < 1
            ? throw new ArgumentOutOfRangeException(nameof(cycles), cycles, "'cycles' must be at least 1, or null for no end.")
            : cycles;
    }

    /// <summary>The steps of the first cycle.</summary>
    public double Length { get; }

    /// <summary>How many times as long each cycle is as the one before.</summary>
    public double Growth { get; }

    /// <summary>The rate at the end of a cycle.</summary>
    public double End { get; }

    /// <summary>After how many cycles the rate stays at the end; null for never.</summary>
    public int? Cycles { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past)
    {
        double start = 0, length = Length;
        int cycle = 0;
        if (Growth == 1)
        {
            cycle = (int)Math.Floor(step / length);
            start = cycle * length;
        }
        else
        {
            while (step >= start + length)
            {
                start += length;
                length *= Growth;
                cycle++;
            }
        }

        return cycle >= Cycles ? End : ScheduleArguments.Anneal(learningRate, End, (step - start) / length);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"cosine down to {End}, restarted after {Length} epochs (times {Growth})");
}
