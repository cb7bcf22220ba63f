using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class DatasetCatalogTests
{
    [Test]
    public void Names_AreUniqueAndFindTheirEntries()
    {
        Assert.That(DatasetCatalog.Names, Is.Unique.And.All.Matches<string>(name => name!.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')));
        Assert.That(DatasetCatalog.Names, Is.SupersetOf(new[] { "karate", "southern-women", "les-miserables", "cora", "citeseer", "pubmed" }));
        Assert.That(DatasetCatalog.Names.Select(name => DatasetCatalog.Find(name.ToUpperInvariant()).Name), Is.EqualTo(DatasetCatalog.Names));
    }

    [Test]
    public void Find_UnknownName_ListsTheNames() => Assert.That(
        () => DatasetCatalog.Find("judo"), Throws.ArgumentException.With.Message.Contains("'judo'").And.Message.Contains("karate, southern-women"));

    [Test]
    public void Load_Karate_NeedsNoFiles()
    {
        using var scratch = new ScratchFolder();
        (Graph graph, NodeSplit split) = DatasetCatalog.Find("karate").LoadNodes(scratch.Path, new RandomSource(7), TestEngines.Reference);
        using (graph)
        {
            Assert.That(graph.Labels.Engine, Is.SameAs(TestEngines.Reference));
            Assert.That(graph.Features.Engine, Is.SameAs(TestEngines.Reference));
            Assert.That(split.NodeCount, Is.EqualTo(34));
        }
    }

    [Test]
    public void LoadNodes_Hypergraph_SaysWhatItIs()
    {
        using var scratch = new ScratchFolder();
        Assert.That(
            () => DatasetCatalog.Find("southern-women").LoadNodes(scratch.Path, new RandomSource(7)),
            Throws.InvalidOperationException.With.Message.Contains("'southern-women' is no graph with classes of nodes").And.Message.Contains("14 hyperedges"));
    }

    [Test]
    public void Load_Cora_IsPlanetoids()
    {
        string root = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        (Graph graph, _) = DatasetCatalog.Find("cora").LoadNodes(root, new RandomSource(7));
        using (graph)
        {
            Assert.That(graph.NodeCount, Is.EqualTo(2708));
        }
    }
}
