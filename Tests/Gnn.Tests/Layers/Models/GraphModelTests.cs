using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class GraphModelTests
{
    private static IEnumerable<TestCaseData> ModelsAndEngines =>
        from name in TestModels.Names
        from engine in TestEngines.All
        select new TestCaseData(name, engine).SetArgDisplayNames(name, engine.Name);

    [TestCaseSource(nameof(ModelsAndEngines))]
    public void Forward_SixteenThreadsAtOnce_GiveTheBitsOfOne(string name, Engine engine)
    {
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(engine);
        using SparseStructure structure = TestGraphs.Random(nodes: 60, edges: 400);
        using Adjacency adjacency = model.Prepare(structure);
        using Tensor x = TestGraphs.Features(60, 6, engine);
        double[] expected = Infer(model, x, adjacency);
        double[]?[] answers = new double[16][];
        using var start = new Barrier(answers.Length);

        Thread[] threads = [.. Enumerable.Range(0, answers.Length).Select(place => new Thread(() =>
        {
            start.SignalAndWait();
            for (int repeat = 0; repeat < 5; repeat++)
            {
                answers[place] = Infer(model, x, adjacency);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.That(answers, Is.All.EqualTo(expected));
    }

    [TestCaseSource(nameof(ModelsAndEngines))]
    public void Forward_AdjacencyForEachLayer_GivesTheSeedsRowsOfTheWhole(string name, Engine engine)
    {
        using var scope = new TensorScope();
        // A degree needs the whole graph, so the batch of a GCN is shown without normalisation.
        using GraphModel model = name == "gcn"
            ? new Gcn(6, 5, 3, new RandomSource(1), convolution: new GcnOptions { Normalization = GcnNormalization.None })
            : TestModels.Create(name);
        model.MoveTo(engine);
        RandomEdges edges = RandomGraphs.Create(20, 50, seed: 3);
        using SparseStructure structure = SparseStructure.FromEdges(20, 20, edges.Targets, edges.Sources);
        int[] into = [.. Enumerable.Range(0, 50).Where(edge => edges.Targets[edge] < 7)];
        using SparseStructure last = SparseStructure.FromEdges(
            7, 20, Array.ConvertAll(into, edge => edges.Targets[edge]), Array.ConvertAll(into, edge => edges.Sources[edge]));
        using Adjacency whole = model.Prepare(structure);
        using Adjacency seeds = model.Prepare(last);
        Tensor x = TestGraphs.Features(20, 6, engine);
        IReadOnlyList<Adjacency> batch = [.. Enumerable.Repeat(whole, model.LayerCount - 1), seeds];

        using NoGrad noGrad = NoGrad.Open();
        Tensor expected = model.Forward(ForwardContext.Inference, x, whole).Rows(0, 7);
        Tensor actual = model.Forward(ForwardContext.Inference, x, batch);

        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(engine.FloatType == DataType.Float64 ? 1e-12 : 1e-5));
        Assert.That(() => model.Forward(ForwardContext.Inference, x, [whole]), Throws.ArgumentException.With.Message.Contains("adjacency for each"));
    }

    [TestCaseSource(nameof(ModelsAndEngines))]
    public void Forward_Training_DependsOnTheSeedAlone(string name, Engine engine)
    {
        using var scope = new TensorScope();
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(engine);
        using SparseStructure structure = TestGraphs.Random();
        using Adjacency adjacency = model.Prepare(structure);
        Tensor x = TestGraphs.Features(15, 6, engine);

        double[] one = Train(seed: 1);
        Assert.Multiple(() =>
        {
            Assert.That(Train(seed: 1), Is.EqualTo(one));
            Assert.That(Train(seed: 2), Is.Not.EqualTo(one), "dropout is on");
        });

        double[] Train(int seed) => model.Forward(ForwardContext.ForTraining(new RandomSource(seed)), x, adjacency).ToArray<double>();
    }

    [TestCaseSource(typeof(TestModels), nameof(TestModels.Names))]
    public void Prepare_Graph_AllowsAForwardPass(string name)
    {
        using var scope = new TensorScope();
        using GraphModel model = TestModels.Create(name);
        using Graph graph = Graph.FromEdges(4, [0, 1, 2], [1, 2, 0]);
        using Adjacency adjacency = model.Prepare(graph);

        Tensor y = model.Forward(ForwardContext.Inference, TestGraphs.Features(4, 6, Engine.Default), adjacency);

        Assert.That(y.Shape, Is.EqualTo(new Shape(4, model.Outputs)));
        Assert.That(() => model.ForwardLayer(ForwardContext.Inference, model.LayerCount, y, adjacency), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ParameterGroups_Gcn_DecaysTheFirstLayerOnly()
    {
        using var model = new Gcn(6, 5, 3, new RandomSource(1), layers: 3);

        IReadOnlyList<ParameterGroup> groups = model.ParameterGroups();

        Assert.That(groups.Select(group => (group.Parameters.Count, group.WeightDecayScale)), Is.EqualTo(new[] { (2, 1.0), (4, 0.0) }));
        Assert.That(groups.SelectMany(group => group.Parameters), Is.EquivalentTo(model.Parameters()));
    }

    [TestCase("sage")]
    [TestCase("gin")]
    [TestCase("gat")]
    [TestCase("mlp")]
    public void ParameterGroups_OtherModels_DecayAll(string name)
    {
        using GraphModel model = TestModels.Create(name);

        ParameterGroup group = model.ParameterGroups().Single();

        Assert.That(group.WeightDecayScale, Is.EqualTo(1));
        Assert.That(group.Parameters, Is.EquivalentTo(model.Parameters()));
    }

    [Test]
    public void Constructors_NumbersOutOfRange_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new Gcn(0, 5, 3, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Gcn(6, 5, 3, random, layers: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new GraphSage(6, 5, 3, random, dropout: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Gin(6, 0, 3, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Gat(6, 5, 3, random, heads: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Mlp([6], random), Throws.ArgumentException);
        });
    }

    private static double[] Infer(GraphModel model, Tensor x, Adjacency adjacency)
    {
        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        return model.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();
    }
}
