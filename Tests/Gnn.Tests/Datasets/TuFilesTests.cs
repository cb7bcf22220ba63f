using System.IO.Compression;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class TuFilesTests
{
    // Two graphs: 1 - 2 - 3 with 1 - 2 listed twice, and 4 - 5.
    private static readonly Dictionary<string, string> Tiny = new()
    {
        ["A"] = "2, 1\n1, 2\n2, 1\n1, 2\n3,2\n2,3\n5, 4\r\n4, 5\r\n",
        ["graph_indicator"] = "1\n1\n1\n2\n2\n",
        ["graph_labels"] = "7\n-2\n",
        ["node_labels"] = "3\n3\n6\n5\n3\n",
        ["node_attributes"] = " 0.5, 1\n 1.5, 2\n 2.5,-3\n 3.5, 4\n 4.5, 5\n\n",
        ["edge_labels"] = "1\n1\n0\n0\n0\n0\n2\n2\n",
        ["edge_attributes"] = "0.25\n0.25\n9\n9\n0.5\n0.5\n0.75\n0.75\n",
        ["graph_attributes"] = "1.5, 2\n3.5, 4\n",
        ["README"] = "words\n",
    };

    [TestCase("PTC_MR//PTC_MR_")]
    [TestCase("PTC_MR/PTC_MR_")]
    [TestCase("PTC_MR_")]
    public void Load_ZipOfAnyVintage_ReadsEveryFile(string prefix)
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["tudataset"]);
        WriteZip(Path.Combine(scratch["tudataset"], "PTC_MR.zip"), prefix, Tiny);
        using Dataset dataset = DatasetCatalog.Find("ptc-mr").Load(scratch.Path);

        CheckTiny(dataset);
    }

    [Test]
    public void Load_UnpackedZip_IsTheSame()
    {
        using var scratch = new ScratchFolder();
        WriteFolder(Path.Combine(scratch["tudataset"], "AIDS"), "AIDS", Tiny);
        using Dataset dataset = DatasetCatalog.Find("aids").Load(scratch.Path);
        WriteZip(scratch["any.zip"], "any/any_", Tiny);
        using Dataset zipped = TuDataset.Read(scratch["any.zip"]);

        CheckTiny(dataset);
        Assert.That(zipped.ComputeContentHash(), Is.EqualTo(dataset.ComputeContentHash()));
    }

    [Test]
    public void Read_OnlyTargets_HasNoClasses()
    {
        using Dataset dataset = ReadWithout(["graph_labels", "node_labels", "node_attributes", "edge_labels", "edge_attributes"]);
        var graphs = dataset.As<GraphSet>();

        Assert.That((graphs.Count, graphs.HasLabels), Is.EqualTo((2, false)));
        Assert.That(graphs.Graphs["target"].ToArray<float>(), Is.EqualTo(new[] { 1.5f, 2, 3.5f, 4 }));
        Assert.That((graphs.Nodes.Names.Count, graphs.Edges.Names.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Read_NeitherLabelsNorTargets_CountsGraphsByTheirNodes()
    {
        using Dataset dataset = ReadWithout(["graph_labels", "graph_attributes"]);

        Assert.That(dataset.As<GraphSet>().Count, Is.EqualTo(2));
    }

    [Test]
    public void Read_EdgeWithoutReverse_IsDirected()
    {
        using Dataset dataset = ReadWith("A", "1,2\n2,3\n3,2\n4,5\n5,4\n2,2\n2,1\n4,4\n", ["edge_labels", "edge_attributes"]);
        using Dataset directed = ReadWith("A", "2,1\n2,3\n3,2\n4,5\n", ["edge_labels", "edge_attributes"]);

        Assert.That((dataset.As<GraphSet>().IsUndirected, dataset.As<GraphSet>().EdgeCount), Is.EqualTo((true, 8L)));
        Assert.That((directed.As<GraphSet>().IsUndirected, directed.As<GraphSet>().EdgeCount), Is.EqualTo((false, 4L)));
    }

    [TestCase("A", "2, 1\n1, 6\n", "line 2, column 4", "1 to 5")]
    [TestCase("A", "2, 1\n1, 0\n", "line 2, column 4", "1 to 5")]
    [TestCase("A", "2, 1\n1\n", "line 2", "a node")]
    [TestCase("A", "2, 1\n1, 2, 3\n", "line 2", "end of the line")]
    [TestCase("A", "2, 1\n3, 4\n", "line 2", "two nodes of one graph")]
    [TestCase("graph_indicator", "1\n1\n2\n1\n2\n", "line 4", "not before")]
    [TestCase("graph_indicator", "1\n1\n2\n2\n3\n", "line 5", "2 to 2")]
    [TestCase("graph_labels", "7\nx\n", "line 2", "'x'")]
    [TestCase("graph_labels", "7, 1\n8, 2\n", "graph_labels", "one label for each graph")]
    [TestCase("graph_attributes", "1\n2\n3\n", "graph_attributes", "expected 2 lines, one for each graph, got 3")]
    [TestCase("node_labels", "3\n3\n6\n5\n", "node_labels", "expected 5 lines, one for each node, got 4")]
    [TestCase("node_labels", "3\n3\n6\n5\n2000000000\n", "node_labels", "one-hot")]
    [TestCase("node_attributes", "1,2\n1,2\n1\n1,2\n1,2\n", "line 3", "expected 2 columns")]
    [TestCase("node_attributes", "1\n2\nnan\n4\n5\n", "line 3", "finite")]
    [TestCase("node_attributes", "1\n2\n1e39\n4\n5\n", "line 3", "32-bit float")]
    [TestCase("edge_labels", "1\n", "edge_labels", "one for each edge")]
    public void Read_DamagedFile_SaysWhere(string file, string content, string place, string problem) => Assert.That(
        () => ReadWith(file, content, []).Dispose(),
        Throws.TypeOf<DataFormatException>().With.Message.Contains(place).And.Message.Contains(problem).And.Message.Contains("_" + file));

    [TestCase("A", "one set of graphs")]
    [TestCase("graph_indicator", "any_graph_indicator.txt")]
    public void Read_FileMissing_NamesIt(string file, string message) =>
        Assert.That(() => ReadWithout([file]).Dispose(), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [Test]
    public void Read_ZipCutAnywhere_IsRefused()
    {
        using var scratch = new ScratchFolder();
        WriteZip(scratch["any.zip"], "any//any_", Tiny);
        byte[] whole = File.ReadAllBytes(scratch["any.zip"]);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(scratch["cut.zip"], whole[..length]);
            Assert.That(() => TuDataset.Read(scratch["cut.zip"]).Dispose(), Throws.TypeOf<DataFormatException>(), $"{length} bytes");
        }
    }

    private static void CheckTiny(Dataset dataset)
    {
        var graphs = dataset.As<GraphSet>();
        Assert.That((graphs.Count, graphs.NodeCount, graphs.EdgeCount, graphs.IsUndirected), Is.EqualTo((2, 5, 6L, true)));
        Assert.That(graphs.SourcesOf(0).ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2 }));
        Assert.That(graphs.TargetsOf(0).ToArray(), Is.EqualTo(new[] { 1, 0, 2, 1 }));
        Assert.That(graphs.TargetsOf(1).ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(graphs.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(graphs.ClassNames, Is.EqualTo(new[] { "-2", "7" }));
        Assert.That(graphs.Nodes[ColumnNames.Features].ToArray<float>()[..12], Is.EqualTo(new[] { 0.5f, 1, 1, 0, 0, 0, 1.5f, 2, 1, 0, 0, 0 }));
        Assert.That(graphs.Nodes[ColumnNames.Features].ToArray<float>()[12..18], Is.EqualTo(new[] { 2.5f, -3, 0, 0, 0, 1 }));
        Assert.That(dataset.Names["feature"], Is.EqualTo(new[] { "attribute 0", "attribute 1", "label 3", "label 4", "label 5", "label 6" }));
        Assert.That(
            graphs.Edges[ColumnNames.EdgeFeatures].ToArray<float>(),
            Is.EqualTo(new[] { 0.25f, 0, 1, 0, 0.25f, 0, 1, 0, 0.5f, 1, 0, 0, 0.5f, 1, 0, 0, 0.75f, 0, 0, 1, 0.75f, 0, 0, 1 }));
        Assert.That(dataset.Names["edge feature"], Is.EqualTo(new[] { "attribute 0", "label 0", "label 1", "label 2" }));
        Assert.That(graphs.Graphs["target"].ToArray<float>(), Is.EqualTo(new[] { 1.5f, 2, 3.5f, 4 }));
        Assert.That(graphs.Validate(), Is.Empty);
    }

    private static Dataset ReadWithout(string[] left) => Read(Tiny.Where(pair => !left.Contains(pair.Key)).ToDictionary());

    private static Dataset ReadWith(string file, string content, string[] left)
    {
        Dictionary<string, string> files = Tiny.Where(pair => !left.Contains(pair.Key)).ToDictionary();
        files[file] = content;
        return Read(files);
    }

    private static Dataset Read(Dictionary<string, string> files)
    {
        using var scratch = new ScratchFolder();
        WriteFolder(scratch["any"], "any", files);
        return TuDataset.Read(scratch["any"]);
    }

    private static void WriteFolder(string folder, string set, Dictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, string content) in files)
        {
            File.WriteAllText(Path.Combine(folder, $"{set}_{name}.txt"), content);
        }
    }

    private static void WriteZip(string path, string prefix, Dictionary<string, string> files)
    {
        using ZipArchive zip = System.IO.Compression.ZipFile.Open(path, ZipArchiveMode.Create);
        foreach ((string name, string content) in files)
        {
            using var writer = new StreamWriter(zip.CreateEntry($"{prefix}{name}.txt").Open());
            writer.Write(content);
        }
    }
}
