using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class HeterogeneousGraphsTests
{
    private const string FourArea = "no-redistribution/dblp_four_area";

    [Test]
    public void Load_Acm_HasThePublishedCountsTwice()
    {
        string root = Path.GetDirectoryName(SharedData.Require("hetero"))!;
        DatasetEntry entry = DatasetCatalog.Find("acm-heco");
        using Dataset dataset = entry.Load(root);
        using Dataset again = entry.Load(root);
        HeteroGraph graph = dataset.As<HeteroGraph>();
        int[] labels = graph.Nodes("paper")[ColumnNames.Labels].ToArray<int>();

        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That(graph.ToString(), Is.EqualTo(
            "HeteroGraph: 4019 paper, 7167 author, 60 subject nodes; 13407 author-writes-paper, 4019 paper-is-about-subject edges"));
        Assert.That(labels.CountBy(label => label).OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(new[] { 1993, 965, 1061 }));
        Assert.That(graph.Nodes("paper").Sparse(ColumnNames.Features).Structure.EntryCount, Is.EqualTo(340377));
        Assert.That(graph.Nodes("author").Sparse(ColumnNames.Features).Structure.EntryCount, Is.EqualTo(888869));
        Assert.That(graph.Nodes("author").Sparse(ColumnNames.Features).Structure.ColumnCount, Is.EqualTo(1902));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(dataset.ComputeContentHash()).And.EqualTo(entry.ContentHash));
    }

    [Test]
    public void Load_Acm_HasThreeSplitsOfEqualClasses()
    {
        (HeteroGraph graph, IReadOnlyList<NodeSplit> splits) = HeterogeneousGraphs.Load("acm-heco", Path.GetDirectoryName(SharedData.Require("hetero"))!);
        using (graph)
        {
            int[] labels = graph.Nodes("paper")[ColumnNames.Labels].ToArray<int>();

            Assert.That(splits.Select(split => split.Name), Is.EqualTo(new[] { "paper 20 per class", "paper 40 per class", "paper 60 per class" }));
            foreach ((NodeSplit split, int count) in splits.Zip((int[])[20, 40, 60]))
            {
                Assert.That((split.NodeCount, split.Validation.Length, split.Test.Length), Is.EqualTo((4019, 1000, 1000)));
                Assert.That(split.Train.ToArray().CountBy(paper => labels[paper]).Select(pair => pair.Value), Is.EqualTo(new[] { count, count, count }));
            }
        }
    }

    [TestCase("pa.txt", "0\t2036\nx\t1\n", "line 2, column 1")]
    [TestCase("pa.txt", "0\t7167\n", "line 1, column 3")]
    [TestCase("train_20.npy", null, "train_20.npy")]
    [TestCase("a_feat.npz", null, "a_feat.npz")]
    public void Load_DamagedAcm_NamesTheFile(string file, string? content, string place)
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["hetero/heco/acm"]);
        foreach (string path in Directory.GetFiles(SharedData.Require("hetero/heco/acm")))
        {
            byte[] bytes = File.ReadAllBytes(path);
            File.WriteAllBytes(scratch[$"hetero/heco/acm/{Path.GetFileName(path)}"], Path.GetFileName(path) == file ? bytes[..(bytes.Length / 2)] : bytes);
        }

        if (content is not null)
        {
            PackedText.Write(scratch[$"hetero/heco/acm/{file}"], content);
        }

        Assert.That(
            () => HeterogeneousGraphs.Load("acm-heco", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains(file).And.Message.Contains(place));
    }

    [Test]
    public void Load_SmallFourArea_NumbersByAscendingIdAndReadsLatin1()
    {
        using var scratch = new ScratchFolder();
        WriteFourArea(scratch);
        using Dataset dataset = DatasetCatalog.Find("dblp-four-area").Load(scratch.Path);
        HeteroGraph graph = dataset.As<HeteroGraph>();
        var writes = new EdgeType("author", "writes", "paper");

        Assert.That(graph.ToString(), Is.EqualTo(
            "HeteroGraph: 2 author, 2 paper, 1 venue, 3 term nodes; 3 author-writes-paper, 2 paper-appears-in-venue, 1 paper-mentions-term edges"));
        Assert.That(graph.Sources(writes).ToArray(), Is.EqualTo(new[] { 1, 0, 0 }));
        Assert.That(graph.Targets(writes).ToArray(), Is.EqualTo(new[] { 1, 1, 0 }));
        Assert.That(dataset.Names["author"], Is.EqualTo(new[] { "76", "124" }));
        Assert.That(dataset.Names["paper name"], Is.EqualTo(new[] { "Über Graphen.", "Clusters: 50 % more" }));
        Assert.That(graph.Nodes("author")[ColumnNames.Labels].ToArray<int>(), Is.EqualTo(new[] { -1, 3 }));
        Assert.That(graph.Nodes("paper")[ColumnNames.Labels].ToArray<int>(), Is.EqualTo(new[] { 0, -1 }));
        Assert.That(graph.Nodes("venue")[ColumnNames.Labels].ToArray<int>(), Is.EqualTo(new[] { 2 }));
        Assert.That(dataset.Names["class"][2], Is.EqualTo("artificial intelligence"));
        Assert.That(DatasetSize.Of(graph).Classes, Is.EqualTo(4));
    }

    [TestCase("paper_author.txt", "7604\t125\n", "line 1", "author that its file lists, got 125")]
    [TestCase("author.txt", "76\tA\n76\tB\n", "line 2", "not listed yet, got 76")]
    [TestCase("author_label.txt", "76\t4\tA\n", "line 1", "a label of 0 to 3, got 4")]
    [TestCase("author_label.txt", "76\t1\tA\n76\t1\tA\n", "line 2", "no label yet")]
    [TestCase("author_label.txt", "76\t1\tA\tB\n", "line 1", "the end of the line")]
    [TestCase("term.txt", "1 the\n", "line 1", "a whole number, got '1 the'")]
    public void Load_DamagedFourArea_NamesFileAndLine(string file, string content, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        WriteFourArea(scratch);
        PackedText.Write(scratch[$"{FourArea}/{file}"], content);

        Assert.That(
            () => HeterogeneousGraphs.Load("dblp-four-area", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(file).And.Message.Contains(place).And.Message.Contains(problem));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() => Assert.That(
        () => HeterogeneousGraphs.Load("acm"), Throws.ArgumentException.With.Message.Contains("acm-heco, dblp-four-area"));

    private static void WriteFourArea(ScratchFolder scratch)
    {
        (string Name, string Text)[] files =
        [
            ("author", "124\tYan Zhang\r\n76\tSouad Hadjres\r\n"),
            ("paper", "7604\tClusters: 50 % more\n601\tÜber Graphen."),
            ("conf", "36\tAAAI"),
            ("term", "1\tthe\n8920\tgraph\n3\tof\n"),
            ("paper_author", "7604\t124\n7604\t76\n601\t76"),
            ("paper_conf", "601\t36\n7604\t36\n"),
            ("paper_term", "601\t8920\n"),
            ("author_label", "124\t3\tYan Zhang\n"),
            ("paper_label", "601\t0\tÜber Graphen.\n"),
            ("conf_label", "36\t2\tAAAI\t\n"),
        ];
        Array.ForEach(files, file => PackedText.Write(scratch[$"{FourArea}/{file.Name}.txt"], file.Text));
    }
}
