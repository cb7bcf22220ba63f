using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Citation;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.NodeSets;

[TestFixture]
internal sealed class LinqsTests
{
    private const string Content = "p1\t0\t1\t0\tDB\nwang02\t1\t0\t1\tAI\n7\t0\t0\t0\tDB\n";
    private const string Citations = "p1\twang02\n7\t7\nmissing\tp1\nwang02\tp1\n7\tp1\n";
    private static readonly int[] ClassSizes = [298, 418, 818, 426, 217, 180, 351];

    private static string Root => Path.GetDirectoryName(SharedData.Require("linqs"))!;

    private static (Graph Graph, IReadOnlyList<string> Papers) Read(string content, string citations, bool isDirected = false) => LinqsFiles.Read(
        new TextScanner(Encoding.UTF8.GetBytes(content), "x.content", (byte)'\t'),
        new TextScanner(Encoding.UTF8.GetBytes(citations), "x.cites", (byte)'\t'),
        isDirected);

    private static void WriteArchive(string path, string folder, string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(packed);
        foreach ((string file, string text) in ((string, string)[])[("README", "about"), (name + ".content", Content), (name + ".cites", Citations)])
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, folder + "/" + file) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }
    }

    [Test]
    public void Load_Cora_HasTheFigures()
    {
        using Dataset cora = Linqs.Load("linqs-cora", Root);
        new Figures(2708, 10556, 0, 1433, 49216, 52619899537, ClassSizes, 0.809966, 17253827444).Check(cora.As<Graph>());
        Assert.That(cora.As<Graph>().ClassNames[2], Is.EqualTo("Neural_Networks"));
        Assert.That((cora.Names["node"][0], cora.Names["node"][1], cora.Names["node"][2707]), Is.EqualTo(("31336", "1061127", "24043")));
    }

    [Test]
    public void Load_CoraDirected_HasTheLinesOfTheFile()
    {
        using Dataset cora = Linqs.Load("LINQS-Cora", Root, isDirected: true);
        Graph graph = cora.As<Graph>();
        new Figures(2708, 5429, 0, 1433, 49216, 52619899537, ClassSizes, 0.813778, 8910188484).Check(graph);
        Assert.That((cora.Names["node"][graph.Sources[0]], cora.Names["node"][graph.Targets[0]]), Is.EqualTo(("1033", "35")), "the second cites the first");
    }

    [Test]
    public void Load_Cora_HasTheSplitOfPygcn()
    {
        using Dataset cora = Linqs.Load("linqs-cora", Root);
        NodeSplit split = cora.NodeSplits.Single();
        Assert.That(split.Train.ToArray(), Is.EqualTo(Enumerable.Range(0, 140)));
        Assert.That(split.Validation.ToArray(), Is.EqualTo(Enumerable.Range(200, 300)));
        Assert.That(split.Test.ToArray(), Is.EqualTo(Enumerable.Range(500, 1000)));
    }

    [Test]
    public void Load_CoraFromTheArchive_IsThatOfTheFiles()
    {
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["linqs"]);
        File.Copy(SharedData.Require("linqs/cora.tgz"), scratch["linqs/cora.tgz"]);
        using Dataset unpacked = Linqs.Load("linqs-cora", Root);
        using Dataset archived = Linqs.Load("linqs-cora", scratch.Path);
        Assert.That(archived.ComputeContentHash(), Is.EqualTo(unpacked.ComputeContentHash()));
    }

    [Test]
    public void Load_Cora_HasThePapersOfTheBenchmarksCora()
    {
        using Dataset text = Linqs.Load("linqs-cora", Root);
        using Dataset npz = GnnBenchmark.Load("benchmark-cora", Root);
        Graph own = text.As<Graph>();
        Graph other = npz.As<Graph>();
        IReadOnlyList<string> papers = text.Names["node"];
        Dictionary<string, int> places = npz.Names["node"].Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] map = [.. papers.Select(paper => places[paper])];
        Assert.That(map, Is.Unique);
        Assert.That(own.ClassNames, Is.EqualTo(other.ClassNames));
        Assert.That(own.HostLabels.ToArray(), Is.EqualTo(map.Select(node => other.HostLabels[node])));
        HashSet<(int, int)> edges = [.. other.Sources.ToArray().Zip(other.Targets.ToArray())];
        Assert.That(own.Sources.ToArray().Zip(own.Targets.ToArray()).All(edge => edges.Contains((map[edge.First], map[edge.Second]))));
        for (int node = 0; node < map.Length; node += 100)
        {
            Assert.That(
                own.Features.Sparse!.Structure.Row(node).Length, Is.EqualTo(other.Features.Sparse!.Structure.Row(map[node]).Length), papers[node]);
        }
    }

    [TestCase(true, "citeseer")]
    [TestCase(true, "citeseer-doc-classification")]
    [TestCase(false, "citeseer")]
    public void Load_CiteseerOfAFewPapers_DropsWhatNamesNoPaper(bool isArchive, string folder)
    {
        using var scratch = new ScratchFolder();
        if (isArchive)
        {
            WriteArchive(scratch["linqs/citeseer.tgz"], folder, "citeseer");
        }
        else
        {
            Directory.CreateDirectory(scratch["linqs/citeseer"]);
            File.WriteAllText(scratch["linqs/citeseer/citeseer.content"], Content);
            File.WriteAllText(scratch["linqs/citeseer/citeseer.cites"], Citations);
        }

        using Dataset data = Linqs.Load("linqs-citeseer", scratch.Path);
        Graph graph = data.As<Graph>();
        Assert.That(data.NodeSplits, Is.Empty);
        Assert.That(data.Names["node"], Is.EqualTo(new[] { "p1", "wang02", "7" }));
        Assert.That(graph.ClassNames, Is.EqualTo(new[] { "AI", "DB" }));
        Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (0, 1), (0, 2), (1, 0), (2, 0), (2, 2) }));
        Assert.That(graph.Features.Sparse!.Structure.Row(1).ToArray(), Is.EqualTo(new[] { 0, 2 }));
    }

    [Test]
    public void Read_Directed_GoesFromTheCitingToTheCitedPaper()
    {
        (Graph graph, _) = Read(Content, Citations, isDirected: true);
        using (graph)
        {
            Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(new[] { (1, 0), (2, 2), (0, 1), (0, 2) }));
        }
    }

    [TestCase("", Citations, "x.content: line 0, column 1: expected a line for each paper")]
    [TestCase("p1\t0\t1\tDB\np2\t0\tAI\n", "", "x.content: line 2, column 4: expected 2 features as in the first line, got 1")]
    [TestCase("p1\t0\t1\tDB\np1\t0\t1\tAI\n", "", "x.content: line 2, column 4: expected each paper once, got 'p1' again")]
    [TestCase("p1\t0\t2\tDB\n", "", "x.content: line 1, column 4: expected 0 or 1 as feature 1, got '2'")]
    [TestCase("p1\t0\t\tDB\n", "", "x.content: line 1, column 4: expected 0 or 1 as feature 1, got the end of the features")]
    [TestCase("p1\t0\t11\tDB\n", "", "x.content: line 1, column 4: expected 0 or 1 as feature 1, got '11'")]
    [TestCase("p1\n", "", "x.content: line 1, column 3: expected features and a class")]
    [TestCase("p1\t0\t1\t\n", "", "x.content: line 1, column 4: expected the name of a class")]
    [TestCase("\t0\t1\tDB\n", "", "x.content: line 1, column 2: expected the id of a paper")]
    [TestCase(Content, "p1\n", "x.cites: line 1, column 3: expected the id of the citing paper, got the end of the line")]
    [TestCase(Content, "p1\t7\t7\n", "x.cites: line 1, column 6: expected the end of the line, got '7'")]
    public void Read_DamagedText_NamesTheLine(string content, string citations, string message) =>
        Assert.That(() => Read(content, citations), Throws.TypeOf<DataFormatException>().With.Message.StartsWith(message));

    [TestCase(true, 200)]
    [TestCase(false, 100)]
    public void Read_MutatedText_ReadsOrRefuses(bool isContent, int least)
    {
        byte[] content = Encoding.UTF8.GetBytes(Content);
        byte[] citations = Encoding.UTF8.GetBytes(Citations);
        int refused = ParserFuzz.SurvivesMutations(isContent ? content : citations, bytes =>
        {
            var papers = new TextScanner(isContent ? bytes : content, "x.content", (byte)'\t');
            LinqsFiles.Read(papers, new TextScanner(isContent ? citations : bytes, "x.cites", (byte)'\t'), isDirected: false).Graph.Dispose();
        });
        Assert.That(refused, Is.GreaterThan(least));
    }

    [Test]
    public void Load_CoraCutShort_IsRefused()
    {
        string content = SharedData.Require("linqs/cora/cora.content");
        using var scratch = new ScratchFolder();
        Directory.CreateDirectory(scratch["linqs/cora"]);
        File.Copy(SharedData.Require("linqs/cora/cora.cites"), scratch["linqs/cora/cora.cites"]);
        byte[] bytes = File.ReadAllBytes(content);
        File.WriteAllBytes(scratch["linqs/cora/cora.content"], bytes[..^1000]);
        Assert.That(() => Linqs.Load("linqs-cora", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("cora.content: line 2708"));
        File.WriteAllBytes(scratch["linqs/cora/cora.content"], bytes[..(bytes.AsSpan(0, bytes.Length - 1000).LastIndexOf((byte)'\n') + 1)]);
        Assert.That(() => Linqs.Load("linqs-cora", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("with the content hash"));
        File.WriteAllText(scratch["linqs/cora/cora.content"], Content);
        Assert.That(() => Linqs.Load("linqs-cora", scratch.Path), Throws.TypeOf<DataFormatException>().With.Message.Contains("expected at least 1500 papers"));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(() => Linqs.Load("cora"), Throws.ArgumentException.With.Message.Contains("linqs-cora, linqs-citeseer"));
}
