using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training.Optimizers;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class GradientClippingTests(Engine engine)
{
    [TestCase("clip_norm_inf")]
    [TestCase("clip_norm_small")]
    public void Apply_GoldenCase_IsWhatTorchDoes(string name)
    {
        GoldenCase golden = GoldenFile.Case("optim", name);
        double limit = golden.NumberArgument("max_norm", 0);
        GradientClipping clipping = name == "clip_norm_inf" ? GradientClipping.ByLargest(limit) : GradientClipping.ByNorm(limit);
        using var scope = new TensorScope();
        using Parameter first = WithGradient(golden.Inputs["g1"].ToTensor(engine)), second = WithGradient(golden.Inputs["g2"].ToTensor(engine));

        double norm = clipping.Apply([first, second]);

        Assert.That(norm, Is.EqualTo(golden.Outputs["total_norm"].Values[0]).Within(1e-6));
        golden.AssertOutput("g1", first.Value.Gradient!);
        golden.AssertOutput("g2", second.Value.Gradient!);
    }

    [Test]
    public void Apply_ByNorm_ScalesAllTogether()
    {
        using var scope = new TensorScope();
        using Parameter first = WithGradient(Tensor.Create([3.0, 0], 2, engine)), second = WithGradient(Tensor.Create([4.0], 1, engine));
        using var without = new Parameter(Tensor.Zeros(3, engine));

        double norm = GradientClipping.ByNorm(1).Apply([first, without, second]);

        Assert.That(norm, Is.EqualTo(5).Within(1e-6));
        Assert.That(first.Value.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 0.6, 0 }).Within(1e-6));
        Assert.That(second.Value.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 0.8 }).Within(1e-6));
        Assert.That(without.Value.Gradient, Is.Null);
    }

    [Test]
    public void Apply_ByValue_MovesEachElement()
    {
        using var scope = new TensorScope();
        using Parameter parameter = WithGradient(Tensor.Create([3.0, -0.25, -7, 0.5], 4, engine));

        Assert.That(GradientClipping.ByValue(0.5).Apply([parameter]), Is.EqualTo(7));
        Assert.That(parameter.Value.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 0.5, -0.25, -0.5, 0.5 }));
    }

    [Test]
    public void Apply_GradientsWhoseSquaresOverflow_AreScaledAllTheSame()
    {
        using var scope = new TensorScope();
        using Parameter parameter = WithGradient(Tensor.Create([3e30, 4e30], 2, engine));

        GradientClipping.ByNorm(1).Apply([parameter]);

        Assert.That(parameter.Value.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 0.6, 0.8 }).Within(1e-6));
    }

    [Test]
    public void Apply_ManyTimes_HoldsTheSameMemory()
    {
        using var scope = new TensorScope();
        using Parameter parameter = WithGradient(Tensor.Normal(1000, new RandomSource(1), engine: engine));
        GradientClipping.ByNorm(20).Apply([parameter]);
        long before = engine.Memory.InUse;
        for (int limit = 19; limit > 5; limit--)
        {
            GradientClipping.ByNorm(limit).Apply([parameter]);
            Assert.That(engine.Memory.InUse, Is.EqualTo(before));
        }
    }

    [Test]
    public void ByNorm_LimitOutOfRange_IsRefused()
    {
        Assert.That(() => GradientClipping.ByNorm(0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => GradientClipping.ByValue(double.NaN), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(GradientClipping.ByLargest(0.5).ToString(), Does.Contain("0.5"));
        Assert.That(GradientClipping.ByNorm(1).Apply([]), Is.Zero);
    }

    private Parameter WithGradient(Tensor gradient)
    {
        var parameter = new Parameter(Tensor.Zeros(gradient.Shape, engine));
        parameter.Value.Backward(gradient);
        return parameter;
    }
}
