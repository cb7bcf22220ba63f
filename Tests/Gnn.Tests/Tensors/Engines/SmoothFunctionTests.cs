using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors.Engines;

/// <summary>The accuracy of the smooth functions, over all of the range in which they are not yet x, 0 or noise.</summary>
[TestFixture]
[Category("Kernel")]
internal sealed class SmoothFunctionTests
{
    private const int Count = 40_001;

    // From tables to 20 digits.
    [TestCase(0, 0)]
    [TestCase(0.1, 0.11246291601828489)]
    [TestCase(-0.5, -0.52049987781304654)]
    [TestCase(1, 0.84270079294971487)]
    [TestCase(1.9999, 0.99532019790702939)]
    [TestCase(2, 0.99532226501895273)]
    [TestCase(-2.5, -0.99959304798255504)]
    [TestCase(3.5, 0.99999925690162766)]
    [TestCase(double.PositiveInfinity, 1)]
    [TestCase(double.NegativeInfinity, -1)]
    [TestCase(double.NaN, double.NaN)]
    public void ErrorFunction_KnownNumbers_AreMetTo1e15(double x, double expected) =>
        Assert.That(ErrorFunction.Of(x), Is.EqualTo(expected).Within(1e-15));

    [TestCase(0.5, 0.47950012218695346)]
    [TestCase(2, 0.0046777349810472658)]
    [TestCase(2.5, 4.0695201744495894e-4)]
    [TestCase(5, 1.5374597944280349e-12)]
    [TestCase(10, 2.0884875837625448e-45)]
    [TestCase(26, 5.6631924088561428e-296)]
    [TestCase(-2.5, 1.99959304798255504)]
    [TestCase(double.PositiveInfinity, 0)]
    [TestCase(double.NegativeInfinity, 2)]
    [TestCase(double.NaN, double.NaN)]
    public void ErrorFunctionComplement_KnownNumbers_AreMetRelatively(double x, double expected) =>
        Assert.That(ErrorFunction.Complement(x), Is.EqualTo(expected).Within(4e-15 * Math.Abs(double.IsNaN(expected) ? 1 : expected)));

    // The largest error in units of the result, below 1 in those of 1: some six roundings of 6e-8 each.
    [TestCase(UnaryOperation.Gelu, -13, 13, 1e-6, 0)]
    [TestCase(UnaryOperation.Silu, -80, 80, 5e-7, 0)]
    [TestCase(UnaryOperation.Softplus, -80, 80, 5e-7, 0)]
    [TestCase(UnaryOperation.Sin, -4, 4, 3e-7, 1e-9)]
    [TestCase(UnaryOperation.Cos, -4, 4, 3e-7, 1e-9)]
    [TestCase(UnaryOperation.Sin, -99_999, 99_999, 3e-7, 2e-9)]
    [TestCase(UnaryOperation.Cos, -99_999, 99_999, 3e-7, 2e-9)]
    [TestCase(UnaryOperation.Sin, 99_000, 1e12, 3e-7, 2e-9)]
    [TestCase(UnaryOperation.Cos, 99_000, 3e38, 3e-7, 2e-9)]
    public void Unary_WholeRange_IsWithinAFewRoundings(UnaryOperation operation, double low, double high, double relative, double absolute)
    {
        double[] x = Points(low, high);
        AssertClose(Run(TestEngines.Cpu, x, view => TestEngines.Cpu.Unary(operation, view, 0)),
            Run(TestEngines.Reference, x, view => TestEngines.Reference.Unary(operation, view, 0)), x, relative, absolute);
    }

    [TestCase(UnaryOperation.Gelu, -13, 13, 5e-7)]
    [TestCase(UnaryOperation.Silu, -80, 80, 5e-7)]
    [TestCase(UnaryOperation.Softplus, -80, 80, 3e-7)]
    [TestCase(UnaryOperation.Sin, -99_999, 99_999, 3e-7)]
    [TestCase(UnaryOperation.Cos, -99_999, 1e9, 3e-7)]
    public void UnaryGradient_WholeRange_IsWithinAFewRoundings(UnaryOperation operation, double low, double high, double absolute)
    {
        double[] x = Points(low, high);
        AssertClose(Run(TestEngines.Cpu, x, view => Slopes(TestEngines.Cpu, view)), Run(TestEngines.Reference, x, view => Slopes(TestEngines.Reference, view)), x, 0, absolute);

        EngineBuffer Slopes(Engine engine, BufferView view)
        {
            EngineBuffer one = engine.Fill(engine.FloatType, view.Count, 1);
            EngineBuffer slopes = engine.UnaryGradient(operation, view, view, new BufferView(one, 0, view.Shape), 0);
            one.Release();
            return slopes;
        }
    }

    /// <summary>Points that are floats, so that both engines have the same.</summary>
    private static double[] Points(double low, double high) =>
        [.. Enumerable.Range(0, Count).Select(i => (double)(float)(low + ((high - low) * i / (Count - 1))))];

    private static unsafe double[] Run(Engine engine, double[] x, Func<BufferView, EngineBuffer> f)
    {
        using var inputs = new EngineInputs(engine, seed: 1);
        inputs.Return(f(inputs.Upload(x, DataType.Float64, x.Length)));
        return inputs.Results[0];
    }

    private static void AssertClose(double[] actual, double[] expected, double[] x, double relative, double absolute)
    {
        for (int i = 0; i < x.Length; i++)
        {
            // Below the least normal number a float has fewer digits.
            if (!(Math.Abs(actual[i] - expected[i]) <= (relative * Math.Abs(expected[i])) + absolute + 1e-44))
            {
                Assert.Fail($"f({x[i]:R}) is {actual[i]:R}, expected {expected[i]:R}.");
            }
        }
    }
}
