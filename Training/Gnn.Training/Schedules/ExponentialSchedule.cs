namespace Gnn.Training.Schedules;

/// <summary>Multiplies the learning rate by a factor at every step.</summary>
/// <remarks><code>rate(t) = r factor^t</code></remarks>
public sealed class ExponentialSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="factor">The factor, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public ExponentialSchedule(double factor) => Factor = factor is > 0 and <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "'factor' must be above 0 and at most 1.");

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) => learningRate * Math.Pow(Factor, step);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"times {Factor} every epoch");
}
