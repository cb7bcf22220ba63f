namespace Gnn.Tensors.Engines;

public sealed unsafe partial class ReferenceEngine
{
    /// <inheritdoc/>
    public override void AdamStep(
        in BufferView parameter, in BufferView gradient, in BufferView firstMoment, in BufferView secondMoment, in AdamStep step)
    {
        ThrowIfReadOnly(parameter);
        double* w = Doubles(parameter);
        double* g = Doubles(gradient);
        double* m = Doubles(firstMoment);
        double* v = Doubles(secondMoment);
        double correction1 = 1 - Math.Pow(step.Beta1, step.Step);
        double correction2 = 1 - Math.Pow(step.Beta2, step.Step);
        for (long i = 0; i < parameter.Count; i++)
        {
            double slope = step.Decoupled ? g[i] : g[i] + (step.WeightDecay * w[i]);
            if (step.Decoupled)
            {
                w[i] -= step.LearningRate * step.WeightDecay * w[i];
            }

            m[i] = (step.Beta1 * m[i]) + ((1 - step.Beta1) * slope);
            v[i] = (step.Beta2 * v[i]) + ((1 - step.Beta2) * slope * slope);
            w[i] -= step.LearningRate * (m[i] / correction1) / (Math.Sqrt(v[i] / correction2) + step.Epsilon);
        }
    }

    /// <inheritdoc/>
    public override void SgdStep(in BufferView parameter, in BufferView gradient, in BufferView momentum, in SgdStep step)
    {
        ThrowIfReadOnly(parameter);
        double* w = Doubles(parameter);
        double* g = Doubles(gradient);
        double* direction = momentum.IsEmpty ? null : Doubles(momentum);
        for (long i = 0; i < parameter.Count; i++)
        {
            double slope = g[i] + (step.WeightDecay * w[i]);
            if (direction != null)
            {
                direction[i] = step.IsFirst ? slope : (step.Momentum * direction[i]) + ((1 - step.Dampening) * slope);
                slope = step.Nesterov ? slope + (step.Momentum * direction[i]) : direction[i];
            }

            w[i] -= step.LearningRate * slope;
        }
    }
}
