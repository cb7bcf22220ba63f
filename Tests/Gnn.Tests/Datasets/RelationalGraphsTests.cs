using System.Text;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class RelationalGraphsTests
{
    private const string Triples = """
        <http://x/r1> <http://x/in> <http://x/f> .
        <http://x/r2> <http://x/in> <http://x/f> .
        <http://x/f> <http://x/age> "12"^^<http://x/Ma> .
        <http://x/r3> <http://x/in> _:g .
        """;

    private const string Complete = "id\trock\tlabel_theme\tlabel_lithogenesis\r\n1\thttp://x/r1\t\t0\r\n2\thttp://x/r3\tq\t1\r\n3\thttp://x/r2\t\t0";
    private const string Training = "rock\tid\tlabel_lithogenesis\r\nhttp://x/r3\t2.0\t1.0\r\nhttp://x/r1\t1.0\t0.0\r\n";
    private const string Testing = "rock\tid\tlabel_lithogenesis\r\nhttp://x/r2\t3.0\t0.0\r\n";

    [TestCase("aifb", 8285, 29043, 45, 5450, 152, 140, 36, new[] { 73, 60, 28, 15 })]
    [TestCase("mutag-rdf", 23644, 74227, 23, 1104, 0, 272, 68, new[] { 211, 129 })]
    public void Load_RealFiles_HasThePublishedCountsTwice(
        string name, int nodes, int edges, int relations, int literals, int blanks, int train, int test, int[] classes)
    {
        string root = Path.GetDirectoryName(SharedData.Require("rgcn"))!;
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(root);
        using Dataset again = entry.Load(root);
        Graph graph = dataset.As<Graph>();
        NodeSplit split = dataset.NodeSplits.Single();
        SplitAudit audit = split.Audit(graph);

        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That((graph.NodeCount, graph.EdgeCount, dataset.Names["relation"].Count), Is.EqualTo((nodes, (long)edges, relations)));
        Assert.That(dataset.Names["node"].Count(term => term[0] == '"'), Is.EqualTo(literals));
        Assert.That(dataset.Names["node"].Count(term => term[0] == '_'), Is.EqualTo(blanks));
        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((train, 0, test)));
        Assert.That(Enumerable.Range(0, classes.Length).Select(label => graph.HostLabels.ToArray().Count(other => other == label)), Is.EqualTo(classes));
        Assert.That(audit.Problems, Is.Empty);
        Assert.That(graph.Edges[ColumnNames.EdgeType].ToArray<int>().Distinct().Count(), Is.EqualTo(relations));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(dataset.ComputeContentHash()).And.EqualTo(entry.ContentHash));
    }

    [TestCase("aifb", "affiliation", "employs")]
    [TestCase("mutag-rdf", "isMutagenic")]
    public void Load_RealFiles_LackTheRelationsThatTellTheClass(string name, params string[] stripped)
    {
        (Graph graph, _, IReadOnlyList<string> relations) = RelationalGraphs.Load(name, Path.GetDirectoryName(SharedData.Require("rgcn"))!);
        using (graph)
        {
            Assert.That(stripped.SelectMany(ending => relations.Where(relation => relation.EndsWith('#' + ending))), Is.Empty);
        }
    }

    [Test]
    public void Load_SmallArchive_GivesLabelsAndSplitByTheColumnsOfTheHeader()
    {
        using var scratch = new ScratchFolder();
        Write(scratch, Triples, Complete, Training, Testing);
        using Dataset dataset = DatasetCatalog.Find("bgs").Load(scratch.Path);
        Graph graph = dataset.As<Graph>();

        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "http://x/r1", "http://x/f", "http://x/r2", "\"12\"^^<http://x/Ma>", "http://x/r3", "_:g" }));
        Assert.That(graph.Edges[ColumnNames.EdgeType].ToArray<int>(), Is.EqualTo(new[] { 0, 0, 1, 0 }));
        Assert.That((graph.Sources.ToArray(), graph.Targets.ToArray()), Is.EqualTo((new[] { 0, 2, 1, 4 }, new[] { 1, 1, 3, 5 })));
        Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 0, -1, 0, -1, 1, -1 }));
        Assert.That(graph.ClassNames, Is.EqualTo(new[] { "0", "1" }));
        Assert.That(dataset.NodeSplits[0].Train.ToArray(), Is.EqualTo(new[] { 0, 4 }));
        Assert.That(dataset.NodeSplits[0].Test.ToArray(), Is.EqualTo(new[] { 2 }));
    }

    [TestCase("complete", "http://x/r1", "http://x/r9", "line 2", "which no triple names")]
    [TestCase("complete", "http://x/r1", "http://x/r2", "line 4", "no class yet")]
    [TestCase("complete", "label_lithogenesis", "label", "line 1", "expected a header with 'rock' and 'label_lithogenesis'")]
    [TestCase("train", "1.0\t0.0", "1.0\t1.0", "line 3", "'0', got '1.0'")]
    [TestCase("train", "http://x/r1", "http://x/f", "line 3", "none, got '0.0'")]
    [TestCase("test", "http://x/r2", "http://x/r1", "line 2", "neither trains nor tests")]
    [TestCase("test", "\t3.0", "", "line 2", "expected a class")]
    [TestCase("triples", "<http://x/in> _:g .", "<http://x/in> _:g", "line 4", "'.'")]
    public void Load_FilesThatContradict_NamesFileAndLine(string file, string text, string other, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        string Edit(string name, string content) => name == file ? content.Replace(text, other, StringComparison.Ordinal) : content;
        Write(scratch, Edit("triples", Triples), Edit("complete", Complete), Edit("train", Training), Edit("test", Testing));

        Assert.That(
            () => RelationalGraphs.Load("bgs", scratch.Path),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("bgs.tgz/").And.Message.Contains(place).And.Message.Contains(problem));
    }

    [Test]
    public void Load_ArchiveCutShort_IsRefused()
    {
        using var scratch = new ScratchFolder();
        string path = Write(scratch, Triples, Complete, Training, Testing);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);

        Assert.That(() => RelationalGraphs.Load("bgs", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("bgs.tgz"));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() => Assert.That(
        () => RelationalGraphs.Load("mutag"), Throws.ArgumentException.With.Message.Contains("aifb, mutag-rdf, bgs, am").And.Message.Contains("'mutag'"));

    private static string Write(ScratchFolder scratch, string triples, string complete, string training, string test) => PackedText.WriteTar(
        scratch["rgcn/bgs/bgs.tgz"],
        ("bgs/bgs_stripped.nt.gz", PackedText.Gzip(Encoding.UTF8.GetBytes(triples))),
        ("bgs/completeDataset.tsv", Encoding.UTF8.GetBytes(complete)),
        ("bgs/trainingSet.tsv", Encoding.UTF8.GetBytes(training)),
        ("bgs/testSet.tsv", Encoding.UTF8.GetBytes(test)));
}
