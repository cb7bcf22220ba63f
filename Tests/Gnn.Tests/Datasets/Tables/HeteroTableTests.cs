using System.Globalization;
using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>Heterogeneous graphs from tables.</summary>
[TestFixture]
internal sealed class HeteroTableTests
{
    private const string Head = "source_type,source,relation,target_type,target\n";

    private const string Edges = "source_type,source,relation,target_type,target,w\n"
        + "author,ann,writes,paper,p1,1\npaper,p2,cites,paper,p1,2\nauthor,p1,writes,paper,p2,3\nauthor,ann,reads,paper,p2,4\n";

    private const string Nodes = "type,id,field,f,g\npaper,p1,bio,1,\nauthor,ann,,,10\npaper,p2,art,2,\nauthor,p1,old,,\npaper,p3,,3,\n";

    [Test]
    public void Read_NamedTypes_NumbersThemAndTheirNodesByFirstAppearance()
    {
        using var folder = new ScratchFolder();
        var options = new HeteroTableOptions { Edges = new EdgeTableOptions { Weight = "w" }, Nodes = new NodeTableOptions { Label = "field", Missing = MissingValues.Zero } };
        HeteroTable table = Read(folder, Edges, Nodes, options);
        using HeteroGraph graph = table.ToHeteroGraph();

        Assert.That(graph.NodeTypes, Is.EqualTo(new[] { "paper", "author" }));
        Assert.That(table.IdsOf("paper"), Is.EqualTo(new[] { "p1", "p2", "p3" }));
        Assert.That(table.IdsOf("author"), Is.EqualTo(new[] { "ann", "p1" }), "an id counts in its type");
        Assert.That(graph.EdgeTypes.Select(type => $"{type}"), Is.EqualTo(new[] { "author-writes-paper", "paper-cites-paper", "author-reads-paper" }));
        Assert.That(graph.Sources(graph.EdgeTypes[0]).ToArray(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(graph.Targets(graph.EdgeTypes[0]).ToArray(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(graph.Sources(graph.EdgeTypes[1]).ToArray(), Is.EqualTo(new[] { 1 }));
        Assert.That(graph.Edges(graph.EdgeTypes[0])["weight"].ToArray<float>(), Is.EqualTo(new[] { 1f, 3 }));
        Assert.That(graph.Edges(graph.EdgeTypes[2])["weight"].ToArray<float>(), Is.EqualTo(new[] { 4f }));
        Assert.That(graph.Nodes("paper")["y"].ToArray<int>(), Is.EqualTo(new[] { 1, 0, -1 }));
        Assert.That(graph.Nodes("author")["y"].ToArray<int>(), Is.EqualTo(new[] { -1, 0 }));
        Assert.That((table.NodesOf("paper")!.ClassNames, table.NodesOf("author")!.ClassNames), Is.EqualTo((new[] { "art", "bio" }, new[] { "old" })));
        Assert.That(graph.Nodes("paper")["x"].ToArray<float>(), Is.EqualTo(new[] { 1f, 2, 3 }), "of features those that the type has");
        Assert.That(graph.Nodes("paper").Contains(NodeTable.FeatureMaskColumn), Is.False);
        Assert.That(graph.Nodes("author")["x"].ToArray<float>(), Is.EqualTo(new[] { 10f, 0 }));
        Assert.That(graph.Nodes("author")[NodeTable.FeatureMaskColumn].ToArray<bool>(), Is.EqualTo(new[] { true, false }));
        Assert.That(() => table.IdsOf("venue"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("paper, author"));
        Assert.That(table.ToString(), Is.EqualTo("HeteroTable: 2 node types, 5 nodes, 3 edge types, 4 rows; left out: 0 with missing values, 0 with unknown nodes, 0 duplicates"));
    }

    [TestCase(IdKind.Text)]
    [TestCase(IdKind.Integer)]
    [TestCase(IdKind.Index)]
    public void Read_WrittenGraph_IsEqual(IdKind kind)
    {
        using var folder = new ScratchFolder();
        using HeteroGraph drawn = Draw();
        (string edges, string nodes) = Text(new Dataset(drawn));

        using HeteroGraph read = Read(folder, edges, nodes, Options(kind)).ToHeteroGraph();

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
    }

    [Test]
    public void Read_WrittenGraphWithNames_IsEqualWithItsNames()
    {
        using var folder = new ScratchFolder();
        using HeteroGraph drawn = Draw();
        IdMap papers = IdMap.FromIds(Enumerable.Range(0, 30).Select(node => $"paper, \"{node}\""));
        (string edges, string nodes) = Text(new Dataset(drawn) { Names = new Dictionary<string, IReadOnlyList<string>> { ["paper"] = papers } });

        HeteroTable table = Read(folder, edges, nodes, Options(IdKind.Text));
        using HeteroGraph read = table.ToHeteroGraph();

        Assert.That(read.ContentHash, Is.EqualTo(drawn.ContentHash));
        Assert.That(table.IdsOf("paper"), Is.EqualTo(papers));
    }

    [Test]
    public void Read_EdgesAlone_NameTheNodes()
    {
        using var folder = new ScratchFolder();
        HeteroTable table = Read(folder, Head + "a,0,r,b,7\na,0,r,b,7\nb,3,r,a,0\n", nodes: null, new HeteroTableOptions { Edges = new EdgeTableOptions { Duplicates = DuplicateEdges.First } });
        HeteroTable index = Read(folder, Head + "a,0,r,b,7\nb,3,r,a,0\n", nodes: null, new HeteroTableOptions { Edges = new EdgeTableOptions { Ids = IdKind.Index } });
        using HeteroGraph graph = index.ToHeteroGraph();

        Assert.That((table.IdsOf("b").Count, table.RowCount, table.DuplicateCount), Is.EqualTo((2, 2L, 1L)));
        Assert.That((graph.NodeCount("a"), graph.NodeCount("b")), Is.EqualTo((1, 8)));
        Assert.That(graph.Targets(new EdgeType("a", "r", "b")).ToArray(), Is.EqualTo(new[] { 7 }));
        Assert.That(table.NodesOf("a"), Is.Null);
    }

    [Test]
    public void Read_UnknownNodesAdded_HaveNoFeaturesAndNoLabel()
    {
        using var folder = new ScratchFolder();
        var options = new HeteroTableOptions { Edges = new EdgeTableOptions { UnknownNodes = UnknownNodes.Add }, Nodes = new NodeTableOptions { Label = "l" } };
        HeteroTable table = Read(folder, Head + "a,z,r,c,q\na,y,r,a,x\n", "type,id,l,f\na,x,1,5\na,y,2,6\n", options);
        using HeteroGraph graph = table.ToHeteroGraph();

        Assert.That(table.IdsOf("a"), Is.EqualTo(new[] { "x", "y", "z" }));
        Assert.That(table.NodesOf("a")!.Ids, Is.EqualTo(new[] { "x", "y" }));
        Assert.That(graph.Nodes("a")["x"].ToArray<float>(), Is.EqualTo(new[] { 5f, 6, 0 }));
        Assert.That(graph.Nodes("a")["y"].ToArray<int>(), Is.EqualTo(new[] { 0, 1, -1 }));
        Assert.That((graph.NodeCount("c"), graph.Nodes("c").Names.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(1)]
    [TestCase(4)]
    public void Read_AnyThreads_GivesTheSameGraph(int threads)
    {
        using var folder = new ScratchFolder();
        var random = new Random(11);
        string[] types = ["author", "paper", "venue"];
        using (var writer = new StreamWriter(folder["e.csv"]))
        {
            writer.Write(Head);
            for (int row = 0; row < 120_000; row++)
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{types[random.Next(3)]},node {random.Next(5000)},r{random.Next(4)},{types[random.Next(3)]},node {random.Next(5000)}"));
            }
        }

        Assert.That(new FileInfo(folder["e.csv"]).Length, Is.GreaterThan(3 << 20), "several blocks");
        HeteroTable Table(int count) => HeteroTable.Read(
            folder["e.csv"], options: new HeteroTableOptions { Edges = new EdgeTableOptions { Format = new TableFormat { Threads = count } } });
        using HeteroGraph two = Table(2).ToHeteroGraph();
        using HeteroGraph graph = Table(threads).ToHeteroGraph();

        Assert.That((graph.EdgeTypes.Count, graph.TotalEdgeCount, graph.TotalNodeCount), Is.EqualTo((36, 120_000L, 15_000L)));
        Assert.That(graph.ContentHash, Is.EqualTo(two.ContentHash));
    }

    [TestCase("a,x,r,c,x\n", "e.csv: line 2, column 'target_type': expected a node type of the node table, got 'c'. Add the nodes of the node type")]
    [TestCase("a,x,r,b,x\n", "e.csv: line 2, column 'target': expected a node that the node table has of the node type 'b', got 'x'. Add the node to its table")]
    [TestCase("a,x,r,b,y\na,x,,b,y\n", "e.csv: line 3, column 'relation': expected an id, got an empty field")]
    [TestCase("a,x,r,b,y\na,x, ,b,y\n", "e.csv: line 3, column 'relation': expected the name of a relation, got blanks. Name the column that says the relation")]
    public void Read_BadEdges_NamesThePlace(string edges, string expected)
    {
        using var folder = new ScratchFolder();

        Assert.That(() => Read(folder, Head + edges, "type,id\na,x\nb,y\n", new HeteroTableOptions()), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [TestCase("type,id\n,x\n", "n.csv: line 2, column 'type': expected an id, got an empty field")]
    [TestCase("type,id\n\"\t\",x\n", "n.csv: line 2, column 'type': expected the name of a node type, got blanks")]
    [TestCase("type,id\na,x\nb,x\na,x\n", "n.csv: line 4, column 'id': expected each id once, got 'x' of node type 'a' again, the id of node row 1")]
    [TestCase("kind,id\na,x\n", "n.csv: line 1: expected a column 'type' (the node types), got 'kind', 'id'")]
    public void Read_BadNodes_NamesThePlace(string nodes, string expected)
    {
        using var folder = new ScratchFolder();

        Assert.That(() => Read(folder, Head, nodes, new HeteroTableOptions()), Throws.TypeOf<DataFormatException>().With.Message.Contains(expected));
    }

    [Test]
    public void Read_IdsWhereTypesBelong_AreRefused()
    {
        using var folder = new ScratchFolder();
        string byType = Head + string.Concat(Enumerable.Range(0, 6000).Select(row => $"t{row},0,r,u{row},0\n"));
        string byRelation = Head + string.Concat(Enumerable.Range(0, 10_001).Select(row => $"a,0,r{row},a,0\n"));
        string byPair = Head + string.Concat(Enumerable.Range(0, 10_001).Select(row => $"t{row % 101},0,r{row / 101},a,0\n"));

        Assert.That(() => Read(folder, byType, nodes: null, new HeteroTableOptions()), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 5002, column 'source_type': expected at most 10000 different names of a node type"));
        Assert.That(() => Read(folder, byRelation, nodes: null, new HeteroTableOptions()), Throws.TypeOf<DataFormatException>().With.Message.Contains("line 10002, column 'relation': expected at most 10000 different names of a relation"));
        Assert.That(() => Read(folder, byPair, nodes: null, new HeteroTableOptions()), Throws.TypeOf<DataFormatException>().With.Message.Contains("column 'relation': expected at most 10000 edge types"));
    }

    [Test]
    public void Read_RepeatedEdge_IsRefusedWithinItsType()
    {
        using var folder = new ScratchFolder();
        var options = new HeteroTableOptions { Edges = new EdgeTableOptions { Duplicates = DuplicateEdges.Error } };

        Assert.That(Read(folder, Head + "a,x,r,a,y\na,x,s,a,y\n", nodes: null, options).RowCount, Is.EqualTo(2));
        Assert.That(
            () => Read(folder, Head + "a,x,r,a,y\na,x,s,a,y\na,x,r,a,y\n", nodes: null, options),
            Throws.TypeOf<DataFormatException>().With.Message.Contains("line 4: expected each edge once, got 'x' of node type 'a', 'y' of node type 'a' again after line 2"));
    }

    [Test]
    public void Read_OptionsThatContradict_AreRefused()
    {
        using var folder = new ScratchFolder();
        string edges = TableFiles.Write(folder, "e.csv", Edges);

        Assert.That(() => HeteroTable.Read(edges, options: new HeteroTableOptions { Edges = new EdgeTableOptions { IsUndirected = true } }), Throws.ArgumentException.With.Message.Contains("a relation of its own"));
        Assert.That(() => HeteroTable.Read(edges, options: new HeteroTableOptions { Nodes = new NodeTableOptions { StandardizesFeatures = true } }), Throws.ArgumentException.With.Message.Contains("standardize"));
        Assert.That(() => HeteroTable.Read(edges, options: new HeteroTableOptions { Nodes = new NodeTableOptions { Ids = IdKind.Index } }), Throws.ArgumentException.With.Message.Contains("read both alike"));
    }

    [Test]
    public void Read_AlteredBytes_AreReadOrRefused()
    {
        byte[] edges = Encoding.UTF8.GetBytes(Head + string.Concat(Enumerable.Range(0, 20).Select(i => $"t{i % 3},{i % 5},\"r{i % 2}\",t{i % 2},{i % 4}\r\n")));
        byte[] nodes = Encoding.UTF8.GetBytes("type,id,x,l\n" + string.Concat(Enumerable.Range(0, 15).Select(i => $"t{i / 5},{i % 5},{i}.5,{i / 8}\n")));
        using var folder = new ScratchFolder();
        foreach (IdKind kind in (IdKind[])[IdKind.Text, IdKind.Index])
        {
            var options = new HeteroTableOptions
            {
                Edges = new EdgeTableOptions { Ids = kind, Duplicates = DuplicateEdges.Sum, UnknownNodes = UnknownNodes.Drop },
                Nodes = new NodeTableOptions { Ids = kind, Label = "l", Missing = MissingValues.Mean },
            };
            foreach (bool altersNodes in (bool[])[false, true])
            {
                File.WriteAllBytes(folder["e.csv"], edges);
                File.WriteAllBytes(folder["n.csv"], nodes);
                int refused = ParserFuzz.SurvivesMutations(altersNodes ? nodes : edges, bytes =>
                {
                    File.WriteAllBytes(folder[altersNodes ? "n.csv" : "e.csv"], bytes);
                    HeteroTable.Read(folder["e.csv"], folder["n.csv"], options).ToHeteroGraph().Dispose();
                });

                Assert.That(refused, Is.GreaterThan(60));
            }
        }
    }

    /// <summary>A graph with all that tables can say of one.</summary>
    internal static HeteroGraph Draw()
    {
        var random = new Random(9);
        using HeteroGraph bare = HeteroGraph.Create(("author", 40), ("paper", 30), ("venue, or so", 3));
        using HeteroGraph edges = bare.WithEdges(
        [
            (new EdgeType("author", "writes", "paper"), Ids(100, 40), Ids(100, 30)),
            (new EdgeType("paper", "in", "venue, or so"), Ids(30, 30), Ids(30, 3)),
            (new EdgeType("paper", "cites", "paper"), Ids(60, 30), Ids(60, 30)),
            (new EdgeType("paper", "writes", "paper"), Ids(2, 30), Ids(2, 30)),
        ]);
        using HeteroGraph labelled = edges.WithNodeColumn("paper", "y", Tensor.Create(Enumerable.Range(0, 30).Select(node => (node % 5) - 1).ToArray(), 30));
        return labelled.WithNodeColumn("author", "y", Tensor.Create(Enumerable.Range(0, 40).Select(node => node % 2).ToArray(), 40));

        int[] Ids(int count, int nodes) => [.. Enumerable.Range(0, count).Select(_ => random.Next(nodes))];
    }

    internal static HeteroTableOptions Options(IdKind kind) => new()
    {
        Edges = new EdgeTableOptions { Ids = kind },
        Nodes = new NodeTableOptions { Ids = kind, Label = "label" },
    };

    private static (string Edges, string Nodes) Text(Dataset dataset) => (Text(TableColumns.OfEdges(dataset)), Text(TableColumns.OfNodes(dataset)));

    private static string Text(IReadOnlyList<TableColumn> columns)
    {
        using var stream = new MemoryStream();
        TableWriter.Write(stream, columns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static HeteroTable Read(ScratchFolder folder, string edges, string? nodes, HeteroTableOptions options) => HeteroTable.Read(
        TableFiles.Write(folder, "e.csv", edges), nodes is null ? null : TableFiles.Write(folder, "n.csv", nodes), options);
}
