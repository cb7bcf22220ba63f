using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class ResidualTests
{
    [Test]
    public void Forward_EqualWidths_AddsTheIdentity()
    {
        using var scope = new TensorScope();
        var map = new Linear(3, 3, new RandomSource(1));
        using var block = new Residual(map, 3, 3, new RandomSource(2));
        (SparseTensor sparse, Tensor x) = TestGraphs.SparseFeatures(5, 3, Engine.Default);
        double[] expected = (map.Forward(x) + x).ToArray<double>();

        Assert.That(block.Forward(ForwardContext.Inference, x).ToArray<double>(), Is.EqualTo(expected));
        Assert.That(block.Forward(ForwardContext.Inference, sparse).ToArray<double>(), Is.EqualTo(expected).Within(1e-6));
        Assert.That(block.NamedParameters().Select(named => named.Name), Is.EqualTo(new[] { "map.weight", "map.bias" }));
        sparse.Dispose();
    }

    [Test]
    public void Forward_OtherWidths_AddsALinearMap()
    {
        using var scope = new TensorScope();
        using var block = new Residual(new ActivationMap(Activation.Tanh), 3, 3, default);
        using var wider = new Residual(new Linear(3, 4, new RandomSource(1)), 3, 4, new RandomSource(2));
        Tensor x = TestGraphs.Features(5, 3, Engine.Default);

        Assert.That(block.Parameters(), Is.Empty);
        Assert.That(wider.NamedParameters().Select(named => named.Name), Is.EqualTo(new[] { "map.weight", "map.bias", "lin.weight" }));
        Assert.That(wider.Forward(ForwardContext.Inference, x).Shape, Is.EqualTo(new Shape(5, 4)));
    }

    [Test]
    public void Forward_OtherColumns_AreRefused()
    {
        using var scope = new TensorScope();
        using var block = new Residual(new Linear(3, 4, default), 3, 5, default);

        Assert.That(() => block.Forward(ForwardContext.Inference, Tensor.Ones((2, 4))), Throws.ArgumentException.With.Message.Contains("[2, 4]"));
        Assert.That(() => block.Forward(ForwardContext.Inference, Tensor.Ones((2, 3))), Throws.ArgumentException.With.Message.Contains("[2, 5]"));
    }
}
