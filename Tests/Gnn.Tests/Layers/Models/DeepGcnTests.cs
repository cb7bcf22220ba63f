using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class DeepGcnTests
{
    [Test]
    public void Parameters_DefaultsAndEdgeFeatures_HaveTheNamesOfTheExample()
    {
        using DeepGcn model = Create(GenAggregation.Softmax);

        Assert.That(
            model.NamedParameters().Select(named => named.Name).Where(name => !name.StartsWith("layers.1.", StringComparison.Ordinal)),
            Is.EquivalentTo(new[]
            {
                "node_encoder.weight", "node_encoder.bias", "edge_encoder.weight", "edge_encoder.bias", "lin.weight", "lin.bias",
                "layers.0.norm.weight", "layers.0.norm.bias", "layers.0.conv.aggr_module.t", "layers.0.conv.mlp.0.weight", "layers.0.conv.mlp.0.bias",
                "layers.0.conv.mlp.1.weight", "layers.0.conv.mlp.1.bias", "layers.0.conv.mlp.4.weight", "layers.0.conv.mlp.4.bias",
            }));
    }

    [Test]
    public void Forward_EdgeFeatures_GivesTheRowsOfLayerByLayer()
    {
        using var scope = new TensorScope();
        using DeepGcn model = Create(GenAggregation.Softmax);
        model.MoveTo(TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using Adjacency adjacency = model.Prepare(graph);
        Tensor x = TestGraphs.Features(15, 6, TestEngines.Reference);

        Tensor whole = model.Forward(ForwardContext.Inference, x, adjacency);
        Tensor first = model.ForwardLayer(ForwardContext.Inference, 0, x, adjacency);
        Tensor second = model.ForwardLayer(ForwardContext.Inference, 1, first, adjacency);

        Assert.That(second.ToArray<double>(), Is.EqualTo(whole.ToArray<double>()).Within(1e-12));
    }

    [Test]
    public void Forward_EdgeFeatures_HaveTheGradientsOfCentralDifferences()
    {
        using DeepGcn model = Create(GenAggregation.Mean);
        model.MoveTo(TestEngines.Reference);
        using SparseStructure structure = TestGraphs.Random(nodes: 8, edges: 20);
        using Tensor x = TestGraphs.Features(8, 6, TestEngines.Reference).WithGradient();
        using Tensor edges = Tensor.Uniform((20, 2), new RandomSource(2), -1, 1, TestEngines.Reference).WithGradient();
        var prepared = new List<Adjacency>();

        double error = GradientCheck.Run(
            () =>
            {
                prepared.Add(model.Prepare(structure, edges));
                return model.Forward(ForwardContext.Inference, x, prepared[^1]);
            },
            [x, edges, .. model.Parameters().Select(parameter => parameter.Value)]);

        prepared.ForEach(adjacency => adjacency.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Prepare_EdgeFeaturesMissing_AreAskedFor()
    {
        using DeepGcn model = Create(GenAggregation.Softmax);
        using SparseStructure structure = TestGraphs.Random();

        Assert.That(() => model.Prepare(structure), Throws.ArgumentException.With.Message.Contains("2 edge features"));
    }

    private static DeepGcn Create(GenAggregation aggregation) => new(6, 4, 3, new RandomSource(1), layers: 2, dropout: 0, new DeepGcnOptions
    {
        EdgeFeatures = 2,
        Convolution = new DeepGcnOptions().Convolution with { Aggregation = aggregation, Bias = true },
    });
}
