using System.IO.Compression;
using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Signed;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class SignedNetworksTests
{
    private static readonly string[] Sampson = ["pygsd/Sampson/sampson_adj.npz", "pygsd/Sampson/sampson_labels.npy"];

    private static string RootOf(params string[] files)
    {
        string path = SharedData.Require("signed");
        foreach (string file in files)
        {
            SharedData.Require("signed/" + file);
        }

        return Path.GetDirectoryName(path)!;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static Dataset LoadText(string name, string folder, string file, string text, bool isPacked = false)
    {
        using var scratch = new ScratchFolder();
        string place = Directory.CreateDirectory(Path.Combine(scratch.Path, folder)).FullName;
        using (Stream stream = File.Create(Path.Combine(place, file)))
        using (Stream target = isPacked ? new GZipStream(stream, CompressionLevel.Fastest) : stream)
        {
            target.Write(Utf8(text));
        }

        return DatasetCatalog.Find(name).Load(scratch.Path);
    }

    [TestCase("bitcoin-otc", "soc-sign-bitcoinotc.csv", 3563, 0)]
    [TestCase("bitcoin-alpha", "soc-sign-bitcoinalpha.csv", 1536, 0)]
    [TestCase("epinions", "soc-sign-epinions.txt.gz", 123705, 573)]
    [TestCase("slashdot", "soc-sign-Slashdot090221.txt.gz", 124130, 0)]
    [TestCase("sampson", "pygsd/Sampson/sampson_adj.npz", 182, 0)]
    public void Load_RealFiles_HasThePublishedCounts(string name, string file, int negative, int loops)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(RootOf(file));
        var graph = dataset.As<SignedGraph>();
        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That(graph.NegativeIds.Length, Is.EqualTo(negative));
        Assert.That(graph.PositiveIds.Length, Is.EqualTo(graph.EdgeCount - negative));
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()).Count(edge => edge.First == edge.Second), Is.EqualTo(loops));
        using Dataset again = entry.Load(RootOf(file));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(entry.ContentHash).And.EqualTo(dataset.ComputeContentHash()));
        using SignedGraph loaded = SignedNetworks.Load(name.ToUpperInvariant(), RootOf(file), TestEngines.Reference);
        Assert.That((loaded.NodeCount, loaded.EdgeCount), Is.EqualTo((graph.NodeCount, graph.EdgeCount)));
    }

    [Test]
    public void Load_BitcoinOtc_KeepsTheOrderOfTheFileWithRatingsAndTimes()
    {
        using Dataset dataset = DatasetCatalog.Find("bitcoin-otc").Load(RootOf("soc-sign-bitcoinotc.csv"));
        var graph = dataset.As<SignedGraph>();
        IReadOnlyList<string> names = dataset.Names["node"];
        Assert.That(names, Has.Count.EqualTo(5881));
        Assert.That(names[^1], Is.EqualTo("6005"));
        Assert.That(Enumerable.Range(0, 3).Select(edge => names[graph.Sources[edge]]), Is.EqualTo(new[] { "6", "6", "1" }));
        Assert.That(Enumerable.Range(0, 3).Select(edge => names[graph.Targets[edge]]), Is.EqualTo(new[] { "2", "5", "15" }));
        int[] ratings = graph.Edges[SignedNetworks.Rating].ToArray<int>();
        long[] times = graph.Edges[ColumnNames.Times].ToArray<long>();
        Assert.That(ratings, Is.All.InRange(-10, 10).And.All.Not.EqualTo(0));
        Assert.That(ratings.Select(Math.Sign), Is.EqualTo(graph.Signs.ToArray().Select(sign => (int)sign)));
        Assert.That(times[..3], Is.EqualTo(new[] { 1289241911728, 1289241941533, 1289243140390 }));
        Assert.That(times, Is.Ordered);
    }

    [Test]
    public void Load_BitcoinAlpha_IsNotInTheOrderOfTime()
    {
        using SignedGraph graph = SignedNetworks.Load("bitcoin-alpha", RootOf("soc-sign-bitcoinalpha.csv"));
        long[] times = graph.Edges[ColumnNames.Times].ToArray<long>();
        Assert.That(times[..3], Is.EqualTo(new[] { 1407470400000, 1376539200000, 1369713600000 }));
        Assert.That(times, Is.Not.Ordered);
    }

    [Test]
    public void Load_Sampson_HasFiveGroupsAndMagnitudes()
    {
        using SignedGraph graph = SignedNetworks.Load("sampson", RootOf(Sampson));
        int[] groups = graph.Nodes[ColumnNames.Labels].ToArray<int>();
        Assert.That(Enumerable.Range(0, 5).Select(group => groups.Count(label => label == group)), Is.EqualTo(new[] { 7, 7, 5, 3, 3 }));
        float[] weights = graph.Edges[ColumnNames.EdgeWeights].ToArray<float>();
        Assert.That(weights.Distinct(), Is.EquivalentTo(new[] { 1f, 2f, 3f }));
    }

    [Test]
    public void Load_Telegram_IsADirectedWeightedGraphOfFourClasses()
    {
        DatasetEntry entry = DatasetCatalog.Find("telegram");
        using Dataset dataset = entry.Load(RootOf("pygsd/telegram/telegram_adj.npz"));
        var graph = dataset.As<Graph>();
        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That(graph.IsUndirected, Is.False);
        Assert.That(Enumerable.Range(0, 4).Select(kind => graph.HostLabels.ToArray().Count(label => label == kind)), Is.EqualTo(new[] { 39, 84, 30, 92 }));
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.All.GreaterThanOrEqualTo(1f));
        Assert.That(dataset.ComputeContentHash(), Is.EqualTo(entry.ContentHash));
        Assert.That(SignedNetworks.Names, Does.Not.Contain("telegram"));
    }

    [Test]
    public void Load_SgcnLayout_DropsRowsWithoutASignAndKeepsTheirNodes()
    {
        using Dataset dataset = LoadText("sgcn-bitcoin-otc", "signed/sgcn", "bitcoin_otc.csv", "id1,id2,sign\n0,1,1.0\n1,2,-1.0\n3,4,\n0,4,NaN\n2,2,1.0\n");
        var graph = dataset.As<SignedGraph>();
        Assert.That((graph.NodeCount, graph.EdgeCount, graph.IsUndirected), Is.EqualTo((5, 5L, true)));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 0, 2, 1, 2 }));
        Assert.That(graph.Signs.ToArray(), Is.EqualTo(new sbyte[] { 1, 1, -1, -1, 1 }));
        Assert.That(dataset.Names, Is.Empty);
    }

    [Test]
    public void Load_WikirfaLayout_HasNoHeaderAndRenumbersGaps()
    {
        using Dataset dataset = LoadText("wikirfa", "signed/pygsd", "wikirfa.csv", "0,7,1\r\n9,7,-1\r\n0,0,1");
        var graph = dataset.As<SignedGraph>();
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 2, 0 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 1, 0 }));
        Assert.That(graph.Signs.ToArray(), Is.EqualTo(new sbyte[] { 1, -1, 1 }));
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "0", "7", "9" }));
    }

    [Test]
    public void Load_WikiRfaText_TakesVotesForAndAgainstInFileOrder()
    {
        string text = """
            SRC:Steel
            TGT:Zoë B
            VOT:1
            RES:-1
            YEA:2013
            DAT:23:13, 19 April 2013
            TXT:'''Support''': as nominator

            SRC:
            TGT:Zoë B
            VOT:-1
            RES:-1
            YEA:2013
            DAT:
            TXT:

            SRC:Neutral
            TGT:Zoë B
            VOT:0
            RES:-1
            YEA:2013
            DAT:01:00, 2 Feb 2013
            TXT:

            SRC:Zoë B
            TGT:Steel
            VOT:-1
            RES:1
            YEA:2008
            DAT:some day
            TXT:no

            SRC:Steel
            TGT:Zoë B
            VOT:-1
            RES:1
            YEA:2009
            DAT:00:01, 31 Dec 2008
            TXT:
            """;
        using Dataset dataset = LoadText("wiki-rfa", "signed", "wiki-RfA.txt.gz", text.ReplaceLineEndings("\n"), isPacked: true);
        var graph = dataset.As<SignedGraph>();
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "Steel", "Zoë B", "Neutral" }));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 1, 0, 1 }));
        Assert.That(graph.Signs.ToArray(), Is.EqualTo(new sbyte[] { 1, -1, -1 }));
        Assert.That(graph.Edges[SignedNetworks.Result].ToArray<int>(), Is.EqualTo(new[] { -1, 1, 1 }));
        Assert.That(graph.Edges[SignedNetworks.Year].ToArray<int>(), Is.EqualTo(new[] { 2013, 2008, 2009 }));
        long[] expected =
        [
            new DateTimeOffset(2013, 4, 19, 23, 13, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            -1,
            new DateTimeOffset(2008, 12, 31, 0, 1, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
        ];
        Assert.That(graph.Edges[ColumnNames.Times].ToArray<long>(), Is.EqualTo(expected));
    }

    [TestCase("1,2\n", "line 1, column 4: expected a sign, got the end of the line")]
    [TestCase("0,1,1\n1,-2,1\n", "line 2, column 3: expected a target of 0")]
    [TestCase("0,1,2\n", "line 1, column 6: expected a sign, 1 or -1, got '2'")]
    [TestCase("0,1,1,5\n", "line 1, column 7: expected the end of the line")]
    [TestCase("", "expected at least one edge")]
    public void ReadDirected_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => SignedEdgeText.ReadDirected(Utf8(text), "a.csv", (byte)','),
        Throws.TypeOf<DataFormatException>().With.Message.Contains("a.csv: ").And.Message.Contains(message));

    [TestCase("1,2,0,5\n", "that is not 0")]
    [TestCase("1,2,11,5\n", "line 1, column 5: expected a rating of -10 to 10, got 11")]
    [TestCase("1,2,3,noon\n", "line 1, column 7: expected a time in seconds, got 'noon'")]
    [TestCase("6,2,4,1289241911.72836\n6,5,2", "line 2, column 6: expected a time, got the end of the line")]
    public void ReadRatings_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => SignedEdgeText.ReadRatings(Utf8(text), "a.csv"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [TestCase("0,1,1.0\n", "expected the header 'id1,id2,sign'")]
    [TestCase("id1,id2,sign\n0,1,0.5\n", "line 2, column 8: expected a sign")]
    public void ReadUndirected_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => SignedEdgeText.ReadUndirected(Utf8(text), "a.csv"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [TestCase("SRC:a\nTGT:b\nVOT:2\n", "line 3")]
    [TestCase("SRC:a\nVOT:1\n", "line 2, column 1: expected a line that begins with 'TGT:', got 'VOT:1'")]
    [TestCase("SRC:a\nTGT:b\nVOT:1\nRES:1\nYEA:2004\nDAT:", "line 7: expected a line that begins with 'TXT:', got the end of the file")]
    public void ReadVotes_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => AdminVotes.Read(Utf8(text), "a.txt"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [Test]
    public void Load_AlteredFile_SaysThatItIsNotTheOneThatIsKnown()
    {
        string[] lines = File.ReadAllLines(SharedData.Require("signed/soc-sign-bitcoinotc.csv"));
        Assert.That(
            () => LoadText("bitcoin-otc", "signed", "soc-sign-bitcoinotc.csv", string.Join('\n', lines[1..])),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("expected the 'bitcoin-otc' that is known by this name"));
    }

    [Test]
    public void Load_ClassesOfAnotherGraph_AreRefused()
    {
        string root = Path.Combine(RootOf([.. Sampson, "pygsd/telegram/telegram_labels.npy"]), "signed", "pygsd");
        Assert.That(
            () => AdjacencyFiles.Read(Path.Combine(root, "Sampson", "sampson_adj.npz"), Path.Combine(root, "telegram", "telegram_labels.npy")),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("expected 25 classes from 0 up"));
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(() => SignedNetworks.Load("judo"), Throws.ArgumentException.With.Message.Contains("bitcoin-otc, bitcoin-alpha"));

    [Test]
    public void Readers_MutatedText_ThrowNothingElse()
    {
        static void Use(Dataset dataset) => dataset.Dispose();

        int refused = ParserFuzz.SurvivesMutations(Utf8("# a\n0\t1\t1\n2\t1\t-1\n3\t3\t1\n"), bytes => Use(SignedEdgeText.ReadDirected(bytes, "a", null)));
        refused += ParserFuzz.SurvivesMutations(Utf8("6,2,4,1289241911.7\n2,6,-10,1289241941\n"), bytes => Use(SignedEdgeText.ReadRatings(bytes, "a")));
        refused += ParserFuzz.SurvivesMutations(Utf8("id1,id2,sign\n0,1,1.0\n1,2,-1.0\n3,4,\n"), bytes => Use(SignedEdgeText.ReadUndirected(bytes, "a")));
        refused += ParserFuzz.SurvivesMutations(
            Utf8("SRC:a\nTGT:b\nVOT:1\nRES:1\nYEA:2004\nDAT:23:13, 19 April 2013\nTXT:x\n\nSRC:b\nTGT:a\nVOT:-1\nRES:1\nYEA:2004\nDAT:\nTXT:x\n"),
            bytes => Use(AdminVotes.Read(bytes, "a")));
        Assert.That(refused, Is.InRange(200, 1990));
    }
}
