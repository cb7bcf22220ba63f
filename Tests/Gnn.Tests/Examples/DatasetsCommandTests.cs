using System.Text.Json;
using Gnn.Datasets;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>The commands that list, show and convert data sets of every structure.</summary>
[TestFixture]
internal sealed class DatasetsCommandTests
{
    // Of these the files of features and splits may be there or not, so that there is no one hash.
    private static readonly string[] WithoutFeatures = ["cocitation-pubmed", "coauthorship-dblp"];

    [Test]
    public void Datasets_EmptyRoot_ListsAllAndFindsOnlyWhatIsBuiltIn()
    {
        using var folder = new ScratchFolder();
        CommandLine list = CommandLine.Run("datasets", "--data", folder.Path);
        CommandLine json = CommandLine.Run("datasets", "--data", folder.Path, "--json");

        Assert.That(list.ExitCode + json.ExitCode, Is.Zero, list.Error + json.Error);
        Assert.That(DatasetCatalog.Names, Is.All.Matches<string>(name => list.Output.Contains($" {name} ", StringComparison.Ordinal)));
        using JsonDocument document = JsonDocument.Parse(json.LastLine);
        JsonElement[] entries = [.. document.RootElement.GetProperty("datasets").EnumerateArray()];
        Assert.That(entries.Select(entry => entry.GetProperty("name").GetString()), Is.EqualTo(DatasetCatalog.Names));
        Assert.That(
            entries.Where(entry => entry.GetProperty("found").ValueKind == JsonValueKind.Array).Select(entry => entry.GetProperty("name").GetString()),
            Is.EqualTo(new[] { "karate", "southern-women", "les-miserables" }));
        foreach (string property in (string[])["licence", "citation", "source", "title", "task"])
        {
            Assert.That(entries.Select(entry => entry.GetProperty(property).GetString()), Is.All.Not.Empty, property);
        }
    }

    [TestCaseSource(typeof(DatasetCatalog), nameof(DatasetCatalog.Names))]
    public void Info_EveryDataSetThatIsHere_CountsWhatTheCatalogSays(string name)
    {
        string data = Path.GetDirectoryName(SharedData.Require("planetoid"))!;
        DatasetEntry entry = DatasetCatalog.Find(name);
        if (entry.FindFiles(new DataRoot(data)) is null)
        {
            Assert.Ignore($"'{name}' is not under '{data}'; its format is tested with files made by a test.");
        }

        if (name == "cornell")
        {
            CommandLine refused = CommandLine.Run("info", "--dataset", name, "--data", data);
            Assert.That(refused.ExitCode, Is.EqualTo(1));
            Assert.That(refused.Error, Does.Contain("heterophilous-cornell"));
            return;
        }

        CommandLine command = CommandLine.Run("info", "--dataset", name, "--data", data, "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("nodes").GetInt64(), Is.EqualTo(entry.Size!.Nodes));
        Assert.That(json.RootElement.GetProperty("edges").GetInt64(), Is.EqualTo(entry.Size.Edges));
        if (entry.Files.Count > 0 && !WithoutFeatures.Contains(name))
        {
            Assert.That(json.RootElement.GetProperty("content_hash").GetString(), Is.EqualTo(entry.ContentHash));
        }
    }

    [Test]
    public void Info_SouthernWomen_ShowsHyperedges()
    {
        CommandLine command = CommandLine.Run("info", "--dataset", "southern-women");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        Assert.That(command.Output, Does.Contain("18 nodes").And.Contain("14 hyperedges").And.Contain("names of node: 18"));
    }

    [Test]
    public void Node_HypergraphDataSet_SaysThatItTakesAGraph()
    {
        CommandLine command = CommandLine.Run("node", "--dataset", "southern-women");

        Assert.That(command.ExitCode, Is.EqualTo(2));
        Assert.That(command.Error, Does.Contain("this command takes a graph, and 'southern-women' is another structure"));
    }

    [Test]
    public void Convert_ToGraphFileAndOn_GivesTheSameTablesAndHash()
    {
        using var folder = new ScratchFolder();
        CommandLine[] runs =
        [
            CommandLine.Run("convert", "--dataset", "les-miserables", "--out-graph", folder["a.gnn"], "--out-edges", folder["a.csv"], "--out-nodes", folder["b.csv"]),
            CommandLine.Run("convert", "--graph", folder["a.gnn"], "--out-graph", folder["c.gnn"], "--out-edges", folder["c.csv"], "--out-nodes", folder["d.csv"]),
        ];

        Assert.That(runs.Select(run => run.ExitCode), Is.All.Zero, string.Join("; ", runs.Select(run => run.Error)));
        Assert.That(File.ReadAllBytes(folder["c.gnn"]), Is.EqualTo(File.ReadAllBytes(folder["a.gnn"])));
        Assert.That(File.ReadAllText(folder["c.csv"]), Is.EqualTo(File.ReadAllText(folder["a.csv"])));
        Assert.That(File.ReadAllText(folder["d.csv"]), Is.EqualTo(File.ReadAllText(folder["b.csv"])));
        Assert.That(File.ReadLines(folder["a.csv"]).First(), Is.EqualTo("source,target,weight"));
        Assert.That(File.ReadLines(folder["a.csv"]).Count(), Is.EqualTo(255));
    }

    [Test]
    public void Convert_Hypergraph_WritesARowForEachMembership()
    {
        using var folder = new ScratchFolder();
        CommandLine command = CommandLine.Run("convert", "--dataset", "southern-women", "--out-edges", folder["e.csv"], "--out-nodes", folder["n.csv"]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        string[] rows = File.ReadAllLines(folder["e.csv"]);
        Assert.That((rows[0], rows.Length), Is.EqualTo(("hyperedge,node", 90)));
        Assert.That(File.ReadLines(folder["n.csv"]).Count(), Is.EqualTo(19));
    }

    // In the first split of Texas a class has no training node; AIFB's split has no validation nodes.
    [TestCase("texas", "geom-gcn", 0.1)]
    [TestCase("aifb", "rgcn", 0.4)]
    public void Node_PublishedSplitWithGaps_TrainsAllTheSame(string name, string folder, double least)
    {
        string data = Path.GetDirectoryName(SharedData.Require(folder))!;
        CommandLine command = CommandLine.Run("node", "--dataset", name, "--data", data, "--epochs", "30", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(least));
    }

    [Test]
    public void Node_GraphFile_TrainsAsTheDataSetItWasMadeOf()
    {
        using var folder = new ScratchFolder();
        CommandLine.Run("convert", "--dataset", "karate", "--out-graph", folder["karate.gnn"]);
        CommandLine command = CommandLine.Run("node", "--graph", folder["karate.gnn"], "--epochs", "50", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.6));
    }
}
