using Gnn.Layers;
using Gnn.Layers.Attention;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Attention;

[TestFixture]
internal sealed class MultiHeadAttentionTests
{
    private const double Rounding = 1e-12;

    private static readonly bool[] Allowed = [true, false, true, true, false, false, false, false, false, true, true, true];

    private static MultiHeadAttention Create(Engine engine, MultiHeadAttentionOptions? options = null)
    {
        var layer = new MultiHeadAttention(6, 3, new RandomSource(1), options);
        layer.MoveTo(engine);
        foreach ((string name, Parameter parameter) in layer.NamedParameters())
        {
            using Tensor value = Tensor.Uniform(parameter.Value.Shape, new RandomSource(3).Stream(name), -1, 1, engine);
            parameter.Set(value);
        }

        return layer;
    }

    [TestCaseSource(typeof(TestEngines), nameof(TestEngines.All))]
    public void Forward_Pairs_AreTheMaskOfTheDenseForm(Engine engine)
    {
        using var scope = new TensorScope();
        using MultiHeadAttention layer = Create(engine);
        Tensor query = TestGraphs.Features(3, 6, engine), key = TestGraphs.Features(4, 6, engine, "k"), value = TestGraphs.Features(4, 6, engine, "v");
        Tensor bias = TestGraphs.Features(3, 4, engine, "bias");
        int[] places = [.. Enumerable.Range(0, Allowed.Length).Where(place => Allowed[place])];
        using SparseStructure pairs = SparseStructure.FromEdges(
            3, 4, Array.ConvertAll(places, place => place / 4), Array.ConvertAll(places, place => place % 4));
        double[] ofPairs = Array.ConvertAll(places, place => bias.ToArray<double>()[place]);

        Tensor dense = layer.Forward(ForwardContext.Inference, query, key, value, Tensor.Create(Allowed, (3, 4), engine), bias);
        Tensor sparse = layer.Forward(ForwardContext.Inference, query, key, value, pairs, Tensor.Create(ofPairs, ofPairs.Length, engine));

        Assert.That(sparse.ToArray<double>(), Is.EqualTo(dense.ToArray<double>()).Within(1e-5), "the softmax sums in another order");
    }

    [Test]
    public void Forward_QueryWithoutAKey_GivesTheBias()
    {
        using var scope = new TensorScope();
        using MultiHeadAttention layer = Create(TestEngines.Reference);
        Tensor query = TestGraphs.Features(3, 6, TestEngines.Reference).WithGradient(), key = TestGraphs.Features(4, 6, TestEngines.Reference, "k");
        double[] bias = layer.NamedParameters().Single(named => named.Name == "out_proj.bias").Parameter.Value.ToArray<double>();

        (Tensor output, Tensor weights) = layer.ForwardWithWeights(
            ForwardContext.Inference, query, key, key, Tensor.Create(Allowed, (3, 4), TestEngines.Reference));
        output.Sum().Backward();

        Assert.That(output.Rows(1, 1).ToArray<double>(), Is.EqualTo(bias).Within(Rounding));
        Assert.That(weights.Rows(1, 1).ToArray<double>(), Is.All.Zero);
        Assert.That(weights.Sum(axis: -1).ToArray<double>(), Is.EqualTo(new[] { 1.0, 0, 1 }).Within(Rounding));
        Assert.That(weights.ToArray<double>().Zip(Allowed).Where(pair => !pair.Second).Select(pair => pair.First), Is.All.Zero);
        Assert.That(query.Gradient!.AllFinite());
    }

    [Test]
    public void Forward_SetsOfABatch_AreAsOneByOneWithTheirOwnMaskAndBias([Values(3, 4)] int rankOfBias)
    {
        using var scope = new TensorScope();
        using MultiHeadAttention layer = Create(TestEngines.Reference);
        Engine engine = TestEngines.Reference;
        Tensor query = TestGraphs.Features(6, 6, engine).Reshape((2, 3, 6)), key = TestGraphs.Features(8, 6, engine, "k").Reshape((2, 4, 6));
        Tensor allowed = Tensor.Create([.. Allowed, .. Allowed.Reverse()], (2, 3, 4), engine);
        Shape shape = rankOfBias == 3 ? new Shape(2, 3, 4) : new Shape([2, 3, 3, 4]);
        Tensor bias = Tensor.Uniform(shape, new RandomSource(4), -1, 1, engine);

        double[] all = layer.Forward(ForwardContext.Inference, query, key, key, allowed, bias).ToArray<double>();

        for (int set = 0; set < 2; set++)
        {
            Tensor keys = key.Rows(set, 1).Reshape((4, 6)), mask = allowed.Rows(set, 1).Reshape((3, 4)), added = bias.Rows(set, 1);
            Tensor alone = layer.Forward(
                ForwardContext.Inference, query.Rows(set, 1).Reshape((3, 6)), keys, keys, mask, rankOfBias == 3 ? added.Reshape((3, 4)) : added);
            Assert.That(all.Skip(set * 18).Take(18), Is.EqualTo(alone.ToArray<double>()).Within(Rounding), $"set {set}");
        }
    }

    [Test]
    public void PairsWithin_GraphsOfABatch_AreAttentionInEachGraph()
    {
        using var scope = new TensorScope();
        using MultiHeadAttention layer = Create(TestEngines.Reference);
        int[] graphOfNode = [1, 0, 3, 1, 1, 0];
        using SparseStructure nodesOfGraphs = SparseStructure.FromEdges(4, 6, graphOfNode, [0, 1, 2, 3, 4, 5]);
        using SparseStructure pairs = MultiHeadAttention.PairsWithin(nodesOfGraphs);
        Tensor x = TestGraphs.Features(6, 6, TestEngines.Reference);

        double[] all = layer.Forward(ForwardContext.Inference, x, x, x, pairs).ToArray<double>();

        Assert.That(pairs.EntryCount, Is.EqualTo((3 * 3) + (2 * 2) + 1));
        foreach (int graph in graphOfNode.Distinct())
        {
            int[] nodes = [.. Enumerable.Range(0, 6).Where(node => graphOfNode[node] == graph)];
            Tensor own = x.GatherRows(Tensor.Create(nodes, nodes.Length, TestEngines.Reference));
            Assert.That(
                nodes.SelectMany(node => all.Skip(node * 6).Take(6)),
                Is.EqualTo(layer.Forward(ForwardContext.Inference, own, own, own).ToArray<double>()).Within(Rounding),
                $"graph {graph}");
        }
    }

    [Test]
    public void PairsWithin_NodeInNoGraphOrTwo_IsRefused()
    {
        using SparseStructure none = SparseStructure.FromEdges(2, 3, [0, 1], [0, 1]);
        using SparseStructure twice = SparseStructure.FromEdges(2, 3, [0, 1, 1], [0, 1, 0]);

        Assert.That(() => MultiHeadAttention.PairsWithin(none), Throws.ArgumentException);
        Assert.That(() => MultiHeadAttention.PairsWithin(twice), Throws.ArgumentException);
    }

    [Test]
    public void Forward_Dropout_ActsInTrainingOnly()
    {
        using var scope = new TensorScope();
        using MultiHeadAttention layer = Create(TestEngines.Reference, new MultiHeadAttentionOptions { Dropout = 0.5 });
        using MultiHeadAttention plain = Create(TestEngines.Reference);
        Tensor x = TestGraphs.Features(5, 6, TestEngines.Reference);
        double[] expected = plain.Forward(ForwardContext.Inference, x, x, x).ToArray<double>();

        (Tensor output, Tensor weights) = layer.ForwardWithWeights(ForwardContext.ForTraining(new RandomSource(1)), x, x, x);

        Assert.That(layer.Forward(ForwardContext.Inference, x, x, x).ToArray<double>(), Is.EqualTo(expected));
        Assert.That(output.ToArray<double>(), Is.Not.EqualTo(expected));
        Assert.That(weights.Sum(axis: -1).ToArray<double>(), Is.Not.EqualTo(new[] { 1.0, 1, 1, 1, 1 }).Within(0.01));
    }

    [Test]
    public void Constructor_Default_HasBiasesOfZeroAndGlorotWeights()
    {
        using var layer = new MultiHeadAttention(64, 4, new RandomSource(1));
        Dictionary<string, double[]> values = layer.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Value.ToArray<double>());
        double bound = Math.Sqrt(6.0 / (4 * 64));

        Assert.That(values["in_proj_bias"], Is.All.Zero);
        Assert.That(values["out_proj.bias"], Is.All.Zero);
        Assert.That(values["in_proj_weight"], Is.All.InRange(-bound, bound));
        Assert.That(values["in_proj_weight"].Max(), Is.GreaterThan(0.99 * bound));
    }

    [Test]
    public void Forward_NoQueries_GivesNone()
    {
        using var scope = new TensorScope();
        using var layer = new MultiHeadAttention(6, 3, new RandomSource(1));

        (Tensor output, Tensor weights) = layer.ForwardWithWeights(ForwardContext.Inference, Tensor.Zeros((0, 6)), Tensor.Ones((4, 6)), Tensor.Ones((4, 6)));

        Assert.That((output.Shape, weights.Shape), Is.EqualTo((new Shape(0, 6), new Shape(0, 4))));
    }

    [Test]
    public void Forward_WhatDoesNotFit_IsRefused()
    {
        using var scope = new TensorScope();
        using var layer = new MultiHeadAttention(6, 3, new RandomSource(1));
        Tensor x = Tensor.Ones((4, 6));
        ForwardContext context = ForwardContext.Inference;

        Assert.That(() => new MultiHeadAttention(6, 4, default), Throws.ArgumentException.With.Message.Contains("multiple of the 4 heads"));
        Assert.That(() => layer.Forward(context, Tensor.Ones((4, 5)), x, x), Throws.ArgumentException.With.Message.Contains("[4, 5]"));
        Assert.That(() => layer.Forward(context, x, Tensor.Ones((1, 4, 6)), x), Throws.ArgumentException.With.Message.Contains("'key'"));
        Assert.That(() => layer.Forward(context, x, Tensor.Ones((0, 6)), x), Throws.ArgumentException.With.Message.Contains("'key'"));
        Assert.That(() => layer.Forward(context, x, x, Tensor.Ones((3, 6))), Throws.ArgumentException.With.Message.Contains("'value'"));
        Assert.That(() => layer.Forward(context, x, x, x, Tensor.Ones((4, 4))), Throws.ArgumentException.With.Message.Contains("Bool"));
        Assert.That(() => layer.Forward(context, x, x, x, bias: Tensor.Ones((4, 5))), Throws.ArgumentException.With.Message.Contains("'bias'"));
    }
}
