using System.Buffers.Binary;
using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Temporal;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class TemporalNetworksTests
{
    private const string Jodie = """
        user_id,item_id,timestamp,state_label,comma_separated_list_of_features
        0,0,0.0,0,-0.5,1
        1,1,36.069,0,0.25,2
        1,0,35.5,1,0.125,3
        2,3,40,0,0,4
        """;

    private const string Processed = ",u,i,ts,label,idx\n0,1,3,0.0,0.0,1\n1,2,4,10.5,1.0,2\n2,1,4,12.0,0.0,3\n";

    private static string RootOf(string file) => Path.GetDirectoryName(Path.GetDirectoryName(SharedData.Require("temporal/" + file)))!;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Npy(int rows, int columns, params double[] values)
    {
        string header = $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({rows}, {columns}), }}".PadRight(117) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[8 * values.Length]];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(10 + header.Length + (8 * i)), values[i]);
        }

        return bytes;
    }

    [TestCase("collegemsg", "CollegeMsg.txt", 20296, 194)]
    [TestCase("uci", "ml_UCI-Msg.csv", 20295, 193)]
    [TestCase("wikipedia", "ml_wikipedia.txt", 18257, 30)]
    public void Load_RealFiles_HasThePublishedCounts(string name, string file, int pairs, int days)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        using Dataset dataset = entry.Load(RootOf(file));
        var graph = dataset.As<TemporalGraph>();
        Assert.That(DatasetSize.Of(graph), Is.EqualTo(entry.Size));
        Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()).Distinct().Count(), Is.EqualTo(pairs));
        Assert.That(Math.Ceiling((graph.Times[^1] - graph.Times[0]) / 86400e3), Is.EqualTo(days).Within(1));
        using Dataset again = entry.Load(RootOf(file));
        Assert.That(again.ComputeContentHash(), Is.EqualTo(entry.ContentHash).And.EqualTo(dataset.ComputeContentHash()));
        (TemporalGraph loaded, IndexSplit split) = TemporalNetworks.Load(name.ToUpperInvariant(), RootOf(file), TestEngines.Reference);
        using (loaded)
        {
            Assert.That(loaded.Sources.SequenceEqual(graph.Sources));
            split.Audit(times: loaded.Times).ThrowIfUnsound();
        }
    }

    [Test]
    public void Load_CollegeMsg_HasMillisecondsSince1970AndNames()
    {
        using Dataset dataset = DatasetCatalog.Find("collegemsg").Load(RootOf("CollegeMsg.txt"));
        var graph = dataset.As<TemporalGraph>();
        Assert.That(graph.Times[0], Is.EqualTo(1082040961000));
        Assert.That((graph.Sources[0], graph.Targets[0]), Is.EqualTo((0, 1)));
        Assert.That(dataset.Names["node"][0], Is.EqualTo("1"));
        Assert.That(graph.SourceNodeCount, Is.Null);
    }

    [Test]
    public void Load_Wikipedia_IsBipartiteAndSplitAsTgnDoes()
    {
        (TemporalGraph graph, IndexSplit split) = TemporalNetworks.Load("wikipedia", RootOf("ml_wikipedia.txt"));
        using (graph)
        {
            Assert.That(graph.SourceNodeCount, Is.EqualTo(8227));
            Assert.That((graph.Sources[1], graph.Targets[1], graph.Times[1]), Is.EqualTo((1, 8228, 36000L)));
            Assert.That(split.Name, Is.EqualTo("70/15/15 by time"));
            Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((110232, 23621, 23621)));
        }
    }

    [Test]
    public void Load_EnronLayout_IsOneIdSpace()
    {
        using var scratch = new ScratchFolder();
        string folder = Directory.CreateDirectory(Path.Combine(scratch.Path, "temporal")).FullName;
        File.WriteAllText(Path.Combine(folder, "ml_enron.txt"), "115 170 0\n115 170 0\n170 3 25\n");
        using Dataset dataset = DatasetCatalog.Find("enron").Load(scratch.Path);
        var graph = dataset.As<TemporalGraph>();
        Assert.That((graph.NodeCount, graph.SourceNodeCount), Is.EqualTo((3, (int?)null)));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 1, 1, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 2, 2, 0 }));
        Assert.That(graph.Times.ToArray(), Is.EqualTo(new[] { 0L, 0, 25000 }));
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "3", "115", "170" }));
    }

    [Test]
    public void Load_JodieLayout_SortsEventsWithTheirColumns([Values("jodie-wikipedia", "jodie-reddit", "jodie-mooc", "jodie-lastfm")] string name)
    {
        using var scratch = new ScratchFolder();
        string folder = Directory.CreateDirectory(Path.Combine(scratch.Path, "temporal", "jodie")).FullName;
        File.WriteAllText(Path.Combine(folder, name["jodie-".Length..] + ".csv"), Jodie);
        using Dataset dataset = DatasetCatalog.Find(name).Load(scratch.Path);
        var graph = dataset.As<TemporalGraph>();
        Assert.That((graph.NodeCount, graph.SourceNodeCount), Is.EqualTo((6, (int?)3)));
        Assert.That(graph.Times.ToArray(), Is.EqualTo(new[] { 0L, 35500, 36069, 40000 }));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 3, 3, 4, 5 }));
        Assert.That(graph.Events[TemporalNetworks.State].ToArray<int>(), Is.EqualTo(new[] { 0, 1, 0, 0 }));
        Assert.That(graph.Events[ColumnNames.EdgeFeatures].ToArray<float>(), Is.EqualTo(new[] { -0.5f, 1, 0.125f, 3, 0.25f, 2, 0, 4 }));
        Assert.That(dataset.Names["item"], Is.EqualTo(new[] { "0", "1", "3" }));
        Assert.That(dataset.IndexSplits[0].Train.ToArray(), Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void ReadJodie_NoFeatures_HasNoSuchColumn()
    {
        using Dataset dataset = EventFiles.ReadJodie(Utf8("user_id,item_id,timestamp,state_label\n4,9,1,0\n"), "a");
        Assert.That(dataset.As<TemporalGraph>().Events.Names, Is.EqualTo(new[] { TemporalNetworks.State }));
        Assert.That(dataset.Names["user"], Is.EqualTo(new[] { "4" }));
    }

    [Test]
    public void ReadProcessed_WithFeatures_LeavesTheEmptyRowsOut()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(Path.Combine(scratch.Path, "ml_tiny.csv"), Processed);
        using (Dataset bare = TemporalNetworks.ReadProcessed(scratch.Path, "tiny"))
        {
            var graph = bare.As<TemporalGraph>();
            Assert.That((graph.NodeCount, graph.SourceNodeCount), Is.EqualTo((4, (int?)2)));
            Assert.That(graph.Times.ToArray(), Is.EqualTo(new[] { 0L, 10500, 12000 }));
            Assert.That(bare.Names["node"], Is.EqualTo(new[] { "1", "2", "3", "4" }));
        }

        File.WriteAllBytes(Path.Combine(scratch.Path, "ml_tiny.npy"), Npy(4, 2, 0, 0, 1, 2, 3, 4, 5, 6));
        File.WriteAllBytes(Path.Combine(scratch.Path, "ml_tiny_node.npy"), Npy(6, 1, 0, 10, 20, 30, 40, 50));
        using Dataset dataset = TemporalNetworks.ReadProcessed(scratch.Path, "tiny");
        var featured = dataset.As<TemporalGraph>();
        Assert.That((featured.NodeCount, featured.SourceNodeCount), Is.EqualTo((5, (int?)2)), "a node without events is kept");
        Assert.That(featured.Events[ColumnNames.EdgeFeatures].ToArray<float>(), Is.EqualTo(new float[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(featured.Nodes[ColumnNames.Features].ToArray<float>(), Is.EqualTo(new float[] { 10, 20, 30, 40, 50 }));
        Assert.That(featured.Events[TemporalNetworks.State].ToArray<int>(), Is.EqualTo(new[] { 0, 1, 0 }));
        Assert.That(dataset.Names["node"], Is.EqualTo(new[] { "1", "2", "3", "4", "5" }));
        Assert.That(dataset.IndexSplits, Has.Count.EqualTo(1));
    }

    [TestCase("ml_tiny.npy", 3, 2, "ml_tiny.npy: expected a row 3 for event 2, got 3 rows")]
    [TestCase("ml_tiny_node.npy", 4, 1, "expected nodes of 1 to 3")]
    [TestCase("ml_tiny_node.npy", 1, 4, "expected a matrix of features")]
    public void ReadProcessed_FeaturesOfAnotherSize_AreRefused(string file, int rows, int columns, string message)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(Path.Combine(scratch.Path, "ml_tiny.csv"), Processed);
        File.WriteAllBytes(Path.Combine(scratch.Path, file), Npy(rows, columns, new double[rows * columns]));
        Assert.That(() => TemporalNetworks.ReadProcessed(scratch.Path, "tiny"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));
    }

    [TestCase("1 2\n", "line 1")]
    [TestCase("1 2 3\n4 5 x\n", "line 2, column 5: expected a time in seconds, got 'x'")]
    [TestCase("1 2 3 4\n", "line 1, column 7: expected the end of the line")]
    [TestCase("5 4 3\n", "expected the id of every source (user) to be below")]
    [TestCase("", "expected at least one event")]
    public void ReadText_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => EventFiles.ReadText(Utf8(text), "a.txt", isBipartite: true), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [TestCase("0,0,0.0,0,1\n", "expected a header that begins with 'user_id")]
    [TestCase("user_id,item_id,timestamp,state_label\n", "expected at least one event")]
    [TestCase("user_id,item_id,timestamp,state_label,f\n0,0,0,0,1,2\n0,0,0,0,1\n", "line 3, column 10: expected a feature, got the end of the line")]
    [TestCase("user_id,item_id,timestamp,state_label,f\n0,0,0,0,1\n0,0,0,0,1,2\n", "line 3")]
    [TestCase("user_id,item_id,timestamp,state_label,f\n0,0,0,0,NaN\n", "line 2, column 9: expected a feature, a finite number, got 'NaN'")]
    [TestCase("user_id,item_id,timestamp,state_label,f\n0,-1,0,0,1\n", "line 2, column 3: expected an item of 0")]
    public void ReadJodie_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => EventFiles.ReadJodie(Utf8(text), "a.csv"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [TestCase("u,i,ts,label,idx\n", "expected the header ',u,i,ts,label,idx'")]
    [TestCase(",u,i,ts,label,idx\n0,0,5,0.0,0.0,1\n", "line 2, column 3: expected a source from 1")]
    [TestCase(",u,i,ts,label,idx\n0,4,5,0.0,0.5,1\n", "line 2")]
    public void ReadProcessedRows_DamagedText_NamesTheLine(string text, string message) => Assert.That(
        () => ProcessedEvents.ReadRows(Utf8(text), "a.csv"), Throws.TypeOf<DataFormatException>().With.Message.Contains(message));

    [Test]
    public void Load_TruncatedFile_IsRefused()
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Require("temporal/CollegeMsg.txt"));
        using var scratch = new ScratchFolder();
        string folder = Directory.CreateDirectory(Path.Combine(scratch.Path, "temporal")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "CollegeMsg.txt"), bytes[..(bytes.Length / 2)]);
        Assert.That(() => TemporalNetworks.Load("collegemsg", scratch.Path), Throws.TypeOf<DataFormatException>());
    }

    [Test]
    public void Load_UnknownName_ListsTheNames() =>
        Assert.That(() => TemporalNetworks.Load("judo"), Throws.ArgumentException.With.Message.Contains("collegemsg, uci"));

    [Test]
    public void Readers_MutatedText_ThrowNothingElse()
    {
        int refused = ParserFuzz.SurvivesMutations(
            Utf8("1 8 0\n2 9 36\n2 9 77.5\n1 9 77.5\n"), bytes => EventFiles.ReadText(bytes, "a", isBipartite: false).Dispose());
        refused += ParserFuzz.SurvivesMutations(Utf8(Jodie), bytes => EventFiles.ReadJodie(bytes, "a").Dispose());
        refused += ParserFuzz.SurvivesMutations(Utf8(Processed), bytes => ProcessedEvents.ReadRows(bytes, "a").Rows.ToDataset(isBipartite: false).Dispose());
        Assert.That(refused, Is.InRange(200, 1490));
    }
}
