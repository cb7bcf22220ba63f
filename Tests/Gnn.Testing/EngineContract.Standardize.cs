using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Standardisation along an axis: fused where an engine has it, composed elsewhere.</content>
public abstract partial class EngineContract
{
    private const double Epsilon = 0.01;

    // One element, columns beyond a tile, rows that are no whole blocks, more than one block of a row.
    private static readonly (int Outer, int Length, int Inner)[] StandardizedShapes = [.. Arounds, (1, 100, 2100), (1, 5003, 3), (1, 700, 16), (3, 9001, 1), (1, 1, 8)];

    /// <summary>The result, its mean and its variance along the middle axis.</summary>
    [Test]
    [Primitive(nameof(Engine.Standardize))]
    public void Standardize_MiddleAxis_IsTheFormula()
    {
        foreach ((int outer, int length, int inner) in StandardizedShapes)
        {
            BufferView x = Noise((outer, length, inner), 1, -1, 3);
            double[] values = Doubles(x);
            double[] means = AlongAxis(values, outer, length, inner, run => run.Average());
            double[] variances = AlongAxis(values, outer, length, inner, VarianceOf);
            double[] expected = [.. values.Select((value, i) => (value - means[Of(i, length, inner)]) / Math.Sqrt(variances[Of(i, length, inner)] + Epsilon))];

            BufferView y = Take(Engine.Standardize(x, outer, length, inner, Epsilon, out EngineBuffer mean, out EngineBuffer variance), (outer, length, inner));

            string what = $"[{outer}, {length}, {inner}]";
            AssertClose(Take(mean, (outer, inner)), means, what: $"mean of {what}");
            AssertClose(Take(variance, (outer, inner)), variances, what: $"variance of {what}");
            AssertClose(y, expected, scale: 4, what);
            AssertUntouchedBeside(x);
        }
    }

    /// <summary>The gradient of any y and variance.</summary>
    [Test]
    [Primitive(nameof(Engine.StandardizeGradient))]
    public void StandardizeGradient_MiddleAxis_IsTheFormula()
    {
        foreach ((int outer, int length, int inner) in StandardizedShapes)
        {
            Shape shape = (outer, length, inner);
            BufferView y = Noise(shape, 1);
            BufferView gradient = Noise(shape, 2);
            BufferView variance = Noise((outer, inner), 3, 0.5, 4);
            double[] results = Doubles(y);
            double[] dy = Doubles(gradient);
            double[] scales = Array.ConvertAll(Doubles(variance), value => 1 / Math.Sqrt(value + Epsilon));
            double[] means = AlongAxis(dy, outer, length, inner, run => run.Average());
            double[] along = AlongAxis([.. dy.Zip(results, (g, value) => g * value)], outer, length, inner, run => run.Average());
            double[] expected = [.. dy.Select((g, i) => scales[Of(i, length, inner)] * (g - means[Of(i, length, inner)] - (results[i] * along[Of(i, length, inner)])))];

            BufferView dx = Take(Engine.StandardizeGradient(y, variance, gradient, outer, length, inner, Epsilon), shape);

            AssertClose(dx, expected, scale: 4, $"{shape}");
            AssertUntouchedBeside(gradient);
        }
    }

    /// <summary>Equal elements give 0, without an epsilon too, and then no gradient.</summary>
    [TestCase(1, 50, 3)]
    [TestCase(4, 50, 1)]
    [TestCase(5, 1, 1)]
    [Primitive(nameof(Engine.Standardize))]
    [Primitive(nameof(Engine.StandardizeGradient))]
    public void Standardize_EqualElements_GivesZero(int outer, int length, int inner)
    {
        Shape shape = (outer, length, inner);
        BufferView x = Take(Engine.Fill(Engine.FloatType, shape.Count, 1.5), shape);
        foreach (double epsilon in new[] { 0, 1e-5 })
        {
            BufferView y = Take(Engine.Standardize(x, outer, length, inner, epsilon, out EngineBuffer mean, out EngineBuffer variance), shape);
            BufferView variances = Take(variance, (outer, inner));
            Assert.That(Doubles(Take(mean, (outer, inner))), Is.All.EqualTo(1.5));
            Assert.That(Doubles(variances), Is.All.Zero);
            Assert.That(Doubles(y), Is.All.Zero);
            if (epsilon == 0)
            {
                Assert.That(Doubles(Take(Engine.StandardizeGradient(y, variances, Noise(shape, 1), outer, length, inner, epsilon), shape)), Is.All.Zero);
            }
        }
    }

    /// <summary>The mean and the variance of nothing are NaN.</summary>
    [Test]
    [Primitive(nameof(Engine.Standardize))]
    public void Standardize_EmptyAxis_GivesNothing()
    {
        BufferView x = Floats((2, 0, 3));
        Take(Engine.Standardize(x, 2, 0, 3, Epsilon, out EngineBuffer mean, out EngineBuffer variance), 0);
        Assert.That(Doubles(Take(mean, 6)), Is.All.NaN);
        BufferView variances = Take(variance, 6);
        Assert.That(Doubles(variances), Is.All.NaN);
        Take(Engine.StandardizeGradient(x, variances, x, 2, 0, 3, Epsilon), 0);
    }

    /// <summary>NaN spoils its own run and no other.</summary>
    [TestCase(1, 9, 5)]
    [TestCase(5, 9, 1)]
    [Primitive(nameof(Engine.Standardize))]
    public void Standardize_NaN_SpoilsItsRunAlone(int outer, int length, int inner)
    {
        Shape shape = (outer, length, inner);
        double[] values = Doubles(Noise(shape, 1));
        int at = (length / 2 * inner) + (inner / 2);
        values[at] = double.NaN;

        double[] y = Doubles(Take(Engine.Standardize(Floats(shape, values), outer, length, inner, Epsilon, out EngineBuffer mean, out EngineBuffer variance), shape));

        Take(mean, (outer, inner));
        Take(variance, (outer, inner));
        for (int i = 0; i < y.Length; i++)
        {
            Assert.That(double.IsNaN(y[i]), Is.EqualTo(Of(i, length, inner) == Of(at, length, inner)), $"element {i}");
        }
    }

    private static double VarianceOf(double[] run)
    {
        double mean = run.Average();
        return run.Average(value => Math.Pow(value - mean, 2));
    }

    /// <summary>The run along the middle axis that an element belongs to.</summary>
    private static int Of(int element, int length, int inner) => (element / (length * inner) * inner) + (element % inner);
}
