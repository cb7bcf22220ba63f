namespace Gnn.Training.Schedules;

/// <summary>Multiplies the learning rate by a factor at given steps.</summary>
/// <remarks><code>rate(t) = r factor^(the number of milestones that are at most t)</code></remarks>
public sealed class MultiStepSchedule : ILearningRateSchedule
{
    private readonly int[] _milestones;

    /// <summary>Creates the schedule.</summary>
    /// <param name="milestones">The steps at which the rate changes, at least 0; one named twice counts twice.</param>
    /// <param name="factor">The factor, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public MultiStepSchedule(IReadOnlyList<int> milestones, double factor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = [.. milestones.Select(milestone => ScheduleArguments.AtLeast(0, milestone, nameof(milestones))).Order()];
        Factor = ScheduleArguments.NotNegative(factor, nameof(factor));
    }

    /// <summary>The steps at which the rate changes, ascending.</summary>
    public IReadOnlyList<int> Milestones => _milestones;

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) =>
        learningRate * Math.Pow(Factor, _milestones.Count(milestone => milestone <= step));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"times {Factor} after epochs {string.Join(", ", _milestones)}");
}
