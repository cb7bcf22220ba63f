namespace Gnn.Training.Schedules;

/// <summary>Leads the learning rate up from 0 along a line, and then to another schedule.</summary>
/// <remarks><code>rate(t) = r t / steps below steps, then next(t - steps)</code>
/// With nothing after it, a <see cref="LinearSchedule"/>, a <see cref="CosineSchedule"/>, a <see cref="WarmRestartsSchedule"/> with a number of cycles or a
/// <see cref="PolynomialSchedule"/>, it is what PyTorch Geometric calls constant, linear, cosine, cosine with restarts and polynomial with warm-up, where PyG
/// counts the steps
/// of the warm-up among those of the whole. Step 0 has the rate 0 and changes nothing, as there.</remarks>
public sealed class WarmupSchedule : ILearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="steps">The steps of the warm-up, at least 1.</param>
    /// <param name="next">What follows, from its own step 0 on; the rate stays if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no steps.</exception>
    public WarmupSchedule(int steps, ILearningRateSchedule? next = null)
    {
        Steps = ScheduleArguments.AtLeast(1, steps, nameof(steps));
        Next = next;
    }

    /// <summary>The steps of the warm-up.</summary>
    public int Steps { get; }

    /// <summary>What follows; null for nothing.</summary>
    public ILearningRateSchedule? Next { get; }

    /// <inheritdoc/>
    public double At(int step, double learningRate, IReadOnlyList<EpochResult> past) => step < Steps
        ? learningRate * step / Steps
        : Next?.At(step - Steps, learningRate, past) ?? learningRate;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"warm-up over {Steps} epochs{(Next is null ? "" : ", then ")}{Next}");
}
