using Gnn.Graphs.Heterogeneous;
using Gnn.Layers;
using Gnn.Layers.Heterogeneous;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Tests.Layers.Heterogeneous;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class HeteroModelTests
{
    [TestCase("han")]
    [TestCase("hgt")]
    public void Forward_AnyModel_GivesTheTargetsLogits(string name)
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(TestEngines.Reference);
        IHeteroModel model = Create(name);
        using var module = (Module)model;
        module.MoveTo(TestEngines.Reference);
        using HeteroAdjacency adjacency = model.Prepare(graph);

        Tensor logits = model.Forward(ForwardContext.Inference, HeteroFeatures.Of(graph), adjacency);

        Assert.That(logits.Shape, Is.EqualTo(new Shape(9, 3)));
        Assert.That(logits.AllFinite(), Is.True);
    }

    [TestCase("han")]
    [TestCase("hgt")]
    public void Forward_AnyModel_HasTheGradientsOfCentralDifferences(string name)
    {
        using var scope = new TensorScope();
        using HeteroGraph graph = HeteroCases.Graph(TestEngines.Reference);
        IHeteroModel model = Create(name);
        using var module = (Module)model;
        module.MoveTo(TestEngines.Reference);
        using HeteroAdjacency adjacency = model.Prepare(graph);
        HeteroFeatures x = HeteroFeatures.Of(graph);

        double error = GradientCheck.Run(
            () => model.Forward(ForwardContext.ForTraining(new RandomSource(3)), x, adjacency), [.. module.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Constructor_TargetThatNoEdgeTypeLeadsTo_IsRefused()
    {
        var random = new RandomSource(1);
        Assert.Multiple(() =>
        {
            Assert.That(
                () => new Han(HeteroCases.NodeTypes, 8, 3, HeteroCases.EdgeTypes, "venue", random), Throws.ArgumentException.With.Message.Contains("'venue'"));
            Assert.That(
                () => new Hgt(HeteroCases.NodeTypes, 8, 3, HeteroCases.EdgeTypes, "venue", random), Throws.ArgumentException.With.Message.Contains("'venue'"));
        });
    }

    private static IHeteroModel Create(string name) => name == "han"
        ? new Han(HeteroCases.NodeTypes, 4, 3, HeteroCases.EdgeTypes, "paper", new RandomSource(4), new HanOptions { Heads = 2, Dropout = 0.4 })
        : new Hgt(HeteroCases.NodeTypes, 4, 3, HeteroCases.EdgeTypes, "paper", new RandomSource(4), layers: 2, dropout: 0.3, new HgtOptions { Heads = 2 });
}
