using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class DirGnnConvTests
{
    [Test]
    public void Forward_WeightedGraph_HasTheGradientsOfCentralDifferences()
    {
        using DirGnnConv layer = Create(new DirGnnOptions { Alpha = 0.3 });
        using Graph graph = TestGraphs.Graph(TestEngines.Reference, nodes: 8, edges: 20);
        using DirectedAdjacency adjacency = layer.Prepare(graph);
        using Tensor x = TestGraphs.Features(8, 3, TestEngines.Reference).WithGradient();

        double error = GradientCheck.Run(
            () => layer.Forward(ForwardContext.Inference, x, adjacency, Activation.Tanh), [x, .. layer.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Forward_EdgesTurnedAround_IsTheOtherShare()
    {
        using var scope = new TensorScope();
        using var layer = new DirGnnConv(3, 2, Inner("in"), Inner("out"), new RandomSource(1), new DirGnnOptions { Alpha = 1, RootWeight = false });
        layer.MoveTo(TestEngines.Reference);
        using Graph graph = Graph.FromEdges(3, sources: [0, 0], targets: [1, 2]);
        using DirectedAdjacency adjacency = layer.Prepare(graph);
        Tensor x = TestGraphs.Features(3, 3, TestEngines.Reference);

        double[] y = layer.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>();

        Assert.That(y.AsSpan(0, 2).ToArray(), Has.All.Not.Zero, "the source of both edges");
        Assert.That(y.AsSpan(2).ToArray(), Has.All.Zero, "nodes without outgoing edges");

        static SageConv Inner(string name) => new(3, 2, new RandomSource(1).Stream(name), new SageOptions { RootWeight = false, Bias = false });
    }

    [Test]
    public void Constructor_OneLayerForBothWays_IsRefused()
    {
        using var inner = new GraphConv(3, 2, new RandomSource(1));

        Assert.That(() => new DirGnnConv(3, 2, inner, inner, new RandomSource(1)), Throws.ArgumentException.With.Message.Contains("two modules"));
    }

    [Test]
    public void Forward_LayersOfDifferentWidths_IsRefused()
    {
        using var scope = new TensorScope();
        using var layer = new DirGnnConv(
            3, 2, new GraphConv(3, 2, new RandomSource(1)), new GraphConv(3, 1, new RandomSource(1)), new RandomSource(1), new DirGnnOptions { RootWeight = false });
        layer.MoveTo(TestEngines.Reference);
        using Graph graph = Graph.FromEdges(3, sources: [0, 0], targets: [1, 2]);
        using DirectedAdjacency adjacency = layer.Prepare(graph);

        Assert.That(
            () => layer.Forward(ForwardContext.Inference, TestGraphs.Features(3, 3, TestEngines.Reference), adjacency),
            Throws.ArgumentException.With.Message.Contains("[3, 2]").And.Message.Contains("[3, 1]"));
    }

    private static DirGnnConv Create(DirGnnOptions options)
    {
        var layer = new DirGnnConv(3, 2, Inner("in"), Inner("out"), new RandomSource(1), options);
        layer.MoveTo(TestEngines.Reference);
        return layer;

        static GcnConv Inner(string name) =>
            new(3, 2, new RandomSource(1).Stream(name), new GcnOptions { Normalization = GcnNormalization.Symmetric });
    }
}
