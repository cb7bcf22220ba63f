using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class GatConvTests
{
    [Test]
    public void Forward_WeightsOfOne_GivesTheWorkedValue()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = SparseStructure.FromEdges(2, 2, targets: [1], sources: [0]);
        using var layer = new GatConv(1, 1, new RandomSource(1));
        layer.MoveTo(TestEngines.Reference);
        foreach ((string name, Parameter parameter) in layer.NamedParameters())
        {
            parameter.Set(Tensor.Full(parameter.Value.Shape, name == "bias" ? 0 : 1, TestEngines.Reference));
        }

        using Adjacency adjacency = layer.Prepare(structure);

        Tensor y = layer.Forward(ForwardContext.Inference, Tensor.Create([1.0, 2.0], (2, 1), TestEngines.Reference), adjacency);

        Assert.That(y.ToArray<double>(), Is.EqualTo(new[] { 1, 1.731059 }).Within(1e-6));
    }

    [Test]
    public void Prepare_ExistingLoops_AreReplacedByOneForEachNode()
    {
        using SparseStructure structure = SparseStructure.FromEdges(3, 3, targets: [0, 1, 0, 2], sources: [0, 0, 0, 1]);
        using var layer = new GatConv(1, 1, new RandomSource(1));

        using Adjacency adjacency = layer.Prepare(structure);

        Assert.Multiple(() =>
        {
            Assert.That(adjacency.Structure.Row(0).ToArray(), Is.EqualTo(new[] { 0 }));
            Assert.That(adjacency.Structure.Row(1).ToArray(), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(adjacency.Structure.Row(2).ToArray(), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(adjacency.Values, Is.Null);
        });
    }

    [TestCase(Reduction.Mean, new[] { 0.0, 3, 0 })]
    [TestCase(Reduction.Sum, new[] { 0.0, 6, 0 })]
    [TestCase(Reduction.Max, new[] { 0.0, 5, 0 })]
    [TestCase(Reduction.Min, new[] { 0.0, 1, 0 })]
    [TestCase(null, new[] { 9.0, 9, 9 })]
    public void Prepare_EdgeFeatures_FillsLoopsFromTheOtherEdges(Reduction? fill, double[] loops)
    {
        using SparseStructure structure = SparseStructure.FromEdges(3, 3, targets: [1, 1, 1], sources: [0, 1, 2]);
        using Tensor features = Tensor.Create([1.0, 100, 5], 3, TestEngines.Reference);
        using var layer = new GatConv(1, 1, new RandomSource(1), new GatOptions { EdgeFeatures = 1, LoopFill = fill, LoopValue = 9 });

        using Adjacency adjacency = layer.Prepare(structure, features);

        SparseStructure prepared = adjacency.Structure;
        double[] byEdge = new double[prepared.EntryCount];
        double[] values = adjacency.Values!.ToArray<double>();
        for (int entry = 0; entry < values.Length; entry++)
        {
            byEdge[prepared.EdgeIds[entry]] = values[entry];
        }

        Assert.That(byEdge, Is.EqualTo(new double[] { 1, 5 }.Concat(loops)).Within(1e-12));
    }

    [Test]
    public void ForwardWithAttention_AnyGraph_SumsToOneOverIncomingEdges()
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        using var layer = new GatConv(6, 4, new RandomSource(1), new GatOptions { Heads = 2 });
        layer.MoveTo(TestEngines.Reference);
        using Adjacency adjacency = layer.Prepare(structure);

        (_, Tensor attention) = layer.ForwardWithAttention(ForwardContext.Inference, TestGraphs.Features(15, 6, TestEngines.Reference), adjacency);

        Assert.That(attention.Shape, Is.EqualTo(new Shape(adjacency.Structure.EntryCount, 2)));
        Assert.That(Tensor.SegmentReduce(adjacency.Structure, attention).ToArray<double>(), Is.All.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Forward_InTraining_IsTheOutputOfForwardWithAttention([Values] bool concatenate, [Values] bool residual)
    {
        using var scope = new TensorScope();
        using SparseStructure structure = TestGraphs.Random();
        var options = new GatOptions { Heads = 3, Dropout = 0.4, Concatenate = concatenate, Residual = residual };
        using var layer = new GatConv(6, 4, new RandomSource(1), options);
        using Adjacency adjacency = layer.Prepare(structure);
        foreach (Engine engine in TestEngines.All)
        {
            layer.MoveTo(engine);
            Tensor x = TestGraphs.Features(15, 6, engine);

            Tensor y = layer.Forward(ForwardContext.ForTraining(new RandomSource(2)), x, adjacency);
            Tensor bothSides = layer.Forward(ForwardContext.ForTraining(new RandomSource(2)), x, x, adjacency);
            (Tensor expected, Tensor attention) = layer.ForwardWithAttention(ForwardContext.ForTraining(new RandomSource(2)), x, adjacency);

            // Values of the order of 1, the same random numbers: they differ by rounding.
            Assert.That(attention.ToArray<double>(), Has.Some.EqualTo(0), engine.Name);
            Assert.That(y.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-5), engine.Name);
            Assert.That(bothSides.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(1e-5), engine.Name);
        }
    }

    [Test]
    public void Prepare_FeaturesMissingOrTooMany_AreRefused()
    {
        using SparseStructure structure = TestGraphs.Random();
        using Graph graph = Graph.FromEdges(2, [0], [1]);
        using var plain = new GatConv(6, 4, new RandomSource(1));
        using var withEdges = new GatConv(6, 4, new RandomSource(1), new GatOptions { EdgeFeatures = 2 });
        using Tensor features = Tensor.Ones((40, 3), TestEngines.Reference);

        Assert.Multiple(() =>
        {
            Assert.That(() => plain.Prepare(structure, features), Throws.ArgumentException.With.Message.Contains("takes 0 edge features"));
            Assert.That(() => withEdges.Prepare(structure), Throws.ArgumentException.With.Message.Contains("takes 2 edge features"));
            Assert.That(() => withEdges.Prepare(structure, features), Throws.ArgumentException.With.Message.Contains("[40, 2]"));
            Assert.That(() => withEdges.Prepare(graph), Throws.ArgumentException.With.Message.Contains("edge_attr"));
        });
    }

    [Test]
    public void Prepare_Graph_UsesItsEdgeFeatures()
    {
        using Graph plain = Graph.FromEdges(2, [0], [1]);
        using Graph graph = plain.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Create([2.0, 4.0], (1, 2), TestEngines.Reference));
        using var layer = new GatConv(6, 4, new RandomSource(1), new GatOptions { EdgeFeatures = 2 });

        using Adjacency adjacency = layer.Prepare(graph);

        Assert.That(adjacency.Values!.ToArray<double>(), Is.EqualTo(new double[] { 0, 0, 2, 4, 2, 4 }));
    }

    [Test]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new GatConv(6, 4, default, new GatOptions { Heads = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new GatConv(6, 4, default, new GatOptions { Dropout = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new GatConv(6, 0, default), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }
}
