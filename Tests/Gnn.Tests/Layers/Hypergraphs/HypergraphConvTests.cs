using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Hypergraphs;

[TestFixture]
internal sealed class HypergraphConvTests
{
    private static readonly double[] Weights = [1, 0.5];

    [Test]
    public void Forward_WeightedHyperedges_HasTheWeightsInTheProduct()
    {
        double[] y = Run(HypergraphNormalization.Row);

        Assert.That(y, Is.EqualTo(new[] { 2, 7.0 / 3, 7.0 / 3, 3 }).Within(1e-12));
    }

    [Test]
    public void Forward_Symmetric_IsTheProductOfTheMatrices()
    {
        double[] y = Run(HypergraphNormalization.Symmetric);

        // H W B^-1 H^T is 1/3 within the first set and 1/6 within the second.
        double[] degrees = [1, 1.5, 1.5, 0.5];
        double[] expected = new double[4];
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double shared = (i < 3 && j < 3 ? 1.0 / 3 : 0) + (i > 0 && j > 0 ? 0.5 / 3 : 0);
                expected[i] += shared / Math.Sqrt(degrees[i] * degrees[j]) * (j + 1);
            }
        }

        Assert.That(y, Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void Prepare_SelfLoops_GivesANodeAHyperedgeUnlessItHasOne()
    {
        using var layer = new HypergraphConv(1, 1, new RandomSource(1), new HypergraphConvOptions { AddSelfLoops = true });
        using Hypergraph hypergraph = Hypergraph.FromMembers(4, [[0, 1, 2], [1]]);
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);

        Assert.That((adjacency.NodeCount, adjacency.HyperedgeCount), Is.EqualTo((4, 5)));
        Assert.That(Enumerable.Range(2, 3).Select(hyperedge => adjacency.ToHyperedges.Structure.Row(hyperedge)[0]), Is.EqualTo(new[] { 0, 2, 3 }));
        Assert.That(adjacency.ToString(), Does.Contain("7 incidences"));
    }

    [Test]
    public void NamedParameters_Attention_AreThoseOfPyTorchGeometric()
    {
        using var layer = new HypergraphConv(4, 3, new RandomSource(1), new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, Heads = 2 });

        Assert.That(layer.NamedParameters().Select(named => named.Name), Is.EqualTo(new[] { "att", "bias", "lin.weight" }));
        Assert.That((layer.Inputs, layer.Outputs, layer.Heads), Is.EqualTo((4, 6, 2)));
    }

    [Test]
    public void Constructor_OptionsThatDoNotFit_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new HypergraphConv(0, 3, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new HypergraphConv(4, 0, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new HypergraphConv(4, 3, random, new HypergraphConvOptions { Heads = 2 }), Throws.ArgumentException.With.Message.Contains("Attention"));
            Assert.That(
                () => new HypergraphConv(4, 3, random, new HypergraphConvOptions { HyperedgeFeatures = true }), Throws.ArgumentException.With.Message.Contains("Attention"));
            Assert.That(
                () => new HypergraphConv(
                    4, 3, random, new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, HyperedgeFeatures = true, AddSelfLoops = true }),
                Throws.ArgumentException.With.Message.Contains("AddSelfLoops"));
            Assert.That(
                () => new HypergraphConv(4, 3, random, new HypergraphConvOptions { Normalization = (HypergraphNormalization)7 }),
                Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new HypergraphConv(4, 3, random, new HypergraphConvOptions { Dropout = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new HypergraphConv(4, 3, random, new HypergraphConvOptions { NegativeSlope = double.NaN }), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Prepare_BadColumns_AreRefused()
    {
        using var scope = new TensorScope();
        using Hypergraph plain = Hypergraph.FromMembers(4, [[0, 1, 2], [1, 2, 3]]);
        using Hypergraph negative = plain.WithHyperedgeColumn(ColumnNames.EdgeWeights, Tensor.Create([1.0, -1.0], 2));
        using Hypergraph narrow = plain.WithHyperedgeColumn(ColumnNames.EdgeFeatures, Tensor.Zeros((2, 3)));
        using var layer = new HypergraphConv(4, 3, new RandomSource(1));
        using var attention = new HypergraphConv(
            4, 3, new RandomSource(1), new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, HyperedgeFeatures = true });

        Assert.Multiple(() =>
        {
            Assert.That(() => layer.Prepare(negative), Throws.ArgumentException.With.Message.Contains("hyperedge 1").And.Message.Contains("-1"));
            Assert.That(() => layer.Prepare(plain, Tensor.Ones(3)), Throws.ArgumentException.With.Message.Contains("[2]").And.Message.Contains("[3]"));
            Assert.That(() => layer.Prepare(plain, Tensor.Ones(2, TestEngines.Reference)), Throws.ArgumentException.With.Message.Contains("engine"));
            Assert.That(() => layer.Prepare(plain, null, Tensor.Ones((2, 4))), Throws.ArgumentException.With.Message.Contains("no hyperedge features"));
            Assert.That(() => attention.Prepare(plain), Throws.ArgumentException.With.Message.Contains("'edge_attr'"));
            Assert.That(() => attention.Prepare(narrow), Throws.ArgumentException.With.Message.Contains("[2, 4]").And.Message.Contains("[2, 3]"));
        });
    }

    [Test]
    public void Forward_ForeignAdjacency_IsRefusedWhereFeaturesAreMissing()
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = Hypergraph.FromMembers(4, [[0, 1, 2], [1, 2, 3]]);
        using var layer = new HypergraphConv(4, 3, new RandomSource(1));
        using var attention = new HypergraphConv(
            4, 3, new RandomSource(1), new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, HyperedgeFeatures = true });
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);

        Assert.That(
            () => attention.Forward(ForwardContext.Inference, Tensor.Ones((4, 4)), adjacency), Throws.ArgumentException.With.Message.Contains("this layer prepared"));
    }

    [Test]
    public void HypergraphAdjacency_DirectionsThatDoNotFit_AreRefused()
    {
        using SparseStructure members = SparseStructure.FromEdges(2, 3, [0, 1], [1, 2]);
        using SparseStructure other = SparseStructure.FromEdges(3, 3, [0, 1], [1, 2]);
        using SparseStructure memberships = SparseStructure.FromEdges(3, 2, [1, 2], [0, 1]);
        using Adjacency up = new(members), wrong = new(other), down = new(memberships);

        Assert.Multiple(() =>
        {
            Assert.That(() => new HypergraphAdjacency(up, wrong), Throws.ArgumentException.With.Message.Contains("by node"));
            Assert.That(() => new HypergraphAdjacency(up, down, Tensor.Ones((3, 2))), Throws.ArgumentException.With.Message.Contains("[3, 2]"));
        });
    }

    /// <summary>Two hyperedges of three of four nodes, of weights 1 and 1/2, on numbers 1 to 4.</summary>
    private static double[] Run(HypergraphNormalization normalization)
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using var layer = new HypergraphConv(1, 1, new RandomSource(1), new HypergraphConvOptions { Normalization = normalization, Bias = false });
        layer.MoveTo(engine);
        layer.Parameters().Single().Set(Tensor.Ones((1, 1), engine));
        using Hypergraph plain = Hypergraph.FromMembers(4, [[0, 1, 2], [1, 2, 3]]);
        using Hypergraph hypergraph = plain.WithHyperedgeColumn(ColumnNames.EdgeWeights, Tensor.Create(Weights, 2, engine));
        using HypergraphAdjacency adjacency = layer.Prepare(hypergraph);
        return layer.Forward(ForwardContext.Inference, Tensor.Create([1.0, 2, 3, 4], (4, 1), engine), adjacency).ToArray<double>();
    }
}
