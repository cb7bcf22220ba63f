using System.Text;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Datasets.Tables;

/// <summary>The tables that structures become, letter by letter.</summary>
[TestFixture]
internal sealed class TableColumnsTests
{
    private static readonly IdMap Ids = IdMap.FromIds(["a", "b", "c,"]);

    [Test]
    public void OfEdges_Graph_HasTheColumnsThatAreKnownInTheirOrder()
    {
        using var scope = new TensorScope();
        using Graph graph = Decorated(Graph.FromEdges(3, [0, 1, 1, 2, 2], [1, 0, 2, 1, 2], isUndirected: true))
            .WithEdgeColumn("sign", Tensor.Create((float[])[1, 1, -1, -1, 1], 5));

        Assert.That(Text(TableColumns.OfEdges(graph, Ids)), Is.EqualTo("source,target,weight,sign,time,e0,e1\na,b,0.5,1,7,0,1\nb,\"c,\",2.5,-1,9,4,5\n\"c,\",\"c,\",4.5,1,-3,8,9\n"));
        Assert.That(
            Text(TableColumns.OfEdges(new Dataset(graph))),
            Is.EqualTo("source,target,other,time,edge_x,weight,e0,e1,sign\n0,1,0,7,1,0.5,0,1,1\n1,2,2,9,0,2.5,4,5,-1\n2,2,4,-3,1,4.5,8,9,1\n"));
    }

    [Test]
    public void OfEdges_SignedGraph_HasSignsThird()
    {
        using var scope = new TensorScope();
        using SignedGraph graph = SignedGraph.FromEdges(3, [0, 1, 1], [1, 0, 2], [1, -1, 1]).WithEdgeColumn("weight", Tensor.Create((float[])[0.25f, 3, 1], 3));

        Assert.That(Text(TableColumns.OfEdges(graph, Ids)), Is.EqualTo("source,target,sign,weight\na,b,1,0.25\nb,a,-1,3\nb,\"c,\",1,1\n"));
        Assert.That(Text(TableColumns.OfEdges(new Dataset(graph))), Is.EqualTo("source,target,sign,weight\n0,1,1,0.25\n1,0,-1,3\n1,2,1,1\n"));
    }

    [Test]
    public void OfEvents_TemporalGraph_HasTimesThird()
    {
        using var scope = new TensorScope();
        using TemporalGraph graph = TemporalGraph.FromEvents(3, [0, 1], [2, 1], [-5, 6]).WithEventColumn("edge_attr", Tensor.Create((float[])[1, 2, 3, 4], new Shape(2, 2)));

        Assert.That(Text(TableColumns.OfEvents(graph, Ids)), Is.EqualTo("source,target,time,e0,e1\na,\"c,\",-5,1,2\nb,b,6,3,4\n"));
        Assert.That(Text(TableColumns.OfEdges(new Dataset(graph))), Is.EqualTo("source,target,time,e0,e1\n0,2,-5,1,2\n1,1,6,3,4\n"));
    }

    [Test]
    public void OfIncidences_Hypergraph_HasARowForEachMembership()
    {
        using var scope = new TensorScope();
        using Hypergraph graph = Hypergraph.FromPairs(3, 2, [0, 1, 2, 0], [0, 0, 1, 1]).WithIncidenceColumn("weight", Tensor.Create((float[])[1, 2, 3, 4], 4));

        Assert.That(Text(TableColumns.OfIncidences(graph, Ids, IdMap.FromCount(2))), Is.EqualTo("node,hyperedge,weight\na,0,1\nb,0,2\na,1,3\n\"c,\",1,4\n"));
        Assert.That(Text(TableColumns.OfEdges(new Dataset(graph))), Is.EqualTo("hyperedge,node\n0,0\n0,1\n1,0\n1,2\n"));
    }

    [Test]
    public void OfNodes_Graph_HasLabelsByNameAndFeaturesByTheirs()
    {
        using var scope = new TensorScope();
        using Graph graph = Graph.FromEdges(3, [0], [1])
            .WithNodeColumn("more", Tensor.Create((long[])[5, 6, 7], 3))
            .WithFeatures(Tensor.Create((float[])[1, 2, 3, 4, 5, 6.5f], new Shape(3, 2)))
            .WithLabels([1, -1, 0], ["no"]);

        Assert.That(Text(TableColumns.OfNodes(graph, Ids, ["f", "g"])), Is.EqualTo("id,label,f,g\na,1,1,2\nb,,3,4\n\"c,\",no,5,6.5\n"));
        Assert.That(Text(TableColumns.OfNodes(graph, Ids)), Does.StartWith("id,label,x0,x1\n"));
        Assert.That(Text(TableColumns.OfNodes(new Dataset(graph))), Is.EqualTo("id,more,x0,x1,label\n0,5,1,2,1\n1,6,3,4,\n2,7,5,6.5,no\n"));
        Assert.That(() => TableColumns.OfNodes(graph, Ids, ["f"]), Throws.ArgumentException.With.Message.Contains("There must be 2 names of features, got 1."));
        Assert.That(() => TableColumns.OfNodes(graph, IdMap.FromCount(2)), Throws.ArgumentException.With.Message.Contains("There must be 3 ids, one for each node, got 2."));
    }

    // Of an undirected graph a row is the first of two directions.
    private static Graph Decorated(Graph graph) => graph
        .WithEdgeColumn("other", Tensor.Create((int[])[0, 1, 2, 3, 4], 5))
        .WithEdgeColumn("time", Tensor.Create((long[])[7, 8, 9, 0, -3], 5))
        .WithEdgeColumn("edge_x", Tensor.Create((bool[])[true, false, false, true, true], 5))
        .WithEdgeColumn("weight", Tensor.Create((float[])[0.5f, 1.5f, 2.5f, 3.5f, 4.5f], 5))
        .WithEdgeColumn("edge_attr", Tensor.Create(Enumerable.Range(0, 10).Select(value => (float)value).ToArray(), new Shape(5, 2)));

    private static string Text(IReadOnlyList<TableColumn> columns)
    {
        using var stream = new MemoryStream();
        TableWriter.Write(stream, columns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
