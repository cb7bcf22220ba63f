namespace Gnn.Training.Schedules;

/// <summary>Multiplies the learning rate by a factor after every so many steps.</summary>
/// <remarks><code>rate(t) = r factor^floor(t / size)</code></remarks>
public sealed class StepSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="size">The steps between two changes, at least 1.</param>
    /// <param name="factor">The factor, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public StepSchedule(int size, double factor = 0.1)
    {
        Size = ScheduleArguments.AtLeast(1, size, nameof(size));
        Factor = ScheduleArguments.NotNegative(factor, nameof(factor));
    }

    /// <summary>The steps between two changes.</summary>
    public int Size { get; }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) => learningRate * Math.Pow(Factor, step / Size);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"times {Factor} every {Size} epochs");
}
