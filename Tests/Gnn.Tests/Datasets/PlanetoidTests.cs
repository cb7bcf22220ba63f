using Gnn.Datasets;
using Gnn.Datasets.Citation;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class PlanetoidTests
{
    [TestCase("cora", 2708, 10556, 7, 140, 49216)]
    [TestCase("Citeseer", 3327, 9228, 6, 120, 105165)]
    [TestCase("pubmed", 19717, 88651, 3, 60, 988031)]
    public void Load_RealFiles_HasThePublishedCountsAndASoundSplit(string name, int nodes, int edges, int classes, int train, int entries)
    {
        string root = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        (Graph graph, NodeSplit split) = Planetoid.Load(name, root);
        using (graph)
        {
            SplitAudit audit = split.Audit(graph);

            Assert.That((graph.NodeCount, graph.EdgeCount, graph.ClassCount), Is.EqualTo((nodes, (long)edges, classes)));
            Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((train, 500, 1000)));
            Assert.That(audit.Problems, Is.Empty);
            Assert.That(audit.Train.ClassCounts, Is.All.EqualTo(20));
            Assert.That(graph.Features.Sparse!.Structure.EntryCount, Is.EqualTo(entries));
            Assert.That(graph.Validate(), Is.Empty);
        }
    }

    [TestCase("cora", 0.8100)]
    [TestCase("pubmed", 0.8024)]
    public void Load_RealFiles_HasTheKnownHomophily(string name, double homophily)
    {
        (Graph graph, _) = Planetoid.Load(name, Path.GetDirectoryName(SharedData.Require("planetoid"))!);
        using (graph)
        {
            Assert.That(Homophily.OfEdges(graph), Is.EqualTo(homophily).Within(5e-5));
        }
    }

    [Test]
    public void NormalizeFeatures_OfCora_MakesRowsSumToOne()
    {
        (Graph graph, _) = Planetoid.Load("cora", Path.GetDirectoryName(SharedData.Require("planetoid"))!);
        using (graph)
        using (Graph normalized = graph.NormalizeFeatures())
        {
            double[] values = normalized.Features.Sparse!.Values.ToArray<double>();

            Assert.That(values.Sum(), Is.EqualTo(2708).Within(1e-3));
        }
    }

    [Test]
    public void Assemble_SmallFiles_KeepsFeaturesLabelsAndSplit()
    {
        using var fixture = new PlanetoidFixture();
        PlanetoidArrays data = PlanetoidFiles.Read("tiny", fixture.Folder);
        Graph graph;
        NodeSplit split;
        using (new TensorScope())
        {
            (graph, split) = Planetoid.Assemble(data, engine: null);
        }

        using (graph)
        {
            Assert.That(graph.Features.Shape, Is.EqualTo(new Shape(PlanetoidFixture.Nodes, 5)));
            Assert.That(graph.Features.Sparse!.Values.ToArray<float>(), Is.EqualTo(data.FeatureValues));
            Assert.That(graph.Features.Sparse.Structure.Row(3).ToArray(), Is.EqualTo(new[] { 0, 3 }));
            Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(data.Labels));
            Assert.That(graph.IsUndirected, Is.True);
            Assert.That(split.Test.ToArray(), Is.EqualTo(new[] { 505, 507, 509 }));
            Assert.That(split.Name, Is.EqualTo("public"));
        }
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() => Assert.That(
        () => Planetoid.Load("coral"), Throws.ArgumentException.With.Message.Contains("cora, citeseer, pubmed").And.Message.Contains("'coral'"));
}
