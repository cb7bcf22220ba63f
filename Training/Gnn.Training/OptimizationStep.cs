using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>What trainers do alike at every step: backward, checks, clipping, optimiser, and the learning rate of an epoch.</summary>
internal sealed class OptimizationStep(Module module, Optimizer optimizer, ILearningRateSchedule? schedule, GradientClipping? clipping)
{
    private readonly double _learningRate = optimizer.LearningRate;

    /// <summary>Attaches the optimiser to the model's parameters.</summary>
    internal void Begin() => optimizer.Attach(module.ParameterGroups());

    /// <summary>Leaves the optimiser as it was.</summary>
    internal void End()
    {
        optimizer.ClearGradients();
        optimizer.Detach();
        optimizer.LearningRate = _learningRate;
    }

    /// <summary>Sets the learning rate of an epoch, from 1.</summary>
    /// <returns>The rate.</returns>
    internal double BeginEpoch(int epoch, IReadOnlyList<EpochResult> past)
    {
        if (schedule is not null)
        {
            optimizer.LearningRate = schedule.At(epoch - 1, _learningRate, past);
        }

        return optimizer.LearningRate;
    }

    /// <summary>Changes the parameters along the gradient of a loss.</summary>
    /// <returns>The loss.</returns>
    internal double Apply(Tensor loss, LossTerms terms, int epoch)
    {
        Tensor whole = terms.Sum is { } own ? loss + own : loss;
        double value = whole.Item();
        CheckLoss(value, epoch, "training");
        whole.Backward();
        CheckGradients(epoch);
        clipping?.Apply(module.Parameters());
        optimizer.Step();
        optimizer.ClearGradients();
        return value;
    }

    internal void CheckLoss(double loss, int epoch, string which)
    {
        if (!double.IsFinite(loss))
        {
            throw new TrainingException(
                $"The {which} loss of epoch {epoch} is {loss}, not a finite number: {Cure()}", epoch);
        }
    }

    private void CheckGradients(int epoch)
    {
        // One question for all of them, since on a device each answer makes the host wait.
        Tensor[] gradients = [.. module.Parameters().Select(parameter => parameter.Value.Gradient).OfType<Tensor>()];
        if (Tensor.AllFinite(gradients))
        {
            return;
        }

        string name = module.NamedParameters().First(named => named.Parameter.Value.Gradient is { } gradient && !gradient.AllFinite()).Name;
        throw new TrainingException($"The gradient of '{name}' in epoch {epoch} is not finite: {Cure()}", epoch, name);
    }

    private string Cure() => FormattableString.Invariant($"lower the learning rate (now {optimizer.LearningRate}), or scale the features.");
}
