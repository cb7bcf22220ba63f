using System.Globalization;
using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>Sets of graphs from tables.</summary>
[TestFixture]
internal sealed class GraphSetTableTests
{
    private const string Nodes = "graph,id,graph_label,label,x0,x1\n"
        + "m,c,yes,C,1,2\nm,a,,O,3,4\nk,a,no,C,5,6\nm,b,yes,,7,8.5\nempty,a,,N,9,1\n";

    private const string Edges = "graph,source,target,weight,e0,e1\nk,a,a,1,0,1\nm,a,b,2,2,3\nk,a,a,3,4,5\nm,c,a,4,6,7\n";

    private static readonly GraphSetTableOptions All = new()
    {
        GraphLabel = "graph_label",
        Edges = new EdgeTableOptions { Weight = "weight", Features = ["e*"] },
        Nodes = new NodeTableOptions { Label = "label" },
    };

    [Test]
    public void Read_TextIds_NumbersGraphsAndTheirNodesByFirstAppearance()
    {
        using var folder = new ScratchFolder();
        GraphSetTable table = Read(folder, Edges, Nodes, All);
        using GraphSet set = table.ToGraphSet();

        Assert.That(table.Graphs, Is.EqualTo(new[] { "m", "k", "empty" }));
        Assert.That((set.Count, set.NodeCount, set.EdgeCount), Is.EqualTo((3, 5, 4L)));
        Assert.That(set.NodeOffsets.ToArray(), Is.EqualTo(new[] { 0, 3, 4, 5 }));
        Assert.That(set.SourcesOf(0).ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(set.TargetsOf(0).ToArray(), Is.EqualTo(new[] { 2, 1 }));
        Assert.That(set.Edges["weight"].ToArray<float>(), Is.EqualTo(new[] { 2f, 4, 1, 3 }));
        Assert.That(set.Edges["edge_attr"].ToArray<float>(), Is.EqualTo(new[] { 2f, 3, 6, 7, 0, 1, 4, 5 }));
        Assert.That(set.Nodes["x"].ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3, 4, 7, 8.5f, 5, 6, 9, 1 }));
        Assert.That(set.Nodes["y"].ToArray<int>(), Is.EqualTo(new[] { 0, 2, -1, 0, 1 }));
        Assert.That(set.NodeClassNames, Is.EqualTo(new[] { "C", "N", "O" }));
        Assert.That(set.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, -1 }));
        Assert.That(set.ClassNames, Is.EqualTo(new[] { "no", "yes" }));
        Assert.That((table.IdOf(0, 2), table.IdOf(1, 0), table.IdOf(2, 0)), Is.EqualTo(("b", "a", "a")));
        Assert.That(() => table.IdOf(1, 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(table.ToString(), Is.EqualTo("GraphSetTable: 3 graphs, 5 nodes, 4 rows (directed); left out: 0 with missing values, 0 with unknown nodes, 0 duplicates"));
    }

    [TestCase(IdKind.Text)]
    [TestCase(IdKind.Integer)]
    [TestCase(IdKind.Index)]
    public void Read_WrittenDirectedSet_IsEqual(IdKind kind)
    {
        using var folder = new ScratchFolder();
        using GraphSet drawn = Draw(isUndirected: false);

        using GraphSet read = RoundTrip(folder, drawn, kind, isUndirected: false);

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
        Assert.That(read.NodeClassNames, Is.Not.Empty);
    }

    [TestCase(IdKind.Text)]
    [TestCase(IdKind.Index)]
    public void Read_WrittenUndirectedSet_IsEqualWhereDirectionsStandTogether(IdKind kind)
    {
        using var folder = new ScratchFolder();
        using GraphSet drawn = Draw(isUndirected: true);

        using GraphSet read = RoundTrip(folder, drawn, kind, isUndirected: true);

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
    }

    [Test]
    public void Read_Index_KeepsNumbersAndGraphsThatNoRowNames()
    {
        using var folder = new ScratchFolder();
        var options = new GraphSetTableOptions { Edges = new EdgeTableOptions { Ids = IdKind.Index, IsUndirected = true } };
        GraphSetTable table = Read(folder, "graph,source,target\n3,2,0\n0,1,1\n3,0,2\n", nodes: null, options);
        using GraphSet set = table.ToGraphSet();

        Assert.That(set.NodeOffsets.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 2, 5 }));
        Assert.That(set.EdgeOffsets.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 1, 3 }));
        Assert.That(set.SourcesOf(3).ToArray(), Is.EqualTo(new[] { 2, 0 }));
        Assert.That((table.Graphs[3], table.IdOf(3, 1), table.DuplicateCount), Is.EqualTo(("3", "1", 1L)), "1,2-0 and 0-2 are one edge");
    }

    [Test]
    public void Read_ShuffledIndexes_GivesTheSameSet()
    {
        using var folder = new ScratchFolder();
        using GraphSet drawn = Draw(isUndirected: false);
        (string edges, string nodes) = Text(drawn);
        string[] rows = nodes.TrimEnd('\n').Split('\n');
        string[] shuffled = [rows[0], .. rows.Skip(1).OrderBy(row => row.GetHashCode(StringComparison.Ordinal))];

        using GraphSet read = Read(folder, edges, string.Join('\n', shuffled) + "\n", Options(IdKind.Index, isUndirected: false)).ToGraphSet();

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
    }

    [TestCase(UnknownNodes.Drop, 2, 1)]
    [TestCase(UnknownNodes.Add, 0, 3)]
    public void Read_UnknownNodesAndGraphs_AreDroppedOrAdded(UnknownNodes unknown, int left, int graphs)
    {
        using var folder = new ScratchFolder();
        var options = new GraphSetTableOptions { Edges = new EdgeTableOptions { UnknownNodes = unknown }, Nodes = new NodeTableOptions { Features = ["f"] } };
        GraphSetTable table = Read(folder, "graph,source,target\ng,a,z\nh,a,b\ng,a,a\n", "graph,id,f\ng,a,2\n", options);
        using GraphSet set = table.ToGraphSet();

        Assert.That((table.UnknownCount, set.EdgeCount), Is.EqualTo(((long)left, 3L - left)));
        Assert.That(set.Count, Is.EqualTo(graphs == 3 ? 2 : 1));
        Assert.That(set.Nodes["x"].ToArray<float>(), Is.EqualTo(unknown == UnknownNodes.Add ? new[] { 2f, 0, 0, 0 } : [2f]));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(8)]
    public void Read_AnyThreads_GivesTheSameSet(int threads)
    {
        using var folder = new ScratchFolder();
        var random = new Random(7);
        using (var writer = new StreamWriter(folder["e.csv"]))
        {
            writer.WriteLine("graph,source,target,w");
            for (int row = 0; row < 150_000; row++)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"g{random.Next(500)},atom {random.Next(30)},atom {random.Next(30)},{row}"));
            }
        }

        Assert.That(new FileInfo(folder["e.csv"]).Length, Is.GreaterThan(3 << 20), "several blocks");
        GraphSetTable Table(int count) => GraphSetTable.Read(folder["e.csv"], options: new GraphSetTableOptions
        {
            Edges = new EdgeTableOptions { Weight = "w", IsUndirected = true, Duplicates = DuplicateEdges.Sum, Format = new TableFormat { Threads = count } },
        });
        using GraphSet alone = Table(2).ToGraphSet();
        using GraphSet set = Table(threads).ToGraphSet();

        Assert.That((set.Count, set.NodeCount), Is.EqualTo((500, 15_000)));
        Assert.That(set.ContentHash, Is.EqualTo(alone.ContentHash));
    }

    [TestCase("graph,source,target\ng,a,b\nx,a,a\n", IdKind.Text, "e.csv: line 3, column 'graph': expected a graph of the node table, got 'x'. Add the nodes of the graph to the node table, or add or drop unknown nodes.")]
    [TestCase("graph,source,target\ng,a,b\nh,a,b\n", IdKind.Text, "e.csv: line 3, column 'target': expected a node that the node table has of the graph 'h', got 'b'. Add the node")]
    [TestCase("graph,source,target\ng,,b\n", IdKind.Text, "e.csv: line 2, column 'source': expected an id, got an empty field")]
    [TestCase("graph,source,target\n,a,b\n", IdKind.Text, "e.csv: line 2, column 'graph': expected an id, got an empty field")]
    [TestCase("graph,source,target\n\"  \",a,b\n", IdKind.Text, "e.csv: line 2, column 'graph': expected a graph of the node table, got '  '")]
    [TestCase("source,target\na,b\n", IdKind.Text, "e.csv: line 1: expected a column 'graph' (the graph of the sources), got 'source', 'target'")]
    [TestCase("graph,source,target\n0,0,2\n", IdKind.Index, "e.csv: line 2, column 'target': expected a node that the node table has of the graph '0', 0 to 1, got '2'")]
    [TestCase("graph,source,target\n0,-1,1\n", IdKind.Index, "e.csv: line 2, column 'source': expected a whole number of at least 0 as an id, got '-1'")]
    [TestCase("graph,source,target\n2,0,0\n", IdKind.Index, "e.csv: line 2, column 'graph': expected a graph of the node table, got '2'")]
    public void Read_BadEdges_NamesThePlace(string edges, IdKind kind, string expected)
    {
        using var folder = new ScratchFolder();
        string nodes = kind == IdKind.Text ? "graph,id\ng,a\ng,b\nh,a\n" : "graph,id\n0,1\n0,0\n1,0\n";

        Assert.That(
            () => Read(folder, edges, nodes, new GraphSetTableOptions { Edges = new EdgeTableOptions { Ids = kind } }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [TestCase("graph,id,l\ng,a,1\ng,b,2\n", IdKind.Text, "n.csv: line 3, column 'l': expected the label that other rows give the graph 'g', '1', got '2'. Give all nodes of a graph one label")]
    [TestCase("graph,id,l\ng,a,1\n\nh,a,\ng,a,1\n", IdKind.Text, "n.csv: line 5, column 'id': expected each id once, got 'a' of graph 'g' again, the id of node row 1")]
    [TestCase("graph,id,l\ng,a,1\nh,a,\n", IdKind.Text, "n.csv: column 'l': expected labels of at least two classes, got '1' alone. Name the column that tells the graphs apart.")]
    [TestCase("graph,id,l\n0,0,1\n1,0,2\n1,2,\n", IdKind.Index, "n.csv: line 4, column 'id': expected the node numbers 0 to 1 of 2 rows of the graph '1', each once, got 2")]
    [TestCase("graph,id,l\n0,0,1\n5000,0,2\n", IdKind.Index, "n.csv: column 'graph': expected graph numbers without large gaps, got 5000 among 2 graphs")]
    [TestCase("graph,id,l\n0,99999999999,1\n", IdKind.Index, "n.csv: line 2, column 'id': expected a node number, a whole number from 0 to 2147483646, got '99999999999'")]
    [TestCase("graph,id,l\n\" \",a,1\n", IdKind.Text, "n.csv: line 2, column 'graph': expected the name of a graph, got blanks")]
    public void Read_BadNodes_NamesThePlace(string nodes, IdKind kind, string expected)
    {
        using var folder = new ScratchFolder();
        var options = new GraphSetTableOptions { GraphLabel = "l", Edges = new EdgeTableOptions { Ids = kind } };

        Assert.That(() => Read(folder, "graph,source,target\n", nodes, options), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void Read_RepeatedEdge_IsRefusedByTheIdsOfItsGraph()
    {
        using var folder = new ScratchFolder();
        var options = new GraphSetTableOptions { Edges = new EdgeTableOptions { IsUndirected = true, Duplicates = DuplicateEdges.Error } };

        Assert.That(
            () => Read(folder, "graph,source,target\ng,a,b\nh,a,b\nh,b,a\n", nodes: null, options),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("line 4: expected each edge once, got 'b' of graph 'h', 'a' of graph 'h' again after line 3"));
    }

    [Test]
    public void Read_OptionsThatContradict_AreRefused()
    {
        using var folder = new ScratchFolder();
        (string edges, string nodes) = (TableFiles.Write(folder, "e.csv", Edges), TableFiles.Write(folder, "n.csv", Nodes));

        Assert.That(() => GraphSetTable.Read(edges, options: All with { Nodes = null }), Throws.ArgumentException.With.Message.Contains("Labels of graphs are a column of the node table"));
        Assert.That(() => GraphSetTable.Read(edges, nodes, All with { Edges = new EdgeTableOptions { Ids = IdKind.Index } }), Throws.ArgumentException.With.Message.Contains("read both alike"));
        Assert.That(() => GraphSetTable.Read(edges, nodes, All with { Nodes = new NodeTableOptions { Id = null } }), Throws.ArgumentException.With.Message.Contains("name the column of ids"));
        Assert.That(() => GraphSetTable.Read(edges, nodes, All with { Edges = new EdgeTableOptions { NodeCount = 3 } }), Throws.ArgumentException.With.Message.Contains("node count"));
        Assert.That(() => GraphSetTable.Read(folder["none.csv"]), Throws.InstanceOf<IOException>());
    }

    [TestCase("0,0,2000000000\n")]
    [TestCase("2000000000,0,0\n")]
    public void Read_IndexWithAHugeGap_AsksForNoMemory(string row)
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.csv", "graph,source,target\n" + row);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.That(
            () => GraphSetTable.Read(path, options: new GraphSetTableOptions { Edges = new EdgeTableOptions { Ids = IdKind.Index } }),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("without large gaps, got 200000000"));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(1 << 20));
    }

    [Test]
    public void Read_AlteredBytes_AreReadOrRefused()
    {
        byte[] edges = Encoding.UTF8.GetBytes("graph,source,target,w\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i / 5},{i % 3},\"{i % 4}\",{i}.5\r\n")));
        byte[] nodes = Encoding.UTF8.GetBytes("graph,id,x,l\n" + string.Concat(Enumerable.Range(0, 16).Select(i => $"{i / 4},{i % 4},{i}.5,{i / 8}\n")));
        using var folder = new ScratchFolder();
        foreach (IdKind kind in Enum.GetValues<IdKind>())
        {
            var options = new GraphSetTableOptions
            {
                GraphLabel = "l",
                Edges = new EdgeTableOptions { Ids = kind, Weight = "w", IsUndirected = true, UnknownNodes = UnknownNodes.Add },
            };
            foreach (bool altersNodes in (bool[])[false, true])
            {
                File.WriteAllBytes(folder["e.csv"], edges);
                File.WriteAllBytes(folder["n.csv"], nodes);
                int refused = ParserFuzz.SurvivesMutations(altersNodes ? nodes : edges, bytes =>
                {
                    File.WriteAllBytes(folder[altersNodes ? "n.csv" : "e.csv"], bytes);
                    GraphSetTable.Read(folder["e.csv"], folder["n.csv"], options).ToGraphSet().Dispose();
                });

                Assert.That(refused, Is.GreaterThan(60));
            }
        }
    }

    /// <summary>A set with all that tables can say of one.</summary>
    internal static GraphSet Draw(bool isUndirected)
    {
        var random = new Random(3);
        int[] nodeCounts = [4, 1, 7, 3], edgeCounts = new int[4];
        var (sources, targets) = (new List<int>(), new List<int>());
        for (int graph = 0; graph < nodeCounts.Length; graph++)
        {
            int[] pairs = [.. Enumerable.Range(0, nodeCounts[graph] * nodeCounts[graph]).OrderBy(_ => random.Next()).Take(9)];
            foreach (int pair in pairs)
            {
                (int source, int target) = (pair / nodeCounts[graph], pair % nodeCounts[graph]);
                if (!isUndirected || source <= target)
                {
                    bool isTwice = isUndirected && source != target;
                    sources.AddRange(isTwice ? [source, target] : [source]);
                    targets.AddRange(isTwice ? [target, source] : [target]);
                    edgeCounts[graph] += isTwice ? 2 : 1;
                }
            }
        }

        float[] weights = [.. sources.Select((source, edge) => MathF.Sqrt((source * 31) + (targets[edge] * 31) + (source * targets[edge])))];
        int[] labels = [.. Enumerable.Range(0, 15).Select(node => (node % 4) - 1)];
        GraphSet set = GraphSet.FromEdges(nodeCounts, edgeCounts, sources.ToArray(), targets.ToArray(), isUndirected);
        set = Replace(set, set.WithEdgeColumn("weight", Tensor.Create(weights, weights.Length)));
        set = Replace(set, set.WithEdgeColumn("edge_attr", Tensor.Create(weights.SelectMany(weight => (float[])[-weight, 1 / (1 + weight)]).ToArray(), new Shape(weights.Length, 2))));
        set = Replace(set, set.WithNodeColumn("x", Tensor.Create(Enumerable.Range(0, 30).Select(_ => random.NextSingle()).ToArray(), new Shape(15, 2))));
        set = Replace(set, set.WithNodeLabels(labels, ["\"C\"", "N, or O", "P"]));
        return Replace(set, set.WithLabels([1, 0, -1, 1], ["-1", "1"]));
    }

    internal static GraphSetTableOptions Options(IdKind kind, bool isUndirected) => new()
    {
        GraphLabel = "graph_label",
        Edges = new EdgeTableOptions { Ids = kind, IsUndirected = isUndirected, Weight = "weight", Features = ["e*"] },
        Nodes = new NodeTableOptions { Ids = kind, Label = "label" },
    };

    private static GraphSet RoundTrip(ScratchFolder folder, GraphSet set, IdKind kind, bool isUndirected)
    {
        (string edges, string nodes) = Text(set);
        return Read(folder, edges, nodes, Options(kind, isUndirected)).ToGraphSet();
    }

    private static (string Edges, string Nodes) Text(GraphSet set)
    {
        var dataset = new Dataset(set);
        return (Text(TableColumns.OfEdges(dataset)), Text(TableColumns.OfNodes(dataset)));
    }

    private static string Text(IReadOnlyList<TableColumn> columns)
    {
        using var stream = new MemoryStream();
        TableWriter.Write(stream, columns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static GraphSetTable Read(ScratchFolder folder, string edges, string? nodes, GraphSetTableOptions options) => GraphSetTable.Read(
        TableFiles.Write(folder, "e.csv", edges), nodes is null ? null : TableFiles.Write(folder, "n.csv", nodes), options);

    private static GraphSet Replace(GraphSet old, GraphSet changed)
    {
        old.Dispose();
        return changed;
    }
}
