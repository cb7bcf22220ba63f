using System.Globalization;
using System.Text;
using CsvHelper;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class EdgeTableTests
{
    [TestCase("source,target\na,b\nb,c\n")]
    [TestCase("source,target\r\na,b\r\nb,c\r\n")]
    [TestCase("\uFEFFsource,target\na,b\nb,c")]
    [TestCase("\n\nsource,target\n\na,b\n\r\n\"b\",\"c\"\n\n")]
    [TestCase("more,target,source\n1,b,a\n\"x,\ny\",c,b\n")]
    public void Read_WaysToWriteTheSame_GivesTheSame(string text)
    {
        using var folder = new ScratchFolder();
        EdgeTable table = EdgeTable.Read(TableFiles.Write(folder, "e.csv", Encoding.UTF8.GetBytes(text)));

        Assert.That(table.Nodes, Is.EqualTo(new[] { "a", "b", "c" }), "by first appearance, source before target");
        Assert.That(table.Sources.ToArray(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(table.Targets.ToArray(), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void Read_AllRoles_GivesEachColumn()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(
            folder, "e.tsv", "from\tto\tw\tat\ts\tf1\tf2\n\"a\"\"b\tc\"\té\t0.1\t2024-02-29T12:00:00.5+02:00\t-3\t1\t-2.5e3\n7\té\t-1e-3\t1970-01-01\tpositive\t.5\t3.\n");
        var options = new EdgeTableOptions
        {
            Source = "from",
            Target = "to",
            Weight = "w",
            Time = "at",
            TimeNotation = TimeNotation.Iso8601,
            Sign = "s",
            Features = ["f*"],
        };
        EdgeTable table = EdgeTable.Read(path, options);
        using Graph graph = table.ToGraph();

        Assert.That(table.Nodes, Is.EqualTo(new[] { "a\"b\tc", "é", "7" }));
        Assert.That(table.Weights.ToArray(), Is.EqualTo(new[] { 0.1f, -1e-3f }));
        Assert.That(table.Times.ToArray(), Is.EqualTo(new[] { new DateTimeOffset(2024, 2, 29, 10, 0, 0, 500, TimeSpan.Zero).ToUnixTimeMilliseconds(), 0 }));
        Assert.That(table.Signs.ToArray(), Is.EqualTo(new[] { -1f, 1f }));
        Assert.That(table.FeatureNames, Is.EqualTo(new[] { "f1", "f2" }));
        Assert.That(table.Features.ToArray(), Is.EqualTo(new[] { 1f, -2500f, 0.5f, 3f }));
        Assert.That(graph.EdgeWeights!.ToArray<float>(), Is.EqualTo(table.Weights.ToArray()));
        Assert.That(graph.Edges[EdgeTable.TimeColumn].ToArray<long>(), Is.EqualTo(table.Times.ToArray()));
        Assert.That(graph.Edges[ColumnNames.EdgeFeatures].Shape[1], Is.EqualTo(2));
    }

    [Test]
    public void Read_RandomTables_AgreesWithCsvHelper()
    {
        // Fields of quotes, delimiters, line breaks and letters, written by another library; 64-byte windows are crossed at every phase.
        var random = new Random(11);
        const string letters = "ab\",\n é;x";
        for (int round = 0; round < 60; round++)
        {
            using var folder = new ScratchFolder();
            List<string[]> rows = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Enumerable.Range(0, 3).Select(_ =>
                "i" + string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => letters[random.Next(letters.Length)]))).ToArray())];
            using (CsvWriter writer = CsvWriter.ToFile(folder["e.csv"], new CsvWriterOptions(), FileOptions.None))
            {
                foreach (string[] row in rows.Prepend(["target", "other", "source"]))
                {
                    writer.WriteRecord(row);
                }
            }

            EdgeTable table = EdgeTable.Read(folder["e.csv"]);

            Assert.That(table.Sources.ToArray().Select(node => table.Nodes[node]), Is.EqualTo(rows.Select(row => row[2])), $"round {round}");
            Assert.That(table.Targets.ToArray().Select(node => table.Nodes[node]), Is.EqualTo(rows.Select(row => row[0])), $"round {round}");
        }
    }

    [Test]
    public void Read_SeveralBlocksAtSeveralThreadCounts_GivesTheSame()
    {
        using var folder = new ScratchFolder();
        TableFiles.WriteEdges(folder["e.csv"], rows: 150_000, nodes: 20_000, seed: 3, ending: "\r\n");
        EdgeTable[] tables = [.. new[] { 1, 2, 5 }.Select(threads => EdgeTable.Read(folder["e.csv"], With(threads)))];
        var expected = new Dictionary<string, int>();
        string[][] rows = [.. File.ReadLines(folder["e.csv"]).Skip(1).Select(line => line.Split(','))];
        (int Source, int Target)[] edges = [.. rows.Select(row => (Number(row[0]), Number(row[1])))];

        Assert.That(new FileInfo(folder["e.csv"]).Length, Is.GreaterThan(3 * 1024 * 1024), "several blocks");
        foreach (EdgeTable table in tables)
        {
            Assert.That(table.Sources.SequenceEqual(edges.Select(edge => edge.Source).ToArray()));
            Assert.That(table.Targets.SequenceEqual(edges.Select(edge => edge.Target).ToArray()));
            Assert.That(table.Weights.SequenceEqual(rows.Select(row => float.Parse(row[2], CultureInfo.InvariantCulture)).ToArray()));
            Assert.That(table.Nodes.SequenceEqual(expected.Keys));
        }

        int Number(string id) => expected.TryGetValue(id, out int node) ? node : expected[id] = expected.Count;
    }

    [Test]
    public void Read_ErrorDeepInAFile_IsNamedByItsLineAtAnyThreadCount()
    {
        using var folder = new ScratchFolder();
        TableFiles.WriteEdges(folder["e.csv"], rows: 150_000, nodes: 20_000, seed: 4);
        string[] lines = File.ReadAllLines(folder["e.csv"]);
        lines[99_999] = "user1,user2,x";
        lines[140_000] = "user1";
        File.WriteAllLines(folder["e.csv"], lines);

        foreach (int threads in (int[])[1, 2, 5])
        {
            Assert.That(() => EdgeTable.Read(folder["e.csv"], With(threads)), Throws.TypeOf<DataFormatException>().With.Message.Contains("e.csv: line 100000, column 'weight'"));
        }
    }

    [Test]
    public void Read_IntegerIds_AreEqualByValue()
    {
        using var folder = new ScratchFolder();
        EdgeTable table = EdgeTable.Read(TableFiles.Write(folder, "e.csv", "source,target\n007,900000000000000000000\n7,0\n00,7\n"), new EdgeTableOptions { Ids = IdKind.Integer });

        Assert.That(table.Nodes, Is.EqualTo(new[] { "7", "900000000000000000000", "0" }));
    }

    [Test]
    public void Read_IndexIds_AreTheNodes()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target\n4,0\n1,2\n");

        Assert.That(EdgeTable.Read(path, new EdgeTableOptions { Ids = IdKind.Index }).Nodes.Count, Is.EqualTo(5));
        EdgeTable table = EdgeTable.Read(path, new EdgeTableOptions { Ids = IdKind.Index, NodeCount = 9 });
        Assert.That(table.Nodes.Count, Is.EqualTo(9));
        Assert.That(table.Sources.ToArray(), Is.EqualTo(new[] { 4, 1 }));
    }

    [TestCase(DuplicateEdges.Keep, false, new[] { 1f, 2f, 4f, 8f })]
    [TestCase(DuplicateEdges.First, false, new[] { 1f, 2f, 8f })]
    [TestCase(DuplicateEdges.Sum, false, new[] { 5f, 2f, 8f })]
    [TestCase(DuplicateEdges.First, true, new[] { 1f, 8f })]
    [TestCase(DuplicateEdges.Sum, true, new[] { 7f, 8f })]
    [TestCase(null, true, new[] { 1f, 8f })]
    public void Read_Duplicates_CountAsAsked(DuplicateEdges? duplicates, bool isUndirected, float[] weights)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target,w\na,b,1\nb,a,2\na,b,4\nc,c,8\n");
        EdgeTable table = EdgeTable.Read(path, new EdgeTableOptions { Weight = "w", Duplicates = duplicates, IsUndirected = isUndirected });
        using Graph graph = table.ToGraph();

        Assert.That(table.Weights.ToArray(), Is.EqualTo(weights));
        Assert.That(table.DuplicateCount, Is.EqualTo(4 - weights.Length));
        Assert.That(graph.EdgeCount, Is.EqualTo(isUndirected ? 3 : weights.Length), "both directions of an edge, a self-loop once");
        Assert.That(graph.Validate(), Is.Empty);
    }

    [Test]
    public void Read_MissingWeights_CountAsAsked()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target,w,v\na,b,1,NA\nb,a,,2\na,b,3,6\n");
        float[] Weights(MissingValues missing) => EdgeTable.Read(path, new EdgeTableOptions { Weight = "w", Features = ["v"], Missing = missing }).Weights.ToArray();

        Assert.That(Weights(MissingValues.Zero), Is.EqualTo(new[] { 1f, 0f, 3f }));
        Assert.That(Weights(MissingValues.Mean), Is.EqualTo(new[] { 1f, 2f, 3f }));
        Assert.That(Weights(MissingValues.Drop), Is.EqualTo(new[] { 3f }));
        EdgeTable table = EdgeTable.Read(path, new EdgeTableOptions { Features = ["v"], Missing = MissingValues.Mean });
        Assert.That(table.Features.ToArray(), Is.EqualTo(new[] { 4f, 2f, 6f }));
        Assert.That(table.FeatureMask.ToArray(), Is.EqualTo(new[] { false, true, true }));
    }

    [Test]
    public void Read_UnknownNodes_CountAsAsked()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target\na,b\nb,new\nb,a\n");
        IdMap nodes = IdMap.FromIds(["b", "a"]);

        EdgeTable added = EdgeTable.Read(path, new EdgeTableOptions { UnknownNodes = UnknownNodes.Add }, nodes);
        EdgeTable dropped = EdgeTable.Read(path, new EdgeTableOptions { UnknownNodes = UnknownNodes.Drop }, nodes);

        Assert.That(added.Nodes, Is.EqualTo(new[] { "b", "a", "new" }));
        Assert.That(nodes.Count, Is.EqualTo(2), "the given map stays as it is");
        Assert.That(dropped.Sources.ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(dropped.UnknownCount, Is.EqualTo(1));
        Assert.That(() => EdgeTable.Read(path, null, nodes), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 3, column 'target': expected a node of the node table, got 'new'"));
    }

    [Test]
    public void Read_WithoutHeaderOrQuotes_TakesColumnsByPlace()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.txt", "5\" x|b\nc|d\n");
        var format = new TableFormat { HasHeader = false, Quote = null, Delimiter = '|' };

        Assert.That(EdgeTable.Read(path, new EdgeTableOptions { Source = "1", Target = "2", Format = format }).Nodes, Is.EqualTo(new[] { "5\" x", "b", "c", "d" }));
    }

    [Test]
    public void Read_Cancelled_Stops()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "source,target\na,b\n");

        Assert.That(() => EdgeTable.Read(path, cancellation: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static EdgeTableOptions With(int threads) => new() { Weight = "weight", Format = new TableFormat { Threads = threads } };
}
