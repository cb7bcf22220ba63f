using Gnn.Datasets;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Parquet;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Tests.Datasets.Tables;
using NUnit.Framework;

namespace Gnn.Tests.Parquet;

/// <summary>A table is the same whether it comes as text or as Parquet.</summary>
[TestFixture]
internal sealed class ParquetTablesTests
{
    private static readonly ParquetWriteOptions SmallGroups = new() { RowGroupRows = 7 };

    [TestCase(ParquetCompression.None)]
    [TestCase(ParquetCompression.Snappy)]
    [TestCase(ParquetCompression.Gzip)]
    [TestCase(ParquetCompression.Brotli)]
    [TestCase(ParquetCompression.Zstandard)]
    [TestCase(ParquetCompression.Lz4)]
    public void ReadGraph_WrittenAsTextAndAsParquet_IsTheSame(ParquetCompression compression)
    {
        using var folder = new ScratchFolder();
        using TableGraph drawn = Draw(folder, isUndirected: false);
        foreach (bool usesDictionaries in (bool[])[false, true])
        {
            var options = new ParquetWriteOptions { RowGroupRows = 50, Compression = compression, UsesDictionaries = usesDictionaries };
            ParquetTables.Write(folder["e.parquet"], TableColumns.OfEdges(drawn.Graph, drawn.Ids), options);
            ParquetTables.Write(folder["n.parquet"], TableColumns.OfNodes(drawn.Graph, drawn.Ids), options);
            TableWriter.WriteEdges(folder["e.csv"], drawn.Graph, drawn.Ids);
            TableWriter.WriteNodes(folder["n.csv"], drawn.Graph, drawn.Ids);
            var edges = new EdgeTableOptions { Weight = "weight", Time = "time", Features = ["e*"] };
            var nodes = new NodeTableOptions { Label = "label" };

            using TableGraph text = TableGraph.Read(folder["e.csv"], folder["n.csv"], edges, nodes);
            using TableGraph columns = ParquetTables.ReadGraph(folder["e.parquet"], folder["n.parquet"], edges, nodes);

            Assert.That(columns.Graph.ContentHash, Is.EqualTo(text.Graph.ContentHash));
            Assert.That(columns.Graph.ContentHash, Is.EqualTo(drawn.Graph.ContentHash));
            Assert.That(columns.Ids, Is.EqualTo(text.Ids));
            Assert.That(columns.Nodes!.Labels.ToArray(), Does.Contain(-1));
        }
    }

    [Test]
    public void ReadEdges_Undirected_GivesTheGraphAgain()
    {
        using var folder = new ScratchFolder();
        (Graph club, _) = KarateClub.Load();
        using (club)
        {
            IdMap ids = IdMap.FromCount(club.NodeCount);
            ParquetTables.Write(folder["e.parquet"], TableColumns.OfEdges(club, ids), SmallGroups);
            TableWriter.WriteEdges(folder["e.csv"], club, ids);
            var options = new EdgeTableOptions { Ids = IdKind.Index, IsUndirected = true, NodeCount = club.NodeCount };

            EdgeTable columns = ParquetTables.ReadEdges(folder["e.parquet"], options);
            using Graph read = columns.ToGraph();
            using Graph text = EdgeTable.Read(folder["e.csv"], options).ToGraph();

            Assert.That(columns.RowCount, Is.EqualTo(78));
            Assert.That(read.ContentHash, Is.EqualTo(text.ContentHash));
        }
    }

    [Test]
    public void ReadEvents_OfATemporalGraph_GivesItAgain()
    {
        using var folder = new ScratchFolder();
        int[] sources = [0, 1, 2, 0, 1], targets = [1, 2, 3, 3, 0];
        using TemporalGraph graph = TemporalGraph.FromEvents(4, sources, targets, [-5, 0, 0, 7, long.MaxValue / 2]);
        IdMap ids = IdMap.FromIds(["a", "b", "c", "d"]);
        ParquetTables.Write(folder["t.parquet"], TableColumns.OfEvents(graph, ids), new ParquetWriteOptions { RowGroupRows = 2 });
        TableWriter.Write(folder["t.csv"], TableColumns.OfEvents(graph, ids));

        EventTable columns = ParquetTables.ReadEvents(folder["t.parquet"], nodes: ids);
        using TemporalGraph read = columns.ToTemporalGraph();
        using TemporalGraph text = EventTable.Read(folder["t.csv"], nodes: ids).ToTemporalGraph();

        Assert.That(read.ContentHash, Is.EqualTo(graph.ContentHash));
        Assert.That(text.ContentHash, Is.EqualTo(graph.ContentHash));
    }

    [Test]
    public void ReadIncidences_OfTheSouthernWomen_GivesTheHypergraphAgain()
    {
        using var folder = new ScratchFolder();
        using Hypergraph women = SouthernWomen.Load();
        IdMap nodes = IdMap.FromIds(SouthernWomen.Women);
        IReadOnlyList<TableColumn> table = TableColumns.OfIncidences(women, nodes, IdMap.FromIds(Enumerable.Range(1, 14).Select(place => $"event {place}")));
        ParquetTables.Write(folder["i.parquet"], table, SmallGroups);
        TableWriter.Write(folder["i.csv"], table);

        using Hypergraph read = ParquetTables.ReadIncidences(folder["i.parquet"], nodes: nodes).ToHypergraph();
        using Hypergraph text = IncidenceTable.Read(folder["i.csv"], nodes: nodes).ToHypergraph();

        Assert.That(read.ContentHash, Is.EqualTo(women.ContentHash));
        Assert.That(text.ContentHash, Is.EqualTo(women.ContentHash));
    }

    [Test]
    public void ReadEdges_OfASignedGraph_HasItsSigns()
    {
        using var folder = new ScratchFolder();
        using SignedGraph graph = SignedGraph.FromEdges(3, [0, 1, 2], [1, 2, 0], [1, -1, 1]);
        ParquetTables.Write(folder["s.parquet"], TableColumns.OfEdges(graph, IdMap.FromCount(3)));

        EdgeTable read = ParquetTables.ReadEdges(folder["s.parquet"], new EdgeTableOptions { Ids = IdKind.Index, Sign = "sign" });
        using SignedGraph again = read.ToSignedGraph();

        Assert.That(again.ContentHash, Is.EqualTo(graph.ContentHash));
    }

    [TestCase(IdKind.Text, false)]
    [TestCase(IdKind.Integer, true)]
    [TestCase(IdKind.Index, true)]
    public void ReadGraphSet_WrittenSet_IsEqual(IdKind kind, bool isUndirected)
    {
        using var folder = new ScratchFolder();
        using GraphSet drawn = GraphSetTableTests.Draw(isUndirected);
        var dataset = new Dataset(drawn);
        ParquetTables.Write(folder["e.parquet"], TableColumns.OfEdges(dataset), SmallGroups);
        ParquetTables.Write(folder["n.parquet"], TableColumns.OfNodes(dataset), SmallGroups);

        GraphSetTable table = ParquetTables.ReadGraphSet(folder["e.parquet"], folder["n.parquet"], GraphSetTableTests.Options(kind, isUndirected));
        using GraphSet read = table.ToGraphSet();

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
    }

    [TestCase(IdKind.Text)]
    [TestCase(IdKind.Index)]
    public void ReadHetero_WrittenGraph_IsEqual(IdKind kind)
    {
        using var folder = new ScratchFolder();
        using HeteroGraph drawn = HeteroTableTests.Draw();
        var dataset = new Dataset(drawn);
        ParquetTables.Write(folder["e.parquet"], TableColumns.OfEdges(dataset), SmallGroups);
        ParquetTables.Write(folder["n.parquet"], TableColumns.OfNodes(dataset), SmallGroups);

        using HeteroGraph read = ParquetTables.ReadHetero(folder["e.parquet"], folder["n.parquet"], HeteroTableTests.Options(kind)).ToHeteroGraph();

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
    }

    [Test]
    public void ReadGraphSetAndHetero_UnknownEnds_NameGroupAndRow()
    {
        using var folder = new ScratchFolder();
        var options = new ParquetWriteOptions { RowGroupRows = 2 };
        ParquetTables.Write(folder["n.parquet"], [TableColumn.OfIntegers("graph", (long[])[0, 0, 1]), TableColumn.OfIntegers("id", (long[])[0, 1, 0]), TableColumn.OfTexts("type", ["a", "a", "b"])], options);
        ParquetTables.Write(
            folder["e.parquet"],
            [
                TableColumn.OfIntegers("graph", (long[])[0, 0, 1]), TableColumn.OfIntegers("source", (long[])[0, 1, 0]), TableColumn.OfIntegers("target", (long[])[0, 1, 1]),
                TableColumn.OfTexts("source_type", ["a", "a", "a"]), TableColumn.OfTexts("relation", ["r", "r", "r"]), TableColumn.OfTexts("target_type", ["b", "c", "b"]),
            ],
            options);
        var bare = new NodeTableOptions { Features = [] };

        Assert.That(
            () => ParquetTables.ReadGraphSet(folder["e.parquet"], folder["n.parquet"], new GraphSetTableOptions { Nodes = bare }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("row group 2, row 1, column 'target': expected a node that the node table has of the graph '1', got '1'"));
        Assert.That(
            () => ParquetTables.ReadHetero(folder["e.parquet"], folder["n.parquet"], new HeteroTableOptions { Nodes = bare }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("row group 1, row 2, column 'target_type': expected a node type of the node table, got 'c'"));
    }

    [Test]
    public void Write_EmptyTable_ReadsAsEmpty()
    {
        using var folder = new ScratchFolder();
        ParquetTables.Write(folder["e.parquet"], [TableColumn.OfTexts("source", []), TableColumn.OfTexts("target", [])]);

        Assert.That(ParquetTables.ReadEdges(folder["e.parquet"]).RowCount, Is.Zero);
    }

    [Test]
    public void Write_RowGroups_AreOfTheSizeAskedFor()
    {
        using var folder = new ScratchFolder();
        ParquetTables.Write(folder["n.parquet"], [TableColumn.OfIntegers("id", Enumerable.Range(0, 20).Select(id => (long)id).ToArray())], SmallGroups);
        using ParquetSource source = ParquetSource.Open(folder["n.parquet"]);
        source.Select([0]);
        List<int> sizes = [];
        while (source.ReadBatch() is { } batch)
        {
            sizes.Add(batch[0].RowCount);
        }

        Assert.That(sizes, Is.EqualTo(new[] { 7, 7, 6 }));
        Assert.That(source.ToString(), Does.EndWith("20 rows in 3 row groups; id"));
        Assert.That(source.PlaceOf(14), Is.EqualTo("row group 3, row 1"));
    }

    [Test]
    public void Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        using var folder = new ScratchFolder();
        string path = folder["n.parquet"];
        ParquetTables.Write(path, [TableColumn.OfTexts("id", ["old"])]);
        byte[] before = File.ReadAllBytes(path);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(() => ParquetTables.Write(path, [TableColumn.OfTexts("id", ["new"])], cancellation: cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => ParquetTables.Write(path, [TableColumn.OfTexts("id", new FailingList(1000))], SmallGroups), Throws.TypeOf<InvalidOperationException>());
        Assert.That(() => ParquetTables.Write(path, []), Throws.ArgumentException);
        Assert.That(() => ParquetTables.Write(path, [TableColumn.OfTexts("id", ["new"])], new ParquetWriteOptions { RowGroupRows = 0 }), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    private static TableGraph Draw(ScratchFolder folder, bool isUndirected)
    {
        var random = new Random(5);
        string edges = "source,target,weight,time,e0,e1\n" + string.Concat(Enumerable.Range(0, 400).Select(_ =>
            $"n {random.Next(60)},\"n {random.Next(60)}\",{random.Next(9) / 8.0},{random.NextInt64(1L << 40)},{random.NextSingle():R},{random.Next(-3, 3)}\n"));
        string nodes = "id,label,x0,x1\n" + string.Concat(Enumerable.Range(0, 60).Select(node =>
            $"n {node},{(node % 7 == 0 ? "" : node % 2 == 0 ? "even" : "öd")},{random.NextSingle():R},{node}\n"));
        File.WriteAllText(folder["drawn-e.csv"], edges);
        File.WriteAllText(folder["drawn-n.csv"], nodes);
        return TableGraph.Read(
            folder["drawn-e.csv"], folder["drawn-n.csv"],
            new EdgeTableOptions { Weight = "weight", Time = "time", Features = ["e*"], IsUndirected = isUndirected }, new NodeTableOptions { Label = "label" });
    }

    private sealed class FailingList(int count) : IReadOnlyList<string>
    {
        public int Count => count;

        public string this[int index] => index < count / 2 ? $"n{index}" : throw new InvalidOperationException("no more");

        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
