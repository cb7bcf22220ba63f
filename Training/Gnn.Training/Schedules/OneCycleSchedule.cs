namespace Gnn.Training.Schedules;

/// <summary>One rise of the learning rate to the optimiser's own and one longer fall far below, each along half a cosine.</summary>
/// <remarks><code>from r / rise at step 0 to r at step share * steps - 1, then to r / (rise * fall) at step steps - 1, where it stays</code>
/// Smith and Topin, "Super-convergence: very fast training of neural networks using large learning rates", 2018. As PyTorch's, whose momentum cycle this leaves
/// out; PyTorch
/// refuses steps after the last.</remarks>
public sealed class OneCycleSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The steps of the cycle, at least 2.</param>
    /// <param name="share">The share of the steps that rise, in (0, 1); more than 1 step and fewer than all but one.</param>
    /// <param name="rise">How many times the first rate the highest is, above 0.</param>
    /// <param name="fall">How many times the last rate the first is, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public OneCycleSchedule(int steps, double share = 0.3, double rise = 25, double fall = 1e4)
    {
        Steps = ScheduleArguments.AtLeast(2, steps, nameof(steps));
        Share = ScheduleArguments.Share(share, nameof(share));
        Rise = ScheduleArguments.Positive(rise, nameof(rise));
        Fall = ScheduleArguments.Positive(fall, nameof(fall));
        if (share * steps <= 1)
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, $"Of {steps} steps, more than 1 must rise: 'share' must be above {1.0 / steps}.");
        }
    }

    /// <summary>The steps of the cycle.</summary>
    public int Steps { get; }

    /// <summary>The share of the steps that rise.</summary>
    public double Share { get; }

    /// <summary>How many times the first rate the highest is.</summary>
    public double Rise { get; }

    /// <summary>How many times the last rate the first is.</summary>
    public double Fall { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past)
    {
        double first = learningRate / Rise, top = (Share * Steps) - 1;
        return step <= top
            ? ScheduleArguments.Anneal(first, learningRate, step / top)
            : ScheduleArguments.Anneal(learningRate, first / Fall, Math.Min(1, (step - top) / (Steps - 1 - top)));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"one cycle over {Steps} epochs, {Share} of them rising");
}
