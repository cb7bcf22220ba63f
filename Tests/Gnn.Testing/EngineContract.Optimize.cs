using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Optimiser steps, against loops that follow the papers and PyTorch's definitions.</content>
public abstract partial class EngineContract
{
    /// <summary>Three steps of Adam, and of AdamW.</summary>
    [Test]
    [Primitive(nameof(Engine.AdamStep))]
    public void AdamStep_ThreeSteps_FollowsTheFormula([Values(0, 1, 17, 1003)] int length, [Values] bool decoupled, [Values(0, 0.01)] double weightDecay)
    {
        BufferView parameter = Noise(length, 1);
        BufferView first = Floats(length, new double[length]);
        BufferView second = Floats(length, new double[length]);
        double[] w = Doubles(parameter);
        double[] m = new double[length];
        double[] v = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            BufferView gradient = Noise(length, 10 + (ulong)t);
            double[] g = Doubles(gradient);
            for (int i = 0; i < length; i++)
            {
                if (decoupled)
                {
                    w[i] *= 1 - (0.05 * weightDecay);
                }
                else
                {
                    g[i] += weightDecay * w[i];
                }

                m[i] = (0.9 * m[i]) + (0.1 * g[i]);
                v[i] = (0.999 * v[i]) + (0.001 * g[i] * g[i]);
                double meanHat = m[i] / (1 - Math.Pow(0.9, t));
                double squareHat = v[i] / (1 - Math.Pow(0.999, t));
                w[i] -= 0.05 * meanHat / (Math.Sqrt(squareHat) + 1e-8);
            }

            Engine.AdamStep(parameter, gradient, first, second, new AdamStep(t, 0.05, 0.9, 0.999, 1e-8, weightDecay, decoupled));
        }

        AssertClose(parameter, w);
        AssertClose(first, m);
        AssertClose(second, v);
        Array.ForEach([parameter, first, second], view => AssertUntouchedBeside(view));
    }

    /// <summary>One step by hand: from zero moments, the step is the learning rate along the gradient's sign, and 0 for a zero gradient.</summary>
    [Test]
    [Primitive(nameof(Engine.AdamStep))]
    public void AdamStep_FirstStep_IsLearningRateTimesSign()
    {
        BufferView parameter = Floats(3, 1, 1, 1);
        BufferView first = Floats(3, 0, 0, 0);
        BufferView second = Floats(3, 0, 0, 0);
        Engine.AdamStep(parameter, Floats(3, 100, -0.5, 0), first, second, new AdamStep(1, 0.25, 0.9, 0.999, 1e-12, 0, false));
        AssertClose(parameter, [0.75, 1.25, 1], scale: 2);
    }

    /// <summary>NaN in a gradient stays where it is.</summary>
    [Test]
    [Primitive(nameof(Engine.AdamStep))]
    [Primitive(nameof(Engine.SgdStep))]
    public void Steps_NaNGradient_ReachesItsElementOnly()
    {
        double[] gradient = new double[40];
        gradient[7] = double.NaN;
        BufferView adam = Floats(40, new double[40]);
        BufferView sgd = Floats(40, new double[40]);
        Engine.AdamStep(adam, Floats(40, gradient), Floats(40, new double[40]), Floats(40, new double[40]), new AdamStep(1, 1, 0.9, 0.999, 1e-8, 0, false));
        Engine.SgdStep(sgd, Floats(40, gradient), default, new SgdStep(true, 1, 0, 0, 0, false));
        AssertClose(adam, gradient);
        AssertClose(sgd, gradient);
    }

    /// <summary>Three steps with every combination of momentum, dampening, Nesterov and weight decay.</summary>
    [TestCase(0, 0, 0, false)]
    [TestCase(0, 0, 0.01, false)]
    [TestCase(0.9, 0, 0, false)]
    [TestCase(0.9, 0.5, 0.01, false)]
    [TestCase(0.9, 0, 0.01, true)]
    [Primitive(nameof(Engine.SgdStep))]
    public void SgdStep_ThreeSteps_FollowsTheFormula(double momentum, double dampening, double weightDecay, bool nesterov)
    {
        foreach (int length in new[] { 0, 1, 17, 1003 })
        {
            BufferView parameter = Noise(length, 1);
            BufferView running = momentum == 0 ? default : Floats(length, new double[length]);
            double[] w = Doubles(parameter);
            double[] buffer = new double[length];
            for (int t = 1; t <= 3; t++)
            {
                BufferView gradient = Noise(length, 20 + (ulong)t);
                double[] g = Doubles(gradient);
                for (int i = 0; i < length; i++)
                {
                    g[i] += weightDecay * w[i];
                    if (momentum != 0)
                    {
                        buffer[i] = t == 1 ? g[i] : (momentum * buffer[i]) + ((1 - dampening) * g[i]);
                        g[i] = nesterov ? g[i] + (momentum * buffer[i]) : buffer[i];
                    }

                    w[i] -= 0.1 * g[i];
                }

                Engine.SgdStep(parameter, gradient, running, new SgdStep(t == 1, 0.1, momentum, dampening, weightDecay, nesterov));
            }

            AssertClose(parameter, w);
            AssertUntouchedBeside(parameter);
            if (momentum != 0)
            {
                AssertClose(running, buffer);
                AssertUntouchedBeside(running);
            }
        }
    }

    /// <summary>Three steps of Adagrad.</summary>
    [Test]
    [Primitive(nameof(Engine.AdagradStep))]
    public void AdagradStep_ThreeSteps_FollowsTheFormula([Values(0, 1, 17, 1003)] int length, [Values(0, 0.01)] double weightDecay)
    {
        BufferView parameter = Noise(length, 1);
        BufferView squares = Floats(length, new double[length]);
        double[] w = Doubles(parameter);
        double[] s = new double[length];
        for (int t = 1; t <= 3; t++)
        {
            BufferView gradient = Noise(length, 30 + (ulong)t);
            double[] g = Doubles(gradient);
            for (int i = 0; i < length; i++)
            {
                g[i] += weightDecay * w[i];
                s[i] += g[i] * g[i];
                w[i] -= 0.05 * g[i] / (Math.Sqrt(s[i]) + 1e-3);
            }

            Engine.AdagradStep(parameter, gradient, squares, new AdagradStep(0.05, 1e-3, weightDecay));
        }

        AssertClose(parameter, w);
        AssertClose(squares, s, scale: 4);
        AssertUntouchedBeside(parameter);
        AssertUntouchedBeside(squares);
    }
}
