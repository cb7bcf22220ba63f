using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Heterogeneous;

[TestFixture]
internal sealed class HeteroConvTests
{
    [Test]
    public void NamedParameters_AnyConvolution_AreThoseOfPyTorchGeometric()
    {
        using var layer = new HeteroConv([(HeteroCases.Writes, new SageConv(5, 4, 2, new RandomSource(1)))]);

        Assert.That(layer.NamedParameters().Select(named => named.Name), Is.EqualTo(new[]
        {
            "convs.<author___writes___paper>.lin_l.weight",
            "convs.<author___writes___paper>.lin_l.bias",
            "convs.<author___writes___paper>.lin_r.weight",
        }));
    }

    [TestCase(Combination.Sum)]
    [TestCase(Combination.Mean)]
    [TestCase(Combination.Max)]
    [TestCase(Combination.Min)]
    [TestCase(Combination.Concatenate)]
    public void Forward_SeveralEdgeTypesIntoOne_CombinesWhatEachGives(Combination combination)
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(TestEngines.Reference);
        HeteroFeatures x = HeteroFeatures.Of(graph);
        var writes = new SageConv(5, 4, 2, new RandomSource(1));
        var cites = new SageConv(4, 2, new RandomSource(2));
        using var layer = new HeteroConv([(HeteroCases.Writes, writes), (HeteroCases.Cites, cites)], combination);
        layer.MoveTo(TestEngines.Reference);
        using HeteroAdjacency adjacency = layer.Prepare(graph);

        double[] y = layer.Forward(ForwardContext.Inference, x, adjacency)["paper"].ToArray<double>();
        double[] a = writes.Forward(ForwardContext.Inference, x["author"], x["paper"], adjacency[HeteroCases.Writes]).ToArray<double>();
        double[] b = cites.Forward(ForwardContext.Inference, x["paper"], adjacency[HeteroCases.Cites]).ToArray<double>();

        double[] expected = combination switch
        {
            Combination.Sum => [.. a.Zip(b, (left, right) => left + right)],
            Combination.Mean => [.. a.Zip(b, (left, right) => (left + right) / 2)],
            Combination.Max => [.. a.Zip(b, Math.Max)],
            Combination.Min => [.. a.Zip(b, Math.Min)],
            _ => [.. a.Chunk(2).Zip(b.Chunk(2), (left, right) => left.Concat(right)).SelectMany(row => row)],
        };
        Assert.That(y, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Constructor_TypesThatDoNotFit_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new HeteroConv([]), Throws.ArgumentException);
            Assert.That(
                () => new HeteroConv([(HeteroCases.Cites, new SageConv(4, 2, random)), (HeteroCases.Cites, new SageConv(4, 2, random))]), Throws.ArgumentException);
            Assert.That(() => new HanConv([("paper", 4)], 4, [HeteroCases.Writes], random), Throws.ArgumentException.With.Message.Contains("author-writes-paper"));
            Assert.That(
                () => new HanConv(HeteroCases.NodeTypes, 4, HeteroCases.EdgeTypes, random, new HanOptions { Heads = 3 }), Throws.ArgumentException.With.Message.Contains("divide"));
            Assert.That(() => new HgtConv([("paper", 4), ("paper", 4)], 4, [HeteroCases.Cites], random), Throws.ArgumentException.With.Message.Contains("twice"));
            Assert.That(() => new HgtConv([("paper", 0)], 4, [HeteroCases.Cites], random), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Forward_AdjacencyOfAnotherLayer_IsRefused()
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(TestEngines.Reference);
        using var han = new HanConv(HeteroCases.NodeTypes, 4, HeteroCases.EdgeTypes, new RandomSource(1));
        using var hgt = new HgtConv(HeteroCases.NodeTypes, 4, HeteroCases.EdgeTypes, new RandomSource(1));
        using var one = new HanConv(HeteroCases.NodeTypes, 4, [HeteroCases.Cites], new RandomSource(1));
        hgt.MoveTo(TestEngines.Reference);
        using HeteroAdjacency adjacency = han.Prepare(graph);

        Assert.Multiple(() =>
        {
            Assert.That(() => hgt.Forward(ForwardContext.Inference, HeteroFeatures.Of(graph), adjacency), Throws.ArgumentException.With.Message.Contains("by itself"));
            Assert.That(() => one.Forward(ForwardContext.Inference, HeteroFeatures.Of(graph), adjacency), Throws.ArgumentException.With.Message.Contains("edge types"));
            Assert.That(() => adjacency[new EdgeType("a", "b", "c")], Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("paper-cites-paper"));
        });
    }

    [Test]
    public void HeteroAdjacency_NodeCountsThatDiffer_AreRefused()
    {
        using SparseStructure small = SparseStructure.FromEdges(2, 3, [0], [1]);
        using SparseStructure large = SparseStructure.FromEdges(4, 4, [0], [1]);
        using var a = new Adjacency(small);
        using var b = new Adjacency(large);

        Assert.That(() => new HeteroAdjacency([(HeteroCases.Writes, a), (HeteroCases.Cites, b)]), Throws.ArgumentException.With.Message.Contains("'paper'"));
    }
}
