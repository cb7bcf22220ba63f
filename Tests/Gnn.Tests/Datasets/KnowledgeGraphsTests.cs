using System.Text;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class KnowledgeGraphsTests
{
    [TestCase("fb15k-237", 14541, 237, 272115, 17535, 20466, 9, 28)]
    [TestCase("wn18rr", 40943, 11, 86835, 3034, 3134, 210, 210)]
    [TestCase("umls", 135, 46, 5216, 652, 661, 0, 0)]
    [TestCase("nations", 14, 55, 1592, 199, 201, 0, 0)]
    public void Load_RealFiles_HasThePublishedCountsTwice(
        string name, int entities, int relations, int train, int validation, int test, int unseenValidation, int unseenTest)
    {
        string root = Path.GetDirectoryName(SharedData.Require("kg"))!;
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(root);
        using Dataset again = entry.Load(root);
        Graph graph = dataset.As<Graph>();
        IndexSplit split = dataset.IndexSplits.Single();

        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That((graph.NodeCount, dataset.Names["node"].Count, dataset.Names["relation"].Count), Is.EqualTo((entities, entities, relations)));
        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((train, validation, test)));
        Assert.That((split.ItemName, (long)split.ItemCount), Is.EqualTo(("edge", graph.EdgeCount)));
        Assert.That(CountUnseen(graph, split.Train, split.Validation), Is.EqualTo(unseenValidation));
        Assert.That(CountUnseen(graph, split.Train, split.Test), Is.EqualTo(unseenTest));
        Assert.That(graph.Edges[ColumnNames.EdgeType].ToArray<int>().Distinct().Count(), Is.EqualTo(relations));
        Assert.That(dataset.Names["node"].Concat(dataset.Names["relation"]), Has.None.Contains("\r"));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(dataset.ComputeContentHash()).And.EqualTo(entry.ContentHash));
    }

    [Test]
    public void Load_Nations_KeepsFactsInTheOrderOfTheFiles()
    {
        using Dataset dataset = DatasetCatalog.Find("nations").Load(Path.GetDirectoryName(SharedData.Require("kg"))!);
        Graph graph = dataset.As<Graph>();

        Assert.That(graph.Sources[0], Is.Zero);
        Assert.That(graph.Targets[0], Is.EqualTo(1));
        Assert.That(graph.Edges[ColumnNames.EdgeType].ToArray<int>()[0], Is.Zero);
        Assert.That(dataset.IndexSplits[0].Train[^1] + 1, Is.EqualTo(dataset.IndexSplits[0].Validation[0]));
    }

    [TestCase("\n", true)]
    [TestCase("\r\n", true)]
    [TestCase("\r\n", false)]
    public void Load_SmallFiles_NumbersByFirstAppearanceWhateverTheLineEnds(string end, bool isPacked)
    {
        using var scratch = new ScratchFolder();
        WriteKinship(
            scratch, isPacked, $"ann\tterm 1\tbob{end}bob\tterm2\tann{end}", $"bob\tterm 1\tcé{end}{end}", $"dan\tterm3\tann");
        (Graph graph, IndexSplit split, IReadOnlyList<string> relations) = KnowledgeGraphs.Load("Kinship", scratch.Path);
        using (graph)
        {
            Assert.That((graph.NodeCount, graph.EdgeCount), Is.EqualTo((4, 4L)));
            Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 3 }));
            Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 0, 2, 0 }));
            Assert.That(graph.Edges[ColumnNames.EdgeType].ToArray<int>(), Is.EqualTo(new[] { 0, 1, 0, 2 }));
            Assert.That(relations, Is.EqualTo(new[] { "term 1", "term2", "term3" }));
            Assert.That(split.Train.ToArray(), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(split.Validation.ToArray(), Is.EqualTo(new[] { 2 }));
            Assert.That(split.Test.ToArray(), Is.EqualTo(new[] { 3 }));
        }
    }

    [TestCase("ann\tknows", "line 2, column 10", "a tail")]
    [TestCase("ann\tknows\tbob\tx", "line 2", "the end of the line")]
    [TestCase("ann\t\tbob", "line 2", "a relation, 1 to")]
    [TestCase("ann knows bob", "line 2", "a relation")]
    public void Load_LineOfAnotherShape_NamesFileAndLine(string line, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        WriteKinship(scratch, isPacked: true, "a\tb\tc", $"a\tb\tc\n{line}\n", "a\tb\tc");

        Assert.That(
            () => KnowledgeGraphs.Load("kinship", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("kinship.tar.gz/valid.txt").And.Message.Contains(place).And.Message.Contains(problem));
    }

    [Test]
    public void Load_ArchiveThatLacksAPart_NamesIt()
    {
        using var scratch = new ScratchFolder();
        PackedText.WriteTar(scratch["kg/kinship.tar.gz"], ("train.txt", "a\tb\tc\n"u8.ToArray()), ("test.txt", "a\tb\tc\n"u8.ToArray()));

        Assert.That(
            () => KnowledgeGraphs.Load("kinship", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("kinship.tar.gz").And.Message.Contains("'valid.txt'"));
    }

    [Test]
    public void Load_ArchiveCutShort_IsRefused()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["kg"]);
        File.WriteAllBytes(scratch["kg/umls.tar.gz"], File.ReadAllBytes(SharedData.Require("kg/umls.tar.gz"))[..20_000]);

        Assert.That(() => KnowledgeGraphs.Load("umls", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("umls.tar.gz"));
    }

    [Test]
    public void Load_AlteredFact_IsNotTheDataSetKnownByTheName()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["kg/WN18RR"]);
        foreach (string part in (string[])["train.txt", "valid.txt", "test.txt"])
        {
            File.Copy(SharedData.Require($"kg/WN18RR/{part}"), scratch[$"kg/WN18RR/{part}"]);
        }

        File.SetAttributes(scratch["kg/WN18RR/test.txt"], FileAttributes.Normal);
        File.AppendAllText(scratch["kg/WN18RR/test.txt"], "06845599\t_member_of_domain_usage\t03754979\n");

        Assert.That(() => KnowledgeGraphs.Load("wn18rr", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("content hash"));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() => Assert.That(
        () => KnowledgeGraphs.Load("fb15k"), Throws.ArgumentException.With.Message.Contains("fb15k-237, wn18rr, umls, nations, kinship"));

    private static int CountUnseen(Graph graph, ReadOnlySpan<int> train, ReadOnlySpan<int> part)
    {
        bool[] isSeen = new bool[graph.NodeCount];
        foreach (int edge in train)
        {
            isSeen[graph.Sources[edge]] = isSeen[graph.Targets[edge]] = true;
        }

        int count = 0;
        foreach (int edge in part)
        {
            count += isSeen[graph.Sources[edge]] && isSeen[graph.Targets[edge]] ? 0 : 1;
        }

        return count;
    }

    private static void WriteKinship(ScratchFolder scratch, bool isPacked, string train, string valid, string test)
    {
        (string Name, byte[] Content)[] files =
            [("train.txt", Encoding.UTF8.GetBytes(train)), ("valid.txt", Encoding.UTF8.GetBytes(valid)), ("test.txt", Encoding.UTF8.GetBytes(test))];
        if (isPacked)
        {
            PackedText.WriteTar(scratch["kg/kinship.tar.gz"], files);
            return;
        }

        Directory.CreateDirectory(scratch["kg/kinship"]);
        foreach ((string name, byte[] content) in files)
        {
            File.WriteAllBytes(scratch[$"kg/kinship/{name}"], content);
        }
    }
}
