using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Tensors.Engines;

public sealed unsafe partial class CpuEngine
{
    /// <inheritdoc/>
    public override void AdamStep(
        in BufferView parameter, in BufferView gradient, in BufferView firstMoment, in BufferView secondMoment, in AdamStep step)
    {
        ThrowIfReadOnly(parameter);
        var job = new AdamJob
        {
            Parameter = Floats(parameter),
            Gradient = Floats(gradient),
            FirstMoment = Floats(firstMoment),
            SecondMoment = Floats(secondMoment),
            Length = parameter.Count,
            Beta1 = (float)step.Beta1,
            Rest1 = (float)(1 - step.Beta1),
            Beta2 = (float)step.Beta2,
            Rest2 = (float)(1 - step.Beta2),
            Rate = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step))),
            Correction2 = (float)(1 / (1 - Math.Pow(step.Beta2, step.Step))),
            Epsilon = (float)step.Epsilon,
            CoupledDecay = step.Decoupled ? 0 : (float)step.WeightDecay,
            Kept = step.Decoupled ? (float)(1 - (step.LearningRate * step.WeightDecay)) : 1,
        };
        RunVectors(job, Runs.CountOf(parameter.Count), parameter.Count * 1.0);
    }

    /// <inheritdoc/>
    public override void SgdStep(in BufferView parameter, in BufferView gradient, in BufferView momentum, in SgdStep step)
    {
        ThrowIfReadOnly(parameter);
        var job = new SgdJob
        {
            Parameter = Floats(parameter),
            Gradient = Floats(gradient),
            Direction = momentum.IsEmpty ? null : Floats(momentum),
            Length = parameter.Count,
            Rate = (float)step.LearningRate,
            WeightDecay = (float)step.WeightDecay,
            Momentum = (float)step.Momentum,
            Entering = (float)(1 - step.Dampening),
            IsFirst = step.IsFirst,
            IsNesterov = step.Nesterov,
        };
        RunVectors(job, Runs.CountOf(parameter.Count), parameter.Count * 0.6);
    }

    /// <inheritdoc/>
    public override void AdagradStep(in BufferView parameter, in BufferView gradient, in BufferView squares, in AdagradStep step)
    {
        ThrowIfReadOnly(parameter);
        var job = new AdagradJob
        {
            Parameter = Floats(parameter),
            Gradient = Floats(gradient),
            Squares = Floats(squares),
            Length = parameter.Count,
            Rate = (float)step.LearningRate,
            Epsilon = (float)step.Epsilon,
            WeightDecay = (float)step.WeightDecay,
        };
        RunVectors(job, Runs.CountOf(parameter.Count), parameter.Count * 0.8);
    }
}
