using System.Text;
using Gnn.Datasets;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>What is written of a structure with one set of nodes is read as that structure.</summary>
[TestFixture]
internal sealed class TableStructureTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void ToSignedGraph_WrittenGraph_IsEqual(bool isUndirected)
    {
        using var folder = new ScratchFolder();
        using SignedGraph bare = isUndirected
            ? SignedGraph.FromEdges(4, [0, 1, 2, 1, 3], [1, 0, 1, 2, 3], [1, 1, -1, -1, -1], isUndirected: true)
            : SignedGraph.FromEdges(4, [0, 1, 2, 1, 3], [1, 0, 1, 2, 3], [1, -1, -1, 1, -1]);
        using SignedGraph weighted = bare.WithEdgeColumn("weight", Tensor.Create((float[])[1, 1, 0.5f, 0.5f, 4], 5));
        using SignedGraph featured = weighted.WithNodeColumn("x", Tensor.Create((float[])[1, 2, 3, 4, 5, 6, 7, 8.5f], new Shape(4, 2)));
        using SignedGraph graph = featured.WithNodeColumn("y", Tensor.Create((int[])[1, -1, 0, 1], 4));
        (string edges, string nodes) = Write(folder, graph);

        NodeTable known = NodeTable.Read(nodes, new NodeTableOptions { Label = "label" });
        EdgeTable table = EdgeTable.Read(edges, new EdgeTableOptions { Weight = "weight", Sign = "sign", IsUndirected = isUndirected, Duplicates = DuplicateEdges.Keep }, known.Ids);
        using SignedGraph bareRead = table.ToSignedGraph();
        using SignedGraph read = known.AddTo(bareRead);

        // Of an undirected graph whose rows hold the edge from the lower node, one of the pairs stands the other way round.
        Assert.That(read.Signs.ToArray(), Is.EqualTo(graph.Signs.ToArray()));
        if (isUndirected)
        {
            Assert.That(read.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 2, 3 }));
            Assert.That(Text(TableColumns.OfEdges(new Dataset(read))), Is.EqualTo(File.ReadAllText(edges)));
        }
        else
        {
            Assert.That(read.ContentHash, Is.EqualTo(graph.ContentHash));
        }
    }

    [Test]
    public void ToSignedGraph_TableWithoutSigns_IsRefused()
    {
        using var folder = new ScratchFolder();
        EdgeTable table = EdgeTable.Read(TableFiles.Write(folder, "e.csv", "source,target\na,b\n"));

        Assert.That(() => table.ToSignedGraph(), Throws.InvalidOperationException.With.Message.Contains("The edges have no signs"));
    }

    [Test]
    public void AddTo_TemporalGraphAndHypergraph_GiveWhatWasWritten()
    {
        using var folder = new ScratchFolder();
        using TemporalGraph events = TemporalGraph.FromEvents(4, [0, 1, 2], [1, 2, 3], [5, 6, 7]);
        using Hypergraph women = SouthernWomen.Load();
        using TemporalGraph temporal = Decorated(events, 4, (graph, x) => graph.WithFeatures(x), (graph, labels) => graph.WithLabels(labels, ["a", "b"]));
        using Hypergraph hypergraph = Decorated(women, women.NodeCount, (graph, x) => graph.WithFeatures(x), (graph, labels) => graph.WithLabels(labels, ["a", "b"]));

        (string edges, string nodes) = Write(folder, temporal);
        NodeTable known = NodeTable.Read(nodes, new NodeTableOptions { Label = "label", Ids = IdKind.Index });
        using TemporalGraph bareEvents = EventTable.Read(edges, new EventTableOptions { Ids = IdKind.Index }, known.Ids).ToTemporalGraph();
        using TemporalGraph temporalRead = known.AddTo(bareEvents);
        (edges, nodes) = Write(folder, hypergraph);
        known = NodeTable.Read(nodes, new NodeTableOptions { Label = "label" });
        using Hypergraph bareWomen = IncidenceTable.Read(edges, nodes: known.Ids).ToHypergraph();
        using Hypergraph hypergraphRead = known.AddTo(bareWomen);

        Assert.That(temporalRead.ContentHash, Is.EqualTo(temporal.ContentHash));
        Assert.That(hypergraphRead.ContentHash, Is.EqualTo(hypergraph.ContentHash));
        using TemporalGraph fewer = TemporalGraph.FromEvents(2, [0], [1], [5]);
        Assert.That(() => known.AddTo(fewer), Throws.ArgumentException.With.Message.Contains($"The node table has {women.NodeCount} nodes, the graph only 2."));
    }

    [TestCase("gin-mutag", "gin-text")]
    [TestCase("acm-heco", "hetero")]
    [TestCase("epinions", "signed")]
    public void Read_WrittenDataSet_WritesTheSameTables(string name, string data)
    {
        string root = Path.GetDirectoryName(SharedData.Require(data))!;
        using var folder = new ScratchFolder();
        using Dataset dataset = DatasetCatalog.Find(name).Load(root);
        (string edges, string nodes) = Write(folder, dataset.Structure);
        var options = new EdgeTableOptions { Ids = IdKind.Index, IsUndirected = name == "gin-mutag", Duplicates = DuplicateEdges.Keep };
        using IGraphStructure read = name switch
        {
            "gin-mutag" => GraphSetTable.Read(edges, nodes, new GraphSetTableOptions { GraphLabel = "graph_label", Edges = options }).ToGraphSet(),
            "acm-heco" => HeteroTable.Read(edges, nodes, new HeteroTableOptions { Edges = options, Nodes = new NodeTableOptions { Ids = IdKind.Index, Label = "label" } }).ToHeteroGraph(),
            _ => EdgeTable.Read(edges, options with { Sign = "sign" }, NodeTable.Read(nodes, new NodeTableOptions { Ids = IdKind.Index }).Ids).ToSignedGraph(),
        };
        (string edgeText, string nodeText) = (File.ReadAllText(edges), File.ReadAllText(nodes));

        Write(folder, read);

        Assert.That(File.ReadAllText(edges) == edgeText, Is.True);
        Assert.That(File.ReadAllText(nodes) == nodeText, Is.True);
        if (name == "epinions")
        {
            Assert.That(read.ContentHash, Is.EqualTo(dataset.Structure.ContentHash));
        }
    }

    [Test]
    public void ReadColumnNames_GivesTheFirstRow()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "e.tsv", "a\t\"b\tc\"\r\n1\t2\r\n");

        Assert.That(new TableFormat().ReadColumnNames(path), Is.EqualTo(new[] { "a", "b\tc" }));
        Assert.That(new TableFormat { HasHeader = false }.ReadColumnNames(path), Is.EqualTo(new[] { "1", "2" }));
    }

    private static T Decorated<T>(T bare, int nodes, Func<T, Tensor, T> withFeatures, Func<T, int[], T> withLabels)
        where T : IGraphStructure
    {
        using T featured = withFeatures(bare, Tensor.Create(Enumerable.Range(0, 2 * nodes).Select(value => value / 8f).ToArray(), new Shape(nodes, 2)));
        return withLabels(featured, [.. Enumerable.Range(0, nodes).Select(node => (node % 3) - 1)]);
    }

    private static (string Edges, string Nodes) Write(ScratchFolder folder, IGraphStructure structure)
    {
        var dataset = new Dataset(structure);
        TableWriter.Write(folder["e.csv"], TableColumns.OfEdges(dataset));
        TableWriter.Write(folder["n.csv"], TableColumns.OfNodes(dataset));
        return (folder["e.csv"], folder["n.csv"]);
    }

    private static string Text(IReadOnlyList<TableColumn> columns)
    {
        using var stream = new MemoryStream();
        TableWriter.Write(stream, columns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
