using Gnn.Tensors;
using Gnn.Tensors.Engines;
using NUnit.Framework;

namespace Gnn.Testing;

/// <content>Reductions along an axis, and the softmax family.</content>
public abstract partial class EngineContract
{
    private static readonly (int Outer, int Length, int Inner)[] Arounds =
    [
        (1, 1, 1), (0, 3, 2), (3, 4, 0), (1, 5, 1), (4, 1, 3), (2, 3, 4), (5, 17, 9), (7, 33, 1), (1, 257, 1), (1, 40, 33), (64, 3, 130), (1, 1000, 7), (3, 2000, 64),
        (2000, 3, 1), (1, 100_003, 1), (2, 30_001, 3),
    ];

    private static readonly (int Rows, int Columns)[] Matrices = [(0, 5), (3, 0), (1, 1), (4, 1), (5, 7), (17, 40), (3, 1000), (2000, 7), (33, 16)];

    /// <summary>Each reduction over the middle axis.</summary>
    [Test]
    [Primitive(nameof(Engine.Reduce))]
    public void Reduce_MiddleAxis_IsTheReduction([Values] Reduction reduction)
    {
        foreach ((int outer, int length, int inner) in Arounds)
        {
            BufferView x = Noise((outer, length, inner), 1);
            double[] expected = AlongAxis(Doubles(x), outer, length, inner, run => reduction switch
            {
                Reduction.Sum => run.Sum(),
                Reduction.Mean => run.Average(),
                Reduction.Max => run.Max(),
                _ => run.Min(),
            });
            AssertClose(
                Take(Engine.Reduce(reduction, x, outer, length, inner), (outer, inner)), expected, Math.Sqrt(length), $"[{outer}, {length}, {inner}]");
        }
    }

    /// <summary>Of no elements, a few, and more than one thread's share.</summary>
    [Test]
    [Primitive(nameof(Engine.InnerProduct))]
    public void InnerProduct_TwoViews_IsTheSumOfTheirProducts([Values(0, 1, 7, 64, 16384, 100_003)] int length)
    {
        BufferView a = Noise(length, 1);
        BufferView b = Noise((length, 1), 2);
        double expected = Doubles(a).Zip(Doubles(b), (x, y) => x * y).Sum();

        double sum = Doubles(Take(Engine.InnerProduct(a, b), 1))[0];

        // Errors of rounding walk at random.
        Assert.That(sum, Is.EqualTo(expected).Within(1e-6 * Math.Sqrt(length)));
        Assert.That(Doubles(Take(Engine.InnerProduct(a, b), 1))[0], Is.EqualTo(sum), "the same bits");
    }

    /// <summary>The sum of nothing is 0 and its mean NaN.</summary>
    [Test]
    [Primitive(nameof(Engine.Reduce))]
    public void Reduce_EmptyAxis_GivesZeroOrNaN()
    {
        BufferView x = Floats((2, 0, 3));
        AssertClose(Take(Engine.Reduce(Reduction.Sum, x, 2, 0, 3), 6), new double[6]);
        Assert.That(Doubles(Take(Engine.Reduce(Reduction.Mean, x, 2, 0, 3), 6)), Is.All.NaN);
    }

    /// <summary>NaN is never lost, wherever it stands; infinities are numbers.</summary>
    [Test]
    [Primitive(nameof(Engine.Reduce))]
    public void Reduce_NaNAnywhere_GivesNaN([Values] Reduction reduction, [Values(1, 9, 70)] int length, [Values(1, 5, 40)] int inner)
    {
        for (int at = 0; at < length; at++)
        {
            double[] values = new double[length * inner];
            values[(at * inner) + inner - 1] = double.NaN;
            double[] y = Doubles(Take(Engine.Reduce(reduction, Floats((1, length, inner), values), 1, length, inner), inner));
            Assert.That(y[^1], Is.NaN, $"NaN at {at}");
            Assert.That(y.AsSpan(0, inner - 1).ToArray(), Is.All.Zero);
        }
    }

    /// <summary>Infinities in sums and extremes.</summary>
    [TestCase(Reduction.Sum, new[] { 1, Infinity }, Infinity)]
    [TestCase(Reduction.Sum, new[] { -Infinity, Infinity }, double.NaN)]
    [TestCase(Reduction.Mean, new[] { 1, -Infinity }, -Infinity)]
    [TestCase(Reduction.Max, new[] { -Infinity, -Infinity }, -Infinity)]
    [TestCase(Reduction.Max, new[] { -Infinity, -5, Infinity }, Infinity)]
    [TestCase(Reduction.Min, new[] { Infinity, Infinity }, Infinity)]
    [TestCase(Reduction.Min, new[] { Infinity, -5, -Infinity }, -Infinity)]
    [Primitive(nameof(Engine.Reduce))]
    public void Reduce_Infinities_AreNumbers(Reduction reduction, double[] x, double expected) =>
        AssertClose(Take(Engine.Reduce(reduction, Floats(x.Length, x), 1, x.Length, 1), 1), [expected]);

    /// <summary>The same call gives the same bits.</summary>
    [Test]
    [Primitive(nameof(Engine.Reduce))]
    public void Reduce_Twice_GivesTheSameBits()
    {
        BufferView x = Noise(200_000, 3);
        double first = Doubles(Take(Engine.Reduce(Reduction.Sum, x, 1, 200_000, 1), 1))[0];
        for (int i = 0; i < 10; i++)
        {
            Assert.That(Doubles(Take(Engine.Reduce(Reduction.Sum, x, 1, 200_000, 1), 1))[0], Is.EqualTo(first));
        }
    }

    /// <summary>The first of several extremes; a NaN before any number.</summary>
    [Test]
    [Primitive(nameof(Engine.ArgReduce))]
    public void ArgReduce_TiesAndNaN_TakesTheFirst([Values(Reduction.Max, Reduction.Min)] Reduction reduction)
    {
        foreach ((int outer, int length, int inner) in Arounds)
        {
            double[] values = Doubles(Eighths((outer, length, inner), 4));
            for (int i = 10; i < values.Length; i += 97)
            {
                values[i] = double.NaN;
            }

            double[] expected = AlongAxis(values, outer, length, inner, run => FirstBest(run, reduction));
            BufferView arg = Take(
                Engine.ArgReduce(reduction, Floats((outer, length, inner), values), outer, length, inner), (outer, inner), DataType.Int32);
            Assert.That(Integers(arg), Is.EqualTo(Array.ConvertAll(expected, place => (long)place)));
        }
    }

    /// <summary>Each gradient lands at its position, zeros elsewhere.</summary>
    [Test]
    [Primitive(nameof(Engine.ArgReduceGradient))]
    public void ArgReduceGradient_AnyShape_PutsGradientsAtPositions()
    {
        foreach ((int outer, int length, int inner) in Arounds)
        {
            BufferView gradient = Noise((outer, inner), 5);
            int[] places = [.. Enumerable.Range(0, outer * inner).Select(i => i * 31 % length)];
            double[] expected = new double[outer * length * inner];
            double[] dy = Doubles(gradient);
            for (int i = 0; i < places.Length; i++)
            {
                expected[(((i / inner * length) + places[i]) * inner) + (i % inner)] = dy[i];
            }

            AssertClose(Take(Engine.ArgReduceGradient(gradient, Ints(places), outer, length, inner), (outer, length, inner)), expected);
        }
    }

    /// <summary>ln sum e^x over the middle axis.</summary>
    [Test]
    [Primitive(nameof(Engine.LogSumExp))]
    public void LogSumExp_MiddleAxis_IsTheFormula([Values(0, 500, -500)] double shift)
    {
        foreach ((int outer, int length, int inner) in Arounds)
        {
            BufferView x = Noise((outer, length, inner), 6, shift - 4, shift + 4);
            double[] expected = AlongAxis(Doubles(x), outer, length, inner, run => shift + Math.Log(run.Sum(value => Math.Exp(value - shift))));
            AssertClose(Take(Engine.LogSumExp(x, outer, length, inner), (outer, inner)), expected, scale: 4);
        }
    }

    /// <summary>Infinities and NaN: -infinity if every x is, infinity if any is, NaN if any is.</summary>
    [TestCase(new[] { -Infinity }, -Infinity)]
    [TestCase(new[] { -Infinity, -Infinity, -Infinity }, -Infinity)]
    [TestCase(new[] { -Infinity, 3, -Infinity }, 3)]
    [TestCase(new[] { 1, Infinity }, Infinity)]
    [TestCase(new[] { 1, double.NaN }, double.NaN)]
    [TestCase(new[] { double.NaN, 1 }, double.NaN)]
    [Primitive(nameof(Engine.LogSumExp))]
    public void LogSumExp_SpecialNumbers_AreAsStated(double[] x, double expected)
    {
        AssertClose(Take(Engine.LogSumExp(Floats(x.Length, x), 1, x.Length, 1), 1), [expected]);
        double[] spread = [.. x.SelectMany(value => Enumerable.Repeat(value, 20))];
        AssertClose(Take(Engine.LogSumExp(Floats(spread.Length, spread), 1, x.Length, 20), 20), [.. Enumerable.Repeat(expected, 20)]);
    }

    /// <summary>y = x - ln sum e^x over each row, also where e^x would overflow.</summary>
    [Test]
    [Primitive(nameof(Engine.LogSoftmax))]
    public void LogSoftmax_AnyMatrix_IsTheFormula([Values(0, 500, -500)] double shift)
    {
        foreach ((int rows, int columns) in Matrices)
        {
            BufferView x = Noise((rows, columns), 7, shift - 4, shift + 4);
            double[] expected = RowByRow(Doubles(x), columns, row =>
            {
                double log = shift + Math.Log(row.Sum(value => Math.Exp(value - shift)));
                return Array.ConvertAll(row, value => value - log);
            });
            AssertClose(Take(Engine.LogSoftmax(x), (rows, columns)), expected, scale: 4 + Math.Abs(shift));
        }
    }

    /// <summary>A masked class (-infinity) has probability 0 and does not disturb the others; a row with NaN is NaN, and only that row.</summary>
    [Test]
    [Primitive(nameof(Engine.LogSoftmax))]
    public void LogSoftmax_InfinityAndNaN_StayInTheirRow()
    {
        BufferView x = Floats((3, 3), -Infinity, 1, 1, double.NaN, 1, 1, 0, 0, 0);
        double half = -Math.Log(2);
        double third = -Math.Log(3);
        AssertClose(Take(Engine.LogSoftmax(x), (3, 3)), [-Infinity, half, half, double.NaN, double.NaN, double.NaN, third, third, third]);
    }

    /// <summary>gradient - e^y * (the row's sum of gradient).</summary>
    [Test]
    [Primitive(nameof(Engine.LogSoftmaxGradient))]
    public void LogSoftmaxGradient_AnyMatrix_IsTheFormula()
    {
        foreach ((int rows, int columns) in Matrices)
        {
            BufferView y = Noise((rows, columns), 8, -5, 0);
            BufferView gradient = Noise((rows, columns), 9);
            double[] output = Doubles(y);
            int row = 0;
            double[] expected = RowByRow(Doubles(gradient), columns, dy =>
            {
                int start = columns * row++;
                return [.. dy.Select((value, column) => value - (Math.Exp(output[start + column]) * dy.Sum()))];
            });
            AssertClose(Take(Engine.LogSoftmaxGradient(y, gradient), (rows, columns)), expected, scale: Math.Sqrt(columns) + 1);
        }
    }

    /// <summary>y = e^x / sum e^x over each row, also where e^x would overflow.</summary>
    [Test]
    [Primitive(nameof(Engine.Softmax))]
    public void Softmax_AnyMatrix_IsTheFormula([Values(0, 500, -500)] double shift)
    {
        foreach ((int rows, int columns) in Matrices)
        {
            BufferView x = Noise((rows, columns), 10, shift - 4, shift + 4);
            double[] expected = RowByRow(Doubles(x), columns, row =>
            {
                double sum = row.Sum(value => Math.Exp(value - shift));
                return Array.ConvertAll(row, value => Math.Exp(value - shift) / sum);
            });

            // The composed form rounds logarithms as large as the scores.
            AssertClose(Take(Engine.Softmax(x), (rows, columns)), expected, scale: 4 + Math.Abs(shift));
        }
    }

    /// <summary>A masked class has probability 0; a largest score that is infinite gives NaN where it stands and 0 beside it; NaN stays in its row.</summary>
    [Test]
    [Primitive(nameof(Engine.Softmax))]
    public void Softmax_InfinityAndNaN_StayInTheirRow()
    {
        BufferView x = Floats((4, 3), -Infinity, 1, 1, double.NaN, 1, Infinity, Infinity, 0, -Infinity, 0, 0, 0);
        const double third = 1.0 / 3;
        double[] expected = [0, 0.5, 0.5, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, third, third, third];
        AssertClose(Take(Engine.Softmax(x), (4, 3)), expected);
    }

    /// <summary>y * (gradient - the row's sum of y * gradient).</summary>
    [Test]
    [Primitive(nameof(Engine.SoftmaxGradient))]
    public void SoftmaxGradient_AnyMatrix_IsTheFormula()
    {
        foreach ((int rows, int columns) in Matrices)
        {
            BufferView y = Noise((rows, columns), 11, 0, 1);
            BufferView gradient = Noise((rows, columns), 12);
            double[] output = Doubles(y);
            int row = 0;
            double[] expected = RowByRow(Doubles(gradient), columns, dy =>
            {
                int start = columns * row++;
                double sum = dy.Select((value, column) => value * output[start + column]).Sum();
                return [.. dy.Select((value, column) => output[start + column] * (value - sum))];
            });
            AssertClose(Take(Engine.SoftmaxGradient(y, gradient), (rows, columns)), expected, scale: columns + 1);
        }
    }

    private static double[] AlongAxis(double[] x, int outer, int length, int inner, Func<double[], double> reduce)
    {
        double[] y = new double[outer * inner];
        double[] run = new double[length];
        for (int i = 0; i < y.Length; i++)
        {
            for (int k = 0; k < length; k++)
            {
                run[k] = x[(((i / inner * length) + k) * inner) + (i % inner)];
            }

            y[i] = reduce(run);
        }

        return y;
    }

    private static double[] RowByRow(double[] x, int columns, Func<double[], double[]> map) =>
        columns == 0 ? [] : [.. x.Chunk(columns).SelectMany(map)];

    /// <summary>The place of the first NaN or, without one, of the first of the best numbers.</summary>
    private static int FirstBest(double[] run, Reduction reduction)
    {
        int firstNaN = Array.FindIndex(run, double.IsNaN);
        return firstNaN >= 0 ? firstNaN : Array.IndexOf(run, reduction == Reduction.Max ? run.Max() : run.Min());
    }
}
