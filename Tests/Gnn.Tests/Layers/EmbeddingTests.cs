using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers;

[TestFixture]
internal sealed class EmbeddingTests
{
    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void Forward_Ids_GiveTheirRowsAndSumTheirGradients(Engine engine)
    {
        using var scope = new TensorScope();
        using var layer = new Embedding(4, 2, new RandomSource(1));
        layer.MoveTo(engine);
        double[] table = layer.Weight.ToArray<double>();
        Tensor ids = Tensor.Create([3L, 0, 3], 3, engine);

        Tensor rows = layer.Forward(ids);
        (rows * Tensor.Create([1.0, 2, 3, 4, 5, 6], (3, 2), engine)).Sum().Backward();

        Assert.That(rows.ToArray<double>(), Is.EqualTo(new[] { table[6], table[7], table[0], table[1], table[6], table[7] }));
        Assert.That(layer.Weight.Gradient!.ToArray<double>(), Is.EqualTo(new[] { 3.0, 4, 0, 0, 0, 0, 6, 8 }));
    }

    [Test]
    public void Forward_IdsOfAnyShape_GetAnAxisMore()
    {
        using var scope = new TensorScope();
        using var layer = new Embedding(4, 5, new RandomSource(1));

        Assert.That(layer.Forward(Tensor.Create([0, 1, 2, 3, 0, 1], (2, 3))).Shape, Is.EqualTo(new Shape(2, 3, 5)));
        Assert.That(layer.Forward(Tensor.Create([2], Shape.Scalar)).Shape, Is.EqualTo(new Shape(5)));
        Assert.That(layer.Forward(Tensor.Create(Array.Empty<int>(), 0)).Shape, Is.EqualTo(new Shape(0, 5)));
    }

    [TestCase(4)]
    [TestCase(-1)]
    public void Forward_IdOutOfRange_IsNamed(int id)
    {
        using var scope = new TensorScope();
        using var layer = new Embedding(4, 2, new RandomSource(1));

        Assert.That(
            () => layer.Forward(Tensor.Create([0, id], 2)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"{id}").And.Message.Contains("[0, 4)"));
    }

    [Test]
    public void Forward_FloatingIds_AreRefused()
    {
        using var scope = new TensorScope();
        using var layer = new Embedding(4, 2, new RandomSource(1));

        Assert.That(() => layer.Forward(Tensor.Ones(2)), Throws.ArgumentException.With.Message.Contains("Int32 or Int64"));
    }

    [Test]
    public void Constructor_Default_IsStandardNormal()
    {
        using var layer = new Embedding(100, 100, new RandomSource(1));
        double[] values = layer.Weight.ToArray<double>();

        // Four standard errors of 10 000 numbers.
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.04));
        Assert.That(values.Average(value => value * value), Is.EqualTo(1).Within(4 * Math.Sqrt(2) / 100));
    }
}
