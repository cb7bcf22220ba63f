using Gnn.Layers;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class SequentialTests
{
    [Test]
    public void NamedParameters_MapsWithoutParameters_CountInTheNumbers()
    {
        using var chain = new Sequential(new Linear(2, 3, default), new ActivationMap(Activation.Relu), new Linear(3, 1, default));

        Assert.That(chain.NamedParameters().Select(named => named.Name), Is.EqualTo(new[] { "0.weight", "0.bias", "2.weight", "2.bias" }));
        Assert.That(chain.First, Is.Not.Null);
    }

    [Test]
    public void ForwardRest_ProductOfTheFirst_GivesWhatForwardGives()
    {
        using var scope = new TensorScope();
        using var chain = new Sequential(new Linear(2, 3, new RandomSource(1)), new ActivationMap(Activation.Tanh), new Linear(3, 1, new RandomSource(2)));
        Tensor x = TestGraphs.Features(4, 2, Gnn.Tensors.Engines.Engine.Default);

        Tensor rest = chain.ForwardRest(ForwardContext.Inference, x.MatMul(chain.First!.Weight, false, true));

        Assert.That(rest.ToArray<double>(), Is.EqualTo(chain.Forward(ForwardContext.Inference, x).ToArray<double>()));
    }

    [TestCase(Activation.None, -2.0)]
    [TestCase(Activation.Relu, 0.0)]
    [TestCase(Activation.Elu, -0.864664717)]
    [TestCase(Activation.LeakyRelu, -0.02)]
    [TestCase(Activation.Tanh, -0.964027580)]
    [TestCase(Activation.Sigmoid, 0.119202922)]
    [TestCase(Activation.Gelu, -0.0455002639)]
    [TestCase(Activation.Silu, -0.238405844)]
    public void ActivationMap_MinusTwo_GivesTheFunctionsValue(Activation activation, double expected)
    {
        using var scope = new TensorScope();

        Tensor y = new ActivationMap(activation).Forward(ForwardContext.Inference, Tensor.Full((1, 1), -2));

        Assert.That(y.Item(), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void Constructor_NoMaps_IsRefused() => Assert.That(() => new Sequential([]), Throws.ArgumentException);
}
