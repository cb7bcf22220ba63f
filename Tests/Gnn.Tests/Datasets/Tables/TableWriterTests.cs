using Gnn.Datasets;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

[TestFixture]
internal sealed class TableWriterTests
{
    [TestCase("e.csv", "n.csv")]
    [TestCase("e.tsv", "n.tsv")]
    public void WriteEdgesAndNodes_ReadAgain_GiveTheSameGraph(string edgeFile, string nodeFile)
    {
        using var folder = new ScratchFolder();
        string nodes = TableFiles.Write(folder, "nodes.csv", "id,a,y\n\"x,\"\"1\"\"\",0.1,p\n\"y\nz\",-1e-30,q\n\"\tq\",3.4028235E+38,\n\"w;\",16777217,p\n");
        string edges = TableFiles.Write(folder, "edges.csv", "source,target,w,t\n\"x,\"\"1\"\"\",\"y\nz\",0.3,5\n\"\tq\",\"\tq\",1e-8,-6\n\"w;\",\"x,\"\"1\"\"\",2,7\n");
        var edgeOptions = new EdgeTableOptions { Weight = "w", Time = "t", IsUndirected = true };
        using TableGraph first = TableGraph.Read(edges, nodes, edgeOptions, new NodeTableOptions { Label = "y" });

        TableWriter.WriteEdges(folder[edgeFile], first.Graph, first.Ids);
        TableWriter.WriteNodes(folder[nodeFile], first.Graph, first.Ids, first.Nodes!.FeatureNames);
        using TableGraph second = TableGraph.Read(
            folder[edgeFile], folder[nodeFile], edgeOptions with { Weight = "weight", Time = "time" }, new NodeTableOptions { Label = "label" });

        Assert.That(second.Ids, Is.EqualTo(first.Ids));
        Assert.That(second.Graph.HostLabels.ToArray(), Is.EqualTo(first.Graph.HostLabels.ToArray()));
        Assert.That(second.Graph.ClassNames, Is.EqualTo(first.Graph.ClassNames));
        Assert.That(second.Graph.Features.Dense!.ToArray<float>(), Is.EqualTo(first.Graph.Features.Dense!.ToArray<float>()));
        Assert.That(Edges(second.Graph), Is.EquivalentTo(Edges(first.Graph)));
    }

    [Test]
    public void WriteEdges_DataSet_ReadAgainByIndex_GivesTheSameEdges()
    {
        using var folder = new ScratchFolder();
        (Graph karate, _) = KarateClub.Load();
        using Graph graph = karate;
        TableWriter.WriteEdges(folder["e.csv"], graph, IdMap.FromCount(graph.NodeCount));
        using Graph again = EdgeTable.Read(folder["e.csv"], new EdgeTableOptions { Ids = IdKind.Index, IsUndirected = true }).ToGraph();

        Assert.That(again.EdgeCount, Is.EqualTo(156));
        Assert.That(Edges(again), Is.EquivalentTo(Edges(graph)));
    }

    [Test]
    public void Write_BadColumns_LeavesTheOldFile()
    {
        using var folder = new ScratchFolder();
        string path = TableFiles.Write(folder, "t.csv", "old");
        TableColumn one = TableColumn.OfTexts("a", ["1", "2"]);

        Assert.That(() => TableWriter.Write(path, []), Throws.ArgumentException);
        Assert.That(() => TableWriter.Write(path, [one, one]), Throws.ArgumentException.With.Message.Contains("'a'"));
        Assert.That(() => TableWriter.Write(path, [one, TableColumn.OfTexts("b", ["1"])]), Throws.ArgumentException.With.Message.Contains("'a' has 2 rows and 'b' 1"));
        Assert.That(() => TableWriter.Write(path, [TableColumn.OfTexts("a", ["1", "x,y"])], new TableFormat { Quote = null }), Throws.ArgumentException.With.Message.Contains("x,y"));
        Assert.That(() => TableWriter.Write(path, [one], cancellation: new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    private static (int, int, float, long)[] Edges(Graph graph)
    {
        float[]? weights = graph.EdgeWeights?.ToArray<float>();
        long[]? times = graph.Edges.TryGet(EdgeTable.TimeColumn, out Gnn.Tensors.Tensor? column) ? column.ToArray<long>() : null;
        (int[] sources, int[] targets) = (graph.Sources.ToArray(), graph.Targets.ToArray());
        return [.. sources.Select((source, edge) => (source, targets[edge], weights?[edge] ?? 1, times?[edge] ?? 0))];
    }
}
