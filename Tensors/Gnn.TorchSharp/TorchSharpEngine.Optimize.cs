using Gnn.Tensors.Engines;

namespace Gnn.TorchSharp;

public sealed unsafe partial class TorchSharpEngine
{
    /// <inheritdoc/>
    public override void AdamStep(
        in BufferView parameter, in BufferView gradient, in BufferView firstMoment, in BufferView secondMoment, in AdamStep step)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor w = Read(work, parameter, parameter.Count);
        TorchTensor g = Read(work, gradient, gradient.Count);
        TorchTensor m = Read(work, firstMoment, firstMoment.Count);
        TorchTensor v = Read(work, secondMoment, secondMoment.Count);
        double correction1 = 1 - Math.Pow(step.Beta1, step.Step);
        double correction2 = 1 - Math.Pow(step.Beta2, step.Step);
        if (step.WeightDecay != 0 && step.Decoupled)
        {
            work.Own(w.mul_(work.Number(1 - (step.LearningRate * step.WeightDecay))));
        }
        else if (step.WeightDecay != 0)
        {
            g = work.Own(g.add(w, work.Number(step.WeightDecay)));
        }

        work.Own(m.mul_(work.Number(step.Beta1)));
        work.Own(m.add_(g, work.Number(1 - step.Beta1)));
        work.Own(v.mul_(work.Number(step.Beta2)));
        work.Own(v.addcmul_(g, g, work.Number(1 - step.Beta2)));
        TorchTensor root = work.Own(v.div(work.Number(correction2)));
        work.Own(root.sqrt_());
        work.Own(root.add_(work.Number(step.Epsilon)));
        work.Own(w.addcdiv_(m, root, work.Number(-step.LearningRate / correction1)));
    }

    /// <inheritdoc/>
    public override void SgdStep(in BufferView parameter, in BufferView gradient, in BufferView momentum, in SgdStep step)
    {
        using Workspace work = Workspace.Enter();
        TorchTensor w = Read(work, parameter, parameter.Count);
        TorchTensor slope = work.Own(Read(work, gradient, gradient.Count).add(w, work.Number(step.WeightDecay)));
        if (!momentum.IsEmpty)
        {
            TorchTensor direction = Read(work, momentum, momentum.Count);
            if (step.IsFirst)
            {
                work.Own(direction.copy_(slope));
            }
            else
            {
                work.Own(direction.mul_(work.Number(step.Momentum)));
                work.Own(direction.add_(slope, work.Number(1 - step.Dampening)));
            }

            slope = step.Nesterov ? work.Own(slope.add(direction, work.Number(step.Momentum))) : direction;
        }

        work.Own(w.add_(slope, work.Number(-step.LearningRate)));
    }
}
