using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class RgcnTests
{
    [TestCase(null, null)]
    [TestCase(2, null)]
    [TestCase(null, 1)]
    public void Load_SavedModel_GivesTheSameLogits(int? bases, int? blocks)
    {
        using var folder = new ScratchFolder();
        using var scope = new TensorScope();
        string path = Path.Combine(folder.Path, "model.safetensors");
        using var model = new Rgcn(
            6, 5, 4, relations: 3, new RandomSource(1), layers: 3, dropout: 0.25,
            new RgcnOptions { Aggregation = Aggregation.Sum, Bases = bases, Blocks = blocks, Bias = false });
        model.MoveTo(TestEngines.Reference);
        ModelFile.Save(path, model, SafetensorsType.Float64);
        using GraphModel loaded = ModelFile.Load(path, TestEngines.Reference);
        using Graph graph = TestGraphs.Graph(TestEngines.Reference);
        using Adjacency adjacency = loaded.Prepare(graph);
        Tensor x = TestGraphs.Features(15, 6, TestEngines.Reference);

        Assert.That(
            loaded.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>(),
            Is.EqualTo(model.Forward(ForwardContext.Inference, x, adjacency).ToArray<double>()));
    }

    [Test]
    public void ParameterGroups_SeveralLayers_DecaysTheFirst()
    {
        using var model = new Rgcn(6, 5, 3, relations: 3, new RandomSource(1));
        IReadOnlyList<ParameterGroup> groups = model.ParameterGroups();

        Assert.That(groups.Select(group => (group.Parameters.Count, group.WeightDecayScale)), Is.EqualTo(new[] { (3, 1.0), (3, 0.0) }));
        Assert.That(model.NamedParameters().First().Name, Is.EqualTo("convs.0.weight"));
    }

    [Test]
    public void Prepare_EdgesWithoutRelations_IsRefused()
    {
        using var model = new Rgcn(6, 5, 3, relations: 3, new RandomSource(1));
        using SparseStructure structure = TestGraphs.Random();

        Assert.That(() => model.Prepare(structure), Throws.ArgumentException.With.Message.Contains("relation"));
    }
}
