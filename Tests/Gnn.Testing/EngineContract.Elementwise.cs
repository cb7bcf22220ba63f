using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Functions of one element.</content>
public abstract partial class EngineContract
{
    private const double Infinity = double.PositiveInfinity;

    private static readonly int[] Lengths = [0, 1, 2, 7, 8, 15, 16, 17, 31, 33, 64, 65, 127, 255, 257, 100_003];

    /// <summary>y = f(x; p) for every function, at lengths around every vector width.</summary>
    [Test]
    [Primitive(nameof(Engine.Unary))]
    public void Unary_AnyLength_IsTheFormula([Values] UnaryOperation operation)
    {
        double p = ParameterOf(operation);
        foreach (int length in Lengths)
        {
            BufferView x = Domain(operation, length);
            double[] expected = Array.ConvertAll(Doubles(x), value => ElementwiseModel.Value(operation, value, p));
            AssertClose(Take(Engine.Unary(operation, x, p), length), expected, what: $"length {length}");
        }
    }

    /// <summary>Zeros, infinities, overflow and NaN.</summary>
    [TestCase(UnaryOperation.Negate, 0, new[] { 0, Infinity, double.NaN }, new[] { 0, -Infinity, double.NaN })]
    [TestCase(UnaryOperation.Absolute, 0, new[] { 0, -3, -Infinity, double.NaN }, new[] { 0, 3, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Exp, 0, new[] { 0, -Infinity, Infinity, 1000, -1000, double.NaN }, new[] { 1, 0, Infinity, Infinity, 0, double.NaN })]
    [TestCase(UnaryOperation.Log, 0, new[] { 1, 0, -1, Infinity, double.NaN }, new[] { 0, -Infinity, double.NaN, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Sqrt, 0, new[] { 0, 4, -1, Infinity, double.NaN }, new[] { 0, 2, double.NaN, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Square, 0, new[] { 0, -3, -Infinity, double.NaN }, new[] { 0, 9, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Reciprocal, 0, new[] { 0, -4, Infinity, double.NaN }, new[] { Infinity, -0.25, 0, double.NaN })]
    [TestCase(UnaryOperation.InverseSqrt, 0, new[] { 0, -0.0, 4, Infinity, -1, double.NaN }, new[] { 0, 0, 0.5, 0, double.NaN, double.NaN })]
    [TestCase(UnaryOperation.AddScalar, 2, new[] { -2, -Infinity, double.NaN }, new[] { 0, -Infinity, double.NaN })]
    [TestCase(UnaryOperation.MultiplyScalar, -2, new[] { 3, Infinity, double.NaN }, new[] { -6, -Infinity, double.NaN })]
    [TestCase(UnaryOperation.Power, 3, new[] { -2, 0, -Infinity, double.NaN }, new[] { -8, 0, -Infinity, double.NaN })]
    [TestCase(UnaryOperation.Power, 0.5, new[] { 4, 0, -1, Infinity }, new[] { 2, 0, double.NaN, Infinity })]
    [TestCase(UnaryOperation.Power, -1, new[] { 4, 0, Infinity }, new[] { 0.25, Infinity, 0 })]
    [TestCase(UnaryOperation.Power, 2, new[] { -3.0, 0 }, new[] { 9.0, 0 })]
    [TestCase(UnaryOperation.Power, 0, new[] { -3.0, 0 }, new[] { 1.0, 1 })]
    [TestCase(UnaryOperation.Relu, 0, new[] { 0, -3, 3, -Infinity, Infinity, double.NaN }, new[] { 0, 0, 3, 0, Infinity, double.NaN })]
    [TestCase(UnaryOperation.LeakyRelu, 0.5, new[] { 0, -3, 3, -Infinity, Infinity, double.NaN }, new[] { 0, -1.5, 3, -Infinity, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Elu, 2, new[] { 0, -1000, 3, -Infinity, Infinity, double.NaN }, new[] { 0, -2, 3, -2, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Sigmoid, 0, new[] { 0, -1000, 1000, -Infinity, Infinity, double.NaN }, new[] { 0.5, 0, 1, 0, 1, double.NaN })]
    [TestCase(UnaryOperation.Tanh, 0, new[] { 0, -1000, 1000, -Infinity, Infinity, double.NaN }, new[] { 0, -1, 1, -1, 1, double.NaN })]
    [TestCase(UnaryOperation.Gelu, 0, new[] { 0, -1000, 1000, -Infinity, Infinity, double.NaN }, new[] { 0, 0, 1000, 0, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Silu, 0, new[] { 0, -1000, 1000, -Infinity, Infinity, double.NaN }, new[] { 0, 0, 1000, 0, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Softplus, 0, new[] { 0, -1000, 1000, -Infinity, Infinity, double.NaN }, new[] { 0.69314718055994531, 0, 1000, 0, Infinity, double.NaN })]
    [TestCase(UnaryOperation.Sin, 0, new[] { 0, 1e5, 1e6, -12345678, Infinity, double.NaN }, new[] { 0, 0.035748797972016509, -0.34999350217129295, 0.90354114606246431, double.NaN, double.NaN })]
    [TestCase(UnaryOperation.Cos, 0, new[] { 0, 1e5, 1e6, -12345678, -Infinity, double.NaN }, new[] { 1, -0.99936080743821245, 0.93675212753314479, -0.42850133882186242, double.NaN, double.NaN })]
    [Primitive(nameof(Engine.Unary))]
    public void Unary_SpecialNumbers_AreAsStated(UnaryOperation operation, double p, double[] x, double[] expected)
    {
        // In the scalar rest of a loop and in its vectors.
        AssertClose(Take(Engine.Unary(operation, Floats(x.Length, x), p), x.Length), expected);
        double[] manyX = [.. Enumerable.Range(0, 40).SelectMany(_ => x)];
        double[] manyExpected = [.. Enumerable.Range(0, 40).SelectMany(_ => expected)];
        AssertClose(Take(Engine.Unary(operation, Floats(manyX.Length, manyX), p), manyX.Length), manyExpected);
    }

    /// <summary>gradient * f'(x; p) for every function, at lengths around every vector width.</summary>
    [Test]
    [Primitive(nameof(Engine.UnaryGradient))]
    public void UnaryGradient_AnyLength_IsGradientTimesSlope([Values] UnaryOperation operation)
    {
        double p = ParameterOf(operation);
        foreach (int length in Lengths)
        {
            BufferView x = Domain(operation, length);
            BufferView y = Take(Engine.Unary(operation, x, p), length);
            BufferView gradient = Noise(length, 2);
            double[] expected = [.. Doubles(x).Zip(Doubles(gradient), (value, dy) => dy * ElementwiseModel.Slope(operation, value, p))];
            AssertClose(Take(Engine.UnaryGradient(operation, x, y, gradient, p), length), expected, scale: 4, $"length {length}");
        }
    }

    /// <summary>Slopes where a function bends, overflows or has left its domain; the gradient is 3.</summary>
    [TestCase(UnaryOperation.Absolute, 0, new[] { 0.0, -0.0, -2, 2 }, new[] { 0.0, 0, -3, 3 })]
    [TestCase(UnaryOperation.Relu, 0, new[] { 0.0, -0.0, -2, 2 }, new[] { 0.0, 0, 0, 3 })]
    [TestCase(UnaryOperation.LeakyRelu, 0.5, new[] { 0.0, -0.0, -2, 2 }, new[] { 1.5, 1.5, 1.5, 3 })]
    [TestCase(UnaryOperation.Elu, 2, new[] { -1000, 1000, -Infinity }, new[] { 0.0, 3, 0 })]
    [TestCase(UnaryOperation.InverseSqrt, 0, new[] { 0, -1, Infinity }, new[] { 0, double.NaN, 0 })]
    [TestCase(UnaryOperation.Sigmoid, 0, new[] { -1000.0, 1000, 0 }, new[] { 0.0, 0, 0.75 })]
    [TestCase(UnaryOperation.Tanh, 0, new[] { -1000.0, 1000, 0 }, new[] { 0.0, 0, 3 })]
    [TestCase(UnaryOperation.Gelu, 0, new[] { -1000, 1000, 0, -Infinity, Infinity }, new[] { 0, 3, 1.5, 0, 3 })]
    [TestCase(UnaryOperation.Silu, 0, new[] { -1000, 1000, 0, -Infinity, Infinity }, new[] { 0, 3, 1.5, 0, 3 })]
    [TestCase(UnaryOperation.Softplus, 0, new[] { -1000, 1000, 0, -Infinity, Infinity }, new[] { 0, 3, 1.5, 0, 3 })]
    [TestCase(UnaryOperation.Sin, 0, new[] { 0, 1e6 }, new[] { 3, 3 * 0.93675212753314479 })]
    [TestCase(UnaryOperation.Cos, 0, new[] { 0, 1e6 }, new[] { 0, 3 * 0.34999350217129295 })]
    [TestCase(UnaryOperation.Power, 0, new[] { 0.0, 2 }, new[] { 0.0, 0 })]
    [TestCase(UnaryOperation.Power, 1, new[] { 0.0, -2 }, new[] { 3.0, 3 })]
    [TestCase(UnaryOperation.Power, 2, new[] { 0.0, -2 }, new[] { 0.0, -12 })]
    [TestCase(UnaryOperation.Exp, 0, new[] { -1000, 0, Infinity }, new[] { 0, 3, Infinity })]
    [TestCase(UnaryOperation.Square, 0, new[] { 0.0, -2 }, new[] { 0.0, -12 })]
    [Primitive(nameof(Engine.UnaryGradient))]
    public void UnaryGradient_SpecialNumbers_AreAsStated(UnaryOperation operation, double p, double[] x, double[] expected)
    {
        foreach (int times in new[] { 1, 40 })
        {
            double[] many = [.. Enumerable.Range(0, times).SelectMany(_ => x)];
            BufferView view = Floats(many.Length, many);
            BufferView y = Take(Engine.Unary(operation, view, p), many.Length);
            BufferView gradient = Take(Engine.Fill(Engine.FloatType, many.Length, 3), many.Length);
            AssertClose(
                Take(Engine.UnaryGradient(operation, view, y, gradient, p), many.Length), [.. Enumerable.Range(0, times).SelectMany(_ => expected)]);
        }
    }

    private static double ParameterOf(UnaryOperation operation) => operation switch
    {
        UnaryOperation.LeakyRelu => 0.2,
        UnaryOperation.Elu => 1.5,
        UnaryOperation.Power => 2.5,
        _ => -1.25,
    };

    private BufferView Domain(UnaryOperation operation, int length) => operation switch
    {
        UnaryOperation.Log or UnaryOperation.Sqrt or UnaryOperation.Reciprocal or UnaryOperation.InverseSqrt or UnaryOperation.Power => Noise(length, 1, 0.25, 4),
        _ => Noise(length, 1, -4, 4),
    };
}
