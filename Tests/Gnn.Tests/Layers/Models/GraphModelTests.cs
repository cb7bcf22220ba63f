using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Sampling.Neighbors;
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
        using SparseStructure structure = TestGraphs.Random(TestModels.LinkxNodes, edges: 100);
        using Adjacency adjacency = model.Prepare(structure);
        using Tensor x = TestGraphs.Features(TestModels.LinkxNodes, 6, engine);
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
    public void Forward_BlocksWithAllEdges_GivesTheSeedsRowsOfTheWhole(string name, Engine engine)
    {
        using var scope = new TensorScope();
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(engine);
        using Graph graph = TestGraphs.Graph(engine);
        Tensor x = TestGraphs.Features(15, 6, engine);
        if (name == "linkx")
        {
            Assert.That(() => model.PrepareBlocks(graph), Throws.ArgumentException.With.Message.Contains("whole graph"));
            return;
        }

        using var sampler = new NeighborSampler(graph, [.. Enumerable.Repeat(-1, model.LayerCount)]);
        using SampledSubgraph batch = sampler.Sample([7, 2, 14, 0], default);
        using IBlockPreparation preparation = model.PrepareBlocks(graph);
        Adjacency[] adjacencies = [.. Enumerable.Range(0, model.LayerCount).Select(layer => preparation.Prepare(batch, layer))];
        using Adjacency whole = model.Prepare(graph);
        Tensor nodes = Tensor.Create(batch.Nodes.ToArray(), batch.Nodes.Length, engine);

        using NoGrad noGrad = NoGrad.Open();
        Tensor expected = model.Forward(ForwardContext.Inference, x, whole).GatherRows(nodes.Rows(0, 4));
        Tensor actual = model.Forward(ForwardContext.Inference, x.GatherRows(nodes), adjacencies);

        // Values of blocks are kept in single precision on every engine.
        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-5));
        if (model.LayerCount > 1)
        {
            Assert.That(() => model.Forward(ForwardContext.Inference, x, [whole]), Throws.ArgumentException.With.Message.Contains("adjacency for each"));
        }

        Array.ForEach(adjacencies, adjacency => adjacency.Dispose());
    }

    [TestCaseSource(nameof(ModelsAndEngines))]
    public void Forward_LayerByLayer_GivesTheRowsOfTheWhole(string name, Engine engine)
    {
        using var scope = new TensorScope();
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(engine);
        using Graph graph = TestGraphs.Graph(engine);
        using Adjacency adjacency = model.Prepare(graph);
        Tensor x = TestGraphs.Features(15, 6, engine);

        using NoGrad noGrad = NoGrad.Open();
        Tensor h = x;
        for (int layer = 0; layer < model.LayerCount; layer++)
        {
            h = model.ForwardLayer(ForwardContext.Inference, layer, h, adjacency);
        }

        double[] expected = model.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();
        Assert.That(h.ToArray<double>(), Is.EqualTo(expected).Within(engine.FloatType == DataType.Float64 ? 1e-12 : 1e-5));
    }

    [TestCaseSource(typeof(TestModels), nameof(TestModels.Names))]
    public void Forward_AnyModel_HasTheGradientsOfCentralDifferences(string name)
    {
        using GraphModel model = TestModels.Create(name);
        model.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using Adjacency adjacency = model.Prepare(graph);
        using Tensor x = TestGraphs.Features(15, 6, TestEngines.Reference).WithGradient();

        double error = GradientCheck.Run(
            () => model.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency),
            [x, .. model.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
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
        using Graph graph = Graph.FromEdges(TestModels.LinkxNodes, [0, 1, 2], [1, 2, 0]);
        using Adjacency adjacency = model.Prepare(graph);

        Tensor y = model.Forward(ForwardContext.Inference, TestGraphs.Features(TestModels.LinkxNodes, 6, Engine.Default), adjacency);

        Assert.That(y.Shape, Is.EqualTo(new Shape(TestModels.LinkxNodes, model.Outputs)));
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
    [TestCase("dagnn")]
    public void ParameterGroups_OtherModels_DecayAll(string name)
    {
        using GraphModel model = TestModels.Create(name);

        ParameterGroup group = model.ParameterGroups().Single();

        Assert.That(group.WeightDecayScale, Is.EqualTo(1));
        Assert.That(group.Parameters, Is.EquivalentTo(model.Parameters()));
    }

    [TestCase("gcn_jump", 2)]
    [TestCase("gcn2", 8)]
    [TestCase("appnp", 2)]
    public void ParameterGroups_ModelsWithRulesOfTheirOwn_DecayAFirstPart(string name, int count)
    {
        using GraphModel model = TestModels.Create(name);

        IReadOnlyList<ParameterGroup> groups = model.ParameterGroups();

        Assert.That(groups.Select(group => group.WeightDecayScale).First(), Is.EqualTo(1));
        Assert.That(groups[0].Parameters, Has.Count.EqualTo(count));
        Assert.That(groups[1].WeightDecayScale, Is.LessThan(1));
        Assert.That(groups.SelectMany(group => group.Parameters), Is.EquivalentTo(model.Parameters()));
    }

    [Test]
    public void All_HasEveryModelOfTheLibrary()
    {
        Type[] tested = [.. TestModels.Names.Select(name =>
        {
            using GraphModel model = TestModels.Create(name);
            return model.GetType();
        })];

        // RgcnTests and the cases of RgcnConv are for the one that takes edges of several relations only, NeuralSheafDiffusionTests for the one that takes undirected graphs only.
        IEnumerable<Type> all = typeof(GraphModel).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type != typeof(Rgcn) && type != typeof(NeuralSheafDiffusion) && type.IsAssignableTo(typeof(GraphModel)));

        Assert.That(all, Is.SubsetOf(tested), "give every model a case, so that its gradients, blocks and files are tested");
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
