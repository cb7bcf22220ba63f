using System.Globalization;
using System.Text.Json;
using Gnn.Datasets;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Signed;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Tests.Datasets.Tables;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>The commands on a user's own tables.</summary>
[TestFixture]
internal sealed class TableCommandTests
{
    [Test]
    public void Node_OwnTables_TrainsAndPredictsEveryNodeByItsId()
    {
        using var folder = new ScratchFolder();
        (string nodes, string edges, string predictions) = (folder["n.csv"], folder["e.csv"], folder["p.csv"]);
        TableFiles.WriteCommunities(nodes, edges, nodes: 600, seed: 1);

        CommandLine command = CommandLine.Run(
            "node", "--edges", edges, "--nodes", nodes, "--label", "colour", "--undirected", "--epochs", "60", "--runs", "2", "--predictions", predictions, "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("dataset").GetString(), Is.EqualTo("e"));
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.7), "chance is 0.25");
        string[][] rows = [.. File.ReadAllLines(predictions).Select(line => line.Split(','))];
        Assert.That(rows[0], Is.EqualTo(new[] { "run", "id", "split", "label", "class", "probability" }));
        Assert.That(rows, Has.Length.EqualTo(1 + (2 * 600)));
        Assert.That(rows.Skip(1).Take(600).Select(row => row[1]), Is.EqualTo(Enumerable.Range(0, 600).Select(node => $"n{node:D5}")));
        Assert.That(rows.Skip(1).Select(row => row[4]), Is.All.AnyOf("red", "green", "blue", "grey"));
        Assert.That(rows.Skip(1).Where(row => row[3].Length == 0).Select(row => row[2]), Is.All.EqualTo("none"), "a node without a label is in no part");
        foreach (string part in (string[])["train", "validation", "test"])
        {
            int[] counts = [.. rows.Skip(1).Take(600).Where(row => row[2] == part).GroupBy(row => row[3]).Select(group => group.Count())];
            Assert.That(counts, Has.Length.EqualTo(4));
            Assert.That(counts.Max() - counts.Min(), Is.LessThan(counts.Max() / 2), $"every class has its share of {part}");
        }
    }

    [TestCase("gcn")]
    [TestCase("sheaf-diag")] // Takes edges both ways, and the table has them one way.
    public void Predict_OwnTables_GivesWhatTheRunPredicted(string model)
    {
        using var folder = new ScratchFolder();
        (string nodes, string edges) = (folder["n.csv"], folder["e.csv"]);
        TableFiles.WriteCommunities(nodes, edges, nodes: 200, seed: 2);
        string[] tables = ["--edges", edges, "--nodes", nodes, "--label", "colour", "--features", "x*"];

        CommandLine trained = CommandLine.Run(["node", .. tables, "--model", model, "--epochs", "10", "--save", folder["m.safetensors"], "--predictions", folder["a.csv"]]);
        CommandLine predicted = CommandLine.Run(["predict", .. tables, "--model", folder["m.safetensors"], "--out", folder["b.csv"]]);

        Assert.That(trained.ExitCode + predicted.ExitCode, Is.Zero, trained.Error + predicted.Error);
        string[][] run = [.. File.ReadAllLines(folder["a.csv"]).Select(line => line.Split(','))];
        string[][] later = [.. File.ReadAllLines(folder["b.csv"]).Select(line => line.Split(','))];
        Assert.That(later[0], Is.EqualTo(new[] { "id", "class", "p(blue)", "p(green)", "p(grey)", "p(red)" }));
        Assert.That(later.Skip(1).Select(row => (row[0], row[1])), Is.EqualTo(run.Skip(1).Select(row => (row[1], row[4]))));
        Assert.That(
            later.Skip(1).Select(row => row.Skip(2).Max(value => double.Parse(value, CultureInfo.InvariantCulture))), Is.EqualTo(run.Skip(1).Select(row => double.Parse(row[5], CultureInfo.InvariantCulture))).Within(1e-6));
    }

    [Test]
    public void Info_OwnTables_CountsThem()
    {
        using var folder = new ScratchFolder();
        string edges = TableFiles.Write(folder, "mine.tsv", "from\tto\nb\ta\nc\ta\nc\ta\n");

        CommandLine command = CommandLine.Run("info", "--edges", edges, "--source", "from", "--target", "to", "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("dataset").GetString(), Is.EqualTo("mine"));
        Assert.That(json.RootElement.GetProperty("nodes").GetInt32(), Is.EqualTo(3));
        Assert.That(json.RootElement.GetProperty("edges").GetInt32(), Is.EqualTo(3));
        Assert.That(json.RootElement.TryGetProperty("split", out _), Is.False, "nodes without labels are not split");
    }

    [Test]
    public void Convert_DataSetAndBack_KeepsGraphAndClasses()
    {
        using var folder = new ScratchFolder();
        CommandLine written = CommandLine.Run("convert", "--dataset", "karate", "--out-edges", folder["e.csv"], "--out-nodes", folder["n.tsv"]);
        CommandLine again = CommandLine.Run(
            "info", "--edges", folder["e.csv"], "--nodes", folder["n.tsv"], "--label", "label", "--undirected", "--ids", "index", "--json");

        Assert.That(written.ExitCode + again.ExitCode, Is.Zero, written.Error + again.Error);
        using JsonDocument json = JsonDocument.Parse(again.LastLine);
        Assert.That(json.RootElement.GetProperty("edges").GetInt32(), Is.EqualTo(156));
        Assert.That(json.RootElement.GetProperty("class_counts").EnumerateArray().Select(count => count.GetInt32()), Is.EqualTo(new[] { 17, 17 }));
    }

    [TestCase("set", "--ids index --label label --weight weight --edge-features e*")]
    [TestCase("hetero", "--ids index --label label")]
    [TestCase("signed", "--ids index --time time")]
    [TestCase("hypergraph", "")]
    public void Convert_TablesOfOtherStructures_AreKnownByTheirColumns(string kind, string options)
    {
        using var folder = new ScratchFolder();
        using Dataset dataset = Structure(kind);
        TableWriter.Write(folder["e.csv"], TableColumns.OfEdges(dataset));
        TableWriter.Write(folder["n.csv"], TableColumns.OfNodes(dataset));

        CommandLine command = CommandLine.Run(
        [
            "convert", "--edges", folder["e.csv"], "--nodes", folder["n.csv"], .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "--out-graph", folder["g.gnn"], "--out-edges", folder["e2.csv"], "--out-nodes", folder["n2.csv"],
        ]);

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using Dataset read = GraphFile.OpenDataset(folder["g.gnn"]);
        Assert.That(read.Structure, Is.TypeOf(dataset.Structure.GetType()));
        Assert.That(read.Structure.ContentHash, Is.EqualTo(dataset.Structure.ContentHash));
        Assert.That(File.ReadAllText(folder["e2.csv"]), Is.EqualTo(File.ReadAllText(folder["e.csv"])));
        Assert.That(File.ReadAllText(folder["n2.csv"]), Is.EqualTo(File.ReadAllText(folder["n.csv"])));
    }

    [TestCase("node --edges E --nodes N", 2, "training needs labels: name the column of the node table that holds the classes with --label COLUMN.")]
    [TestCase("node --edges E --label y", 2, "--label names columns of the node table: name it with --nodes FILE.")]
    [TestCase("node --label y", 2, "--label is for your own tables: name the edge table with --edges FILE.")]
    [TestCase("node --edges E --dataset karate", 2, "--edges names one graph and --dataset another: leave one out.")]
    [TestCase("node --edges E --nodes N --label z", 1, "expected a column 'z' (the labels), got 'id', 'y', 'a'. Name one of these.")]
    [TestCase("node --edges E --nodes N --label y --features y", 1, "has two roles")]
    [TestCase("node --edges E --nodes N --label y --delimiter ab", 2, "--delimiter takes one character, got 'ab'.")]
    [TestCase("node --edges E --nodes N --label y --ids guess", 2, "--ids takes one of text, integer, index, got 'guess'.")]
    [TestCase("node --edges missing.csv --nodes N --label y", 1, "missing.csv")]
    [TestCase("node --edges N --nodes N --label y", 1, "expected a column 'source' (the sources), got 'id', 'y', 'a'")]
    [TestCase("node --edges E --nodes N --label y --predictions P", 1, "E: line 3, column 'target': expected a node of the node table, got 'z'")]
    [TestCase("convert --edges E", 2, "name what to write: --out-graph FILE, --out-edges FILE or --out-nodes FILE, one or several.")]
    [TestCase("convert --edges E --out-edges P --out-nodes P", 2, "--out-edges and --out-nodes name the same file")]
    [TestCase("convert --edges H --undirected --out-graph P.gnn", 2, "--undirected is for edges, and the rows of the edge table are memberships")]
    [TestCase("convert --edges S --nodes G --out-edges P", 1, "S: line 2, column 'graph': expected a graph of the node table, got 'k'")]
    [TestCase("convert --dataset karate --out-graph P", 2, "--out-graph writes a graph file: name one that ends with .gnn")]
    [TestCase("info --graph E --dataset karate", 2, "--graph names one graph and --dataset another: leave one out.")]
    [TestCase("info --graph E", 1, "E: ")]
    [TestCase("convert --dataset karate --out-edges P.gnn", 2, "--out-edges writes a table")]
    public void Command_BadTablesOrOptions_EndsInOneLineAndWritesNothing(string command, int exitCode, string expected)
    {
        using var folder = new ScratchFolder();
        TableFiles.Write(folder, "N", "id,y,a\nv,p,1\nw,q,2\n");
        TableFiles.Write(folder, "E", "source,target\nv,w\nv,z\n");
        TableFiles.Write(folder, "H", "hyperedge,node\nh,v\n");
        TableFiles.Write(folder, "S", "graph,source,target\nk,v,w\n");
        TableFiles.Write(folder, "G", "graph,id\ng,v\n");
        string[] args = [.. command.Split(' ').Select(arg => arg is "N" or "E" or "P" or "H" or "S" or "G" ? folder[arg] : arg)];

        CommandLine run = CommandLine.Run(args);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.Error);
        Assert.That(run.Error, Does.Contain(expected.Replace("E: ", folder["E"] + ": ", StringComparison.Ordinal).Replace("S: ", folder["S"] + ": ", StringComparison.Ordinal)).And.Not.Contain("   at "));
        Assert.That(run.Error.TrimEnd('\n').Split('\n').Count(line => !line.Contains("--help", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(5), "nothing is written");
    }

    // What tables and the options of the command can say of each.
    private static Dataset Structure(string kind)
    {
        switch (kind)
        {
            case "set":
                return new Dataset(GraphSetTableTests.Draw(isUndirected: false));
            case "hetero":
                return new Dataset(HeteroTableTests.Draw());
            case "signed":
                using (SignedGraph bare = SignedGraph.FromEdges(4, [0, 3, 2, 3], [1, 0, 1, 3], [1, -1, -1, 1]))
                {
                    return new Dataset(bare.WithEdgeColumn("time", Tensor.Create((long[])[5, -3, 1L << 40, 0], 4)));
                }

            default:
                return new Dataset(SouthernWomen.Load())
                {
                    Names = new Dictionary<string, IReadOnlyList<string>>
                    {
                        ["node"] = SouthernWomen.Women,
                        ["hyperedge"] = [.. Enumerable.Range(1, 14).Select(place => $"event {place}")],
                    },
                };
        }
    }

    [Test]
    [Category("Long")]
    [Explicit("Two tables of 50,000 nodes")]
    public void Node_OwnTablesOf50000Nodes_TrainsAndPredictsByOneCommand()
    {
        using var folder = new ScratchFolder();
        TableFiles.WriteCommunities(folder["n.csv"], folder["e.csv"], nodes: 50_000, seed: 1);

        CommandLine command = CommandLine.Run(
            "node", "--edges", folder["e.csv"], "--nodes", folder["n.csv"], "--label", "colour", "--undirected", "--predictions", folder["p.csv"], "--json");

        Assert.That(command.ExitCode, Is.Zero, command.Error);
        using JsonDocument json = JsonDocument.Parse(command.LastLine);
        Assert.That(json.RootElement.GetProperty("test_accuracy_mean").GetDouble(), Is.GreaterThan(0.85));
        Assert.That(File.ReadLines(folder["p.csv"]).Count(), Is.EqualTo(50_001));
    }
}
