using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixture]
internal sealed class ConvolutionGradientTests
{
    private static IEnumerable<ConvolutionCase> Cases => ConvolutionCases.All;

    [TestCaseSource(nameof(Cases))]
    public void Forward_AnyConvolution_HasTheGradientsOfCentralDifferences(ConvolutionCase convolution)
    {
        IConvolution layer = convolution.Make();
        using var module = (Module)layer;
        module.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference, nodes: 8, edges: 20);
        using Adjacency adjacency = layer.Prepare(graph);
        using Tensor x = TestGraphs.Features(8, convolution.Inputs, TestEngines.Reference).WithGradient();

        double error = GradientCheck.Run(
            () => layer.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency),
            [x, .. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void GcnConv_EdgeWeights_HaveTheGradientsOfCentralDifferences()
    {
        using var layer = new GcnConv(3, 2, new RandomSource(1));
        layer.MoveTo(TestEngines.Reference);
        using SparseStructure structure = TestGraphs.Random(nodes: 8, edges: 20);
        using Tensor x = TestGraphs.Features(8, 3, TestEngines.Reference);
        using Tensor weights = Tensor.Uniform(20, new RandomSource(2), 0.5, 1.5, TestEngines.Reference).WithGradient();
        var prepared = new List<Adjacency>();

        double error = GradientCheck.Run(
            () =>
            {
                prepared.Add(layer.Prepare(structure, weights));
                return layer.Forward(ForwardContext.Inference, x, prepared[^1]);
            },
            weights);

        prepared.ForEach(adjacency => adjacency.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [TestCase(Reduction.Sum)]
    [TestCase(Reduction.Mean)]
    [TestCase(Reduction.Max)]
    [TestCase(Reduction.Min)]
    public void GatConv_EdgeFeatures_HaveTheGradientsOfCentralDifferences(Reduction fill)
    {
        using var layer = new GatConv(3, 2, new RandomSource(1), new GatOptions { Heads = 2, EdgeFeatures = 2, LoopFill = fill });
        layer.MoveTo(TestEngines.Reference);
        using SparseStructure structure = TestGraphs.Random(nodes: 8, edges: 20);
        using Tensor x = TestGraphs.Features(8, 3, TestEngines.Reference).WithGradient();
        using Tensor edges = Tensor.Uniform((20, 2), new RandomSource(2), -1, 1, TestEngines.Reference).WithGradient();
        var prepared = new List<Adjacency>();

        double error = GradientCheck.Run(
            () =>
            {
                prepared.Add(layer.Prepare(structure, edges));
                return layer.Forward(ForwardContext.Inference, x, prepared[^1]);
            },
            [x, edges, .. layer.Parameters().Select(parameter => parameter.Value)]);

        prepared.ForEach(adjacency => adjacency.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void GatConv_DropoutOnAttention_HasTheGradientsOfCentralDifferences()
    {
        using var layer = new GatConv(3, 2, new RandomSource(1), new GatOptions { Heads = 2, Dropout = 0.4 });
        layer.MoveTo(TestEngines.Reference);
        using SparseStructure structure = TestGraphs.Random(nodes: 8, edges: 20);
        using Adjacency adjacency = layer.Prepare(structure);
        using Tensor x = TestGraphs.Features(8, 3, TestEngines.Reference).WithGradient();

        double error = GradientCheck.Run(
            () => layer.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency),
            [x, .. layer.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }
}
