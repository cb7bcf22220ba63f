using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class LinearTests
{
    [Test]
    public void Constructor_Default_IsWithinTheRootOfTheInputs()
    {
        using var layer = new Linear(100, 50, new RandomSource(1));
        double[] weight = layer.Weight.ToArray<double>();
        double[] bias = layer.Bias!.ToArray<double>();

        Assert.Multiple(() =>
        {
            Assert.That(weight, Is.All.InRange(-0.1, 0.1));
            Assert.That(weight.Max(), Is.GreaterThan(0.099));
            Assert.That(weight.Average(value => value * value), Is.EqualTo(0.01 / 3).Within(2e-4), "the variance of a uniform number");
            Assert.That(bias, Is.All.InRange(-0.1, 0.1));
            Assert.That(bias.Distinct().Count(), Is.EqualTo(50));
        });
    }

    [Test]
    public void Constructor_Glorot_IsWithinTheRootOfBothSides()
    {
        using var layer = new Linear(100, 50, new RandomSource(1), new LinearOptions { Bias = false, Weights = WeightInitialization.Glorot });
        double[] weight = layer.Weight.ToArray<double>();

        Assert.That(weight, Is.All.InRange(-0.2, 0.2));
        Assert.That(weight.Max(), Is.GreaterThan(0.199));
        Assert.That(layer.Bias, Is.Null);
    }

    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void Forward_Dense_IsXTimesTransposedWeightPlusBias(Engine engine)
    {
        using var scope = new TensorScope();
        using var layer = new Linear(2, 2, new RandomSource(1));
        layer.MoveTo(engine);
        layer.NamedParameters().Single(named => named.Name == "weight").Parameter.Set(Tensor.Create([1.0, 2, 3, 4], (2, 2), engine));
        layer.NamedParameters().Single(named => named.Name == "bias").Parameter.Set(Tensor.Create([0.5, -0.5], 2, engine));
        Tensor x = Tensor.Create([1.0, 1, 0, 2], (2, 2), engine);

        Assert.That(layer.Forward(x).ToArray<double>(), Is.EqualTo(new[] { 3.5, 6.5, 4.5, 7.5 }));
    }

    [Test]
    public void Forward_OtherColumns_NamesBothShapes()
    {
        using var scope = new TensorScope();
        using var layer = new Linear(3, 2, new RandomSource(1));

        Assert.That(() => layer.Forward(Tensor.Ones((4, 5))), Throws.ArgumentException.With.Message.Contains("[2, 3]").And.Message.Contains("[4, 5]"));
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    public void Constructor_NoColumns_IsRefused(int inputs, int outputs) =>
        Assert.That(() => new Linear(inputs, outputs, default), Throws.TypeOf<ArgumentOutOfRangeException>());
}
