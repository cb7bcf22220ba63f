using Gnn.Graphs.Hypergraphs;
using Gnn.Layers;
using Gnn.Layers.Hypergraphs;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Tests.Layers.Hypergraphs;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class HypergraphModelTests
{
    private static readonly string[] Names = ["hgnn", "hgnn_attention", "unigcn", "allset", "deepsets", "mlp"];

    [TestCaseSource(nameof(Names))]
    public void Forward_AnyModel_GivesTheNodesLogits(string name)
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(TestEngines.Reference);
        IHypergraphModel model = Create(name);
        using var module = (Module)model;
        module.MoveTo(TestEngines.Reference);
        using HypergraphAdjacency adjacency = model.Prepare(hypergraph);

        Tensor logits = model.Forward(ForwardContext.Inference, Features(), adjacency);

        Assert.That(logits.Shape, Is.EqualTo(new Shape(HypergraphCases.Nodes, 3)));
        Assert.That(logits.AllFinite(), Is.True);
        Assert.That(
            () => model.Forward(ForwardContext.Inference, TestGraphs.Features(3, HypergraphCases.Inputs, TestEngines.Reference), adjacency),
            Throws.ArgumentException.With.Message.Contains("[3, 5]"));
    }

    [TestCaseSource(nameof(Names))]
    public void Forward_AnyModel_HasTheGradientsOfCentralDifferences(string name)
    {
        using var scope = new TensorScope();
        using Hypergraph hypergraph = HypergraphCases.Create(TestEngines.Reference);
        IHypergraphModel model = Create(name);
        using var module = (Module)model;
        foreach ((string parameterName, Parameter parameter) in module.NamedParameters())
        {
            // Biases of 0 are where a row whose incidences are all dropped has no derivative.
            parameter.Set(Tensor.Uniform(parameter.Value.Shape, new RandomSource(2).Stream(parameterName), -1, 1));
        }

        module.MoveTo(TestEngines.Reference);
        using HypergraphAdjacency adjacency = model.Prepare(hypergraph);
        Tensor x = Features();

        double error = GradientCheck.Run(
            () => model.Forward(ForwardContext.ForTraining(new RandomSource(3)), x, adjacency), [.. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Constructor_NumbersThatDoNotFit_AreRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new Hgnn(5, 4, 3, random, layers: 0), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new Hgnn(5, 4, 3, random, dropout: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(
                () => new Hgnn(5, 4, 3, random, convolution: new HypergraphConvOptions { Attention = HypergraphAttention.OverNodes, HyperedgeFeatures = true }),
                Throws.ArgumentException.With.Message.Contains("HyperedgeFeatures"));
            Assert.That(() => new UniGcn(5, 0, 3, random), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllSet(5, 6, 3, random), Throws.ArgumentException.With.Message.Contains("divide"));
            Assert.That(() => new AllSet(5, 4, 3, random, new AllSetOptions { Kind = (AllSetKind)5 }), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => new AllSet(5, 4, 3, random, new AllSetOptions { InputDropout = -1 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    private static Tensor Features() => TestGraphs.Features(HypergraphCases.Nodes, HypergraphCases.Inputs, TestEngines.Reference);

    private static IHypergraphModel Create(string name) => name switch
    {
        "hgnn" => new Hgnn(5, 4, 3, new RandomSource(1)),
        "hgnn_attention" => new Hgnn(
            5, 4, 3, new RandomSource(1), layers: 3, convolution: new HypergraphConvOptions { Attention = HypergraphAttention.OverHyperedges, Heads = 2, Dropout = 0.3 }),
        "unigcn" => new UniGcn(5, 4, 3, new RandomSource(1), layers: 3),
        "allset" => new AllSet(5, 4, 3, new RandomSource(1), new AllSetOptions { Layers = 2, Heads = 2 }),
        "deepsets" => new AllSet(5, 4, 3, new RandomSource(1), new AllSetOptions { Kind = AllSetKind.DeepSets, Dropout = 0.2 }),
        _ => new Mlp(5, 4, 3, new RandomSource(1)),
    };
}
