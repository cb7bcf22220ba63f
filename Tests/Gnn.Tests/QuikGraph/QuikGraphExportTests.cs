using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tensors;
using Gnn.Tests.Graphs;
using NUnit.Framework;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

[TestFixture]
internal sealed class QuikGraphExportTests
{
    [Test]
    public void EdgeWeightFunction_OfWeights_IsTheColumnByEdgeId()
    {
        using Graph graph = NativeGraphs.Weighted(Graph.FromEdges(3, [0, 2, 0], [1, 0, 1]), [0.5, -2, 7]);

        Func<GraphEdge, double> weight = graph.EdgeWeightFunction();

        Assert.That(graph.AsQuikGraph().OutEdges(0).Select(weight), Is.EqualTo(new[] { 0.5, 7 }), "parallel edges have their own");
        Assert.That(graph.AsQuikGraph().InEdges(0).Select(weight), Is.EqualTo(new[] { -2.0 }));
        Assert.That(weight(GraphEdge.Added(0, 1)), Is.Zero);
    }

    [Test]
    public void EdgeWeightFunction_WithoutWeights_IsOne()
    {
        using Graph graph = SampleGraphs.A();

        Assert.That(graph.AsQuikGraph().Edges.Select(graph.EdgeWeightFunction()), Is.All.EqualTo(1));
        Assert.That(graph.EdgeWeightFunction()(GraphEdge.Added(0, 1)), Is.Zero);
    }

    [Test]
    public void EdgeWeightFunction_OfANamedColumn_TakesAnyNumbers()
    {
        using Graph bare = Graph.FromEdges(2, [0, 1], [1, 0]);
        using Graph whole = bare.WithEdgeColumn("capacity", Tensor.Create([3, 4], 2));
        using Graph both = whole.WithEdgeColumn("time", Tensor.Create([1L << 40, 5], 2));

        Assert.That(both.AsQuikGraph().Edges.Select(both.EdgeWeightFunction("capacity")), Is.EqualTo(new[] { 3.0, 4 }));
        Assert.That(both.AsQuikGraph().Edges.Select(both.EdgeWeightFunction("time")), Is.EqualTo(new[] { (double)(1L << 40), 5 }));
    }

    [Test]
    public void EdgeWeightFunction_ColumnThatIsNone_SaysWhy()
    {
        using Graph bare = Graph.FromEdges(2, [0, 1], [1, 0]);
        using Graph graph = bare.WithEdgeColumn("edge_attr", Tensor.Zeros((2, 3)));

        Assert.That(() => graph.EdgeWeightFunction("capacity"), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("edge_attr"));
        Assert.That(
            () => graph.EdgeWeightFunction("edge_attr"),
            Throws.ArgumentException.With.Message.Contains("'edge_attr' must be one number an edge, got Float32 [2, 3]"));
    }

    [Test]
    public void ToAdjacencyGraph_RandomGraph_HasItsVerticesAndEdgesAndLivesWithoutIt([Range(0, 9)] int seed)
    {
        AdjacencyGraph<int, GraphEdge> copy;
        GraphEdge[] edges;
        int[] vertices;
        using (Graph graph = NativeGraphs.RandomDirected(seed))
        {
            copy = graph.ToAdjacencyGraph();
            edges = [.. graph.AsQuikGraph().Edges];
            vertices = [.. graph.AsQuikGraph().Vertices];
        }

        Assert.That(copy.Vertices, Is.EqualTo(vertices));
        Assert.That(copy.Edges, Is.EqualTo(edges.OrderBy(edge => edge.Source).ThenBy(edge => edge.Id)));
        Assert.That(copy.AddVertex(vertices.Length), "it can be changed");
    }

    [Test]
    public void GraphEdge_EqualityAndText_GoByEndsAndId()
    {
        GraphEdge edge = new(1, 2, 3);
        HashSet<GraphEdge> edges = [edge, edge with { Id = 4 }, new(2, 1, 3), new(1, 2, 3)];

        Assert.That(edges, Is.EquivalentTo(new[] { edge, new(1, 2, 4), new(2, 1, 3) }));
        Assert.That(edge.ToString(), Is.EqualTo("1 -> 2 (edge 3)"));
        Assert.That(GraphEdge.Added(2, 1).ToString(), Is.EqualTo("2 -> 1 (added)"));
    }
}
