namespace Gnn.Training.Schedules;

/// <summary>How the learning rate changes over a training: a pure function of the step and of what training gave so far, so that one schedule may serve many
/// runs.</summary>
/// <remarks>Trainers ask once for each epoch, whose number less 1 is the step, and set the optimiser back when training is over.</remarks>
public interface ILearningRateSchedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="learningRate">The optimiser's own learning rate, at least 0.</param>
    /// <param name="past">What the steps before gave, the first first; a schedule that does not react to it does not read it.</param>
    /// <returns>A finite rate of at least 0.</returns>
    double At(int step, double learningRate, IReadOnlyList<EpochResult> past);
}
