using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Tensors;

[TestFixture]
internal sealed class StandardizeTests
{
    private static IEnumerable<Engine> Engines => TestEngines.All;

    [TestCaseSource(nameof(Engines))]
    public void Standardize_Columns_GivesShapesAndStatistics(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Create([1.0, 10, 3, 10, 5, 10], (3, 2), engine);

        Tensor y = x.Standardize(0, 0, out Tensor mean, out Tensor variance);

        double high = Math.Sqrt(1.5);
        Assert.That(y.ToArray<double>(), Is.EqualTo(new[] { -high, 0, 0, 0, high, 0 }).Within(1e-6));
        Assert.That((mean.Shape, variance.Shape), Is.EqualTo(((Shape)2, (Shape)2)));
        Assert.That(mean.ToArray<double>(), Is.EqualTo(new[] { 3.0, 10 }).Within(1e-6));
        Assert.That(variance.ToArray<double>(), Is.EqualTo(new[] { 8 / 3.0, 0 }).Within(1e-6));
    }

    [TestCaseSource(nameof(Engines))]
    public void Standardize_OneRow_GivesZeroAndNoGradient(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Create([1.0, -2, 3], (1, 3), engine).WithGradient();

        Tensor y = x.Standardize(0, 1e-5, out Tensor mean, out Tensor variance);
        y.Backward(Tensor.Ones((1, 3), engine));

        Assert.That(y.ToArray<double>(), Is.All.Zero);
        Assert.That(x.Gradient!.ToArray<double>(), Is.All.Zero);
        Assert.That(mean.ToArray<double>(), Is.EqualTo(new[] { 1.0, -2, 3 }));
        Assert.That(variance.ToArray<double>(), Is.All.Zero);
    }

    [TestCaseSource(nameof(Engines))]
    public void Standardize_NoRows_GivesNothing(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros((0, 3), engine).WithGradient();

        Tensor y = x.Standardize(0, 1e-5, out Tensor mean, out _);
        Tensor rows = x.Standardize(-1, 1e-5, out Tensor none, out _);
        y.Backward(Tensor.Zeros((0, 3), engine));

        Assert.That((y.Shape, rows.Shape, none.Shape), Is.EqualTo(((Shape)(0, 3), (Shape)(0, 3), (Shape)0)));
        Assert.That(mean.ToArray<double>(), Is.EqualTo(new[] { double.NaN, double.NaN, double.NaN }));
        Assert.That(x.Gradient!.Shape, Is.EqualTo((Shape)(0, 3)));
    }

    [TestCaseSource(nameof(Engines))]
    public void Standardize_MeanAndVariance_CarryNoGradient(Engine engine)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal((4, 3), new RandomSource(1), engine: engine).WithGradient();

        x.Standardize(0, 1e-5, out Tensor mean, out Tensor variance);

        Assert.That((mean.RequiresGradient, variance.RequiresGradient), Is.EqualTo((false, false)));
    }

    /// <summary>A mean ten thousand deviations away: a difference of squares in single precision would have no digit left.</summary>
    [TestCase(0)]
    [TestCase(1)]
    public void Standardize_LargeMeanOnTheCpu_KeepsTheDeviations(int axis)
    {
        using var scope = new TensorScope();
        Shape shape = axis == 0 ? (3001, 5) : (5, 3001);
        Tensor x = (Tensor.Normal(shape, new RandomSource(1), engine: TestEngines.Cpu) + 10_000.3) * 1.1;

        Tensor y = x.Standardize(axis, 1e-5, out _, out Tensor variance);
        Tensor expected = x.To(TestEngines.Reference).Standardize(axis, 1e-5, out _, out Tensor exact);

        AssertClose(y, expected);
        AssertClose(variance, exact);
    }

    /// <summary>One outlier far above all others, first in its block.</summary>
    [TestCase(0)]
    [TestCase(1)]
    public void Standardize_OutlierOnTheCpu_IsExact(int axis)
    {
        using var scope = new TensorScope();
        double[] values = new double[2000];
        new RandomSource(1).FillUniform(values, 0, -1, 1);
        values[0] = 30_000;
        Shape shape = axis == 0 ? (1000, 2) : (2, 1000);
        Tensor x = Tensor.Create(values, shape, TestEngines.Cpu);

        Tensor y = x.Standardize(axis, 1e-5, out _, out Tensor variance);
        Tensor expected = x.To(TestEngines.Reference).Standardize(axis, 1e-5, out _, out Tensor exact);

        AssertClose(y, expected);
        AssertClose(variance / exact.To(TestEngines.Cpu), Tensor.Ones(2, TestEngines.Reference));
    }

    [Test]
    public void Standardize_BadArguments_ThrowAndSayWhat()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros((4, 3), TestEngines.Reference);
        Assert.Multiple(() =>
        {
            Assert.That(() => x.Standardize(2, 0, out _, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => x.Standardize(0, -1e-5, out _, out _), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("epsilon"));
            Assert.That(() => x.Standardize(0, double.NaN, out _, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => Tensor.Create([1, 2], 2, TestEngines.Reference).Standardize(0, 0, out _, out _), Throws.InstanceOf<ArgumentException>());
        });
    }

    /// <summary>Some tens of roundings of 6e-8 each.</summary>
    private static void AssertClose(Tensor actual, Tensor expected)
    {
        double[] wanted = expected.ToArray<double>();
        double[] got = actual.ToArray<double>();
        for (int i = 0; i < wanted.Length; i++)
        {
            Assert.That(got[i], Is.EqualTo(wanted[i]).Within(2e-6 * (1 + Math.Abs(wanted[i]))), $"element {i}");
        }
    }
}
