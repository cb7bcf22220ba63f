using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>The gates of a gated recurrent unit: fused where an engine has it, composed elsewhere; the same numbers.</content>
public abstract partial class EngineContract
{
    // Nothing, less than a vector, whole vectors, a rest, and more than one run of rows.
    private static readonly (int Rows, int Width)[] GruShapes = [(0, 4), (3, 0), (1, 1), (5, 3), (7, 8), (9, 16), (4, 37), (200, 100)];

    /// <summary>The next state and the gates.</summary>
    [Test]
    [Primitive(nameof(Engine.GruStep))]
    public void GruStep_AnyShape_IsTheFormula([Values] bool forGradient)
    {
        foreach ((int rows, int width) in GruShapes)
        {
            GruArguments a = GruArgumentsOf(rows, width);
            BufferView next = Take(Engine.GruStep(a.FromInput, a.FromState, a.State, forGradient, out EngineBuffer? gates), (rows, width));
            AssertClose(next, a.Next, what: $"{rows} x {width}");
            Assert.That(gates is not null, Is.EqualTo(forGradient));
            if (gates is not null)
            {
                AssertClose(Take(gates, (rows, 3 * width)), a.Gates, what: $"gates of {rows} x {width}");
            }

            AssertUntouchedBeside(a.FromInput);
            AssertUntouchedBeside(a.State);
        }
    }

    /// <summary>The gradients to all arguments.</summary>
    [Test]
    [Primitive(nameof(Engine.GruStepGradient))]
    public void GruStepGradient_AnyShape_IsTheFormula()
    {
        foreach ((int rows, int width) in GruShapes)
        {
            GruArguments a = GruArgumentsOf(rows, width);
            BufferView gradient = Noise((rows, width), 64);
            (double[] d, double[] b, double[] h) = (Doubles(gradient), Doubles(a.FromState), Doubles(a.State));
            double[] toInput = new double[3 * rows * width];
            double[] toFromState = new double[3 * rows * width];
            double[] toState = new double[rows * width];
            for (int i = 0; i < rows * width; i++)
            {
                int at = (i / width * 3 * width) + (i % width);
                (double r, double z, double n) = (a.Gates[at], a.Gates[at + width], a.Gates[at + (2 * width)]);
                double toNew = d[i] * (1 - z) * (1 - (n * n));
                toState[i] = d[i] * z;
                toInput[at] = toFromState[at] = toNew * b[at + (2 * width)] * r * (1 - r);
                toInput[at + width] = toFromState[at + width] = d[i] * (h[i] - n) * z * (1 - z);
                toInput[at + (2 * width)] = toNew;
                toFromState[at + (2 * width)] = toNew * r;
            }

            BufferView gates = Floats((rows, 3 * width), a.Gates);
            EngineBuffer result = Engine.GruStepGradient(gates, a.FromState, a.State, gradient, out EngineBuffer atFromState, out EngineBuffer atState);
            AssertClose(Take(result, (rows, 3 * width)), toInput, what: $"{rows} x {width}");
            AssertClose(Take(atFromState, (rows, 3 * width)), toFromState, what: $"from state of {rows} x {width}");
            AssertClose(Take(atState, (rows, width)), toState, what: $"state of {rows} x {width}");
        }
    }

    private GruArguments GruArgumentsOf(int rows, int width)
    {
        BufferView fromInput = Noise((rows, 3 * width), 61);
        BufferView fromState = Noise((rows, 3 * width), 62);
        BufferView state = Noise((rows, width), 63);
        (double[] a, double[] b, double[] h) = (Doubles(fromInput), Doubles(fromState), Doubles(state));
        double[] gates = new double[3 * rows * width];
        double[] next = new double[rows * width];
        for (int i = 0; i < next.Length; i++)
        {
            int at = (i / width * 3 * width) + (i % width);
            double r = 1 / (1 + Math.Exp(-(a[at] + b[at])));
            double z = 1 / (1 + Math.Exp(-(a[at + width] + b[at + width])));
            double n = Math.Tanh(a[at + (2 * width)] + (r * b[at + (2 * width)]));
            (gates[at], gates[at + width], gates[at + (2 * width)]) = (r, z, n);
            next[i] = ((1 - z) * n) + (z * h[i]);
        }

        return new GruArguments(fromInput, fromState, state, gates, next);
    }

    private sealed record GruArguments(BufferView FromInput, BufferView FromState, BufferView State, double[] Gates, double[] Next);
}
