namespace Gnn.Training.Schedules;

/// <summary>Multiplies the learning rate by a factor when a result has not improved for some epochs.</summary>
/// <remarks>
/// <para>An epoch improves if its result is better than the best before it by more than the threshold; NaN never is. After more than
/// <see cref="Patience"/> epochs in a row without one, the rate is multiplied and the count begins again. As PyTorch's, with the settings it has there.</para>
/// <para>The rate is worked out anew from all results at each step, so that the schedule holds nothing and a resumed run goes on the same. Costs O(epochs) a
/// step.</para>
/// </remarks>
public sealed class PlateauSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="factor">The factor, in (0, 1).</param>
    /// <param name="patience">How many epochs in a row may pass without an improvement, at least 0.</param>
    /// <param name="watch">Which result is watched.</param>
    /// <param name="threshold">By how much a result must be better, at least 0.</param>
    /// <param name="measure">What the threshold is a difference or a share of.</param>
    /// <param name="cooldown">How many epochs after a change are not counted, at least 0.</param>
    /// <param name="least">The rate below which it does not fall, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PlateauSchedule(
        double factor = 0.1,
        int patience = 10,
        PlateauWatch watch = PlateauWatch.ValidationLoss,
        double threshold = 1e-4,
        PlateauThreshold measure = PlateauThreshold.Relative,
        int cooldown = 0,
        double least = 0)
    {
        Factor = ScheduleArguments.Share(factor, nameof(factor));
        Patience = ScheduleArguments.AtLeast(0, patience, nameof(patience));
        Watch = Enum.IsDefined(watch) ? watch : throw new ArgumentOutOfRangeException(nameof(watch), watch, "There is no such result to watch.");
        Threshold = ScheduleArguments.NotNegative(threshold, nameof(threshold));
        Measure = Enum.IsDefined(measure) ? measure : throw new ArgumentOutOfRangeException(nameof(measure), measure, "A threshold is Relative or Absolute.");
        Cooldown = ScheduleArguments.AtLeast(0, cooldown, nameof(cooldown));
        Least = ScheduleArguments.NotNegative(least, nameof(least));
    }

    /// <summary>The factor.</summary>
    public double Factor { get; }

    /// <summary>How many epochs in a row may pass without an improvement.</summary>
    public int Patience { get; }

    /// <summary>Which result is watched.</summary>
    public PlateauWatch Watch { get; }

    /// <summary>By how much a result must be better.</summary>
    public double Threshold { get; }

    /// <summary>What the threshold is a difference or a share of.</summary>
    public PlateauThreshold Measure { get; }

    /// <summary>How many epochs after a change are not counted.</summary>
    public int Cooldown { get; }

    /// <summary>The rate below which it does not fall.</summary>
    public double Least { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past)
    {
        ArgumentNullException.ThrowIfNull(past);
        double rate = learningRate, best = double.NegativeInfinity;
        int bad = 0, rest = 0;
        for (int epoch = 0; epoch < past.Count; epoch++)
        {
            double score = Score(past[epoch]);
            if (IsBetter(score, best))
            {
                best = score;
                bad = 0;
            }
            else
            {
                bad++;
            }

            if (rest > 0)
            {
                rest--;
                bad = 0;
            }

            if (bad > Patience)
            {
                rate = Math.Max(rate * Factor, Math.Min(Least, rate));
                rest = Cooldown;
                bad = 0;
            }
        }

        return rate;
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"times {Factor} after {Patience} epochs without a better {Watch}");

    private double Score(in EpochResult result) => Watch switch
    {
        PlateauWatch.ValidationLoss => -result.ValidationLoss,
        PlateauWatch.ValidationScore => result.ValidationScore,
        _ => -result.TrainLoss,
    };

    private bool IsBetter(double score, double best) => double.IsNegativeInfinity(best)
        ? !double.IsNaN(score)
        : score > best + (Measure == PlateauThreshold.Absolute ? Threshold : Threshold * Math.Abs(best));
}
