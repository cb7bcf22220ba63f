using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tests.Graphs;
using NUnit.Framework;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

[TestFixture]
internal sealed class UndirectedGraphViewTests
{
    [Test]
    public void View_RandomGraphs_AnswersAsQuikGraphsOwnGraph([Range(0, 39)] int seed)
    {
        using Graph graph = NativeGraphs.RandomUndirected(seed);
        UndirectedGraphView view = graph.AsUndirectedQuikGraph();
        UndirectedGraph<int, TaggedEdge<int, int>> native = NativeGraphs.Undirected(graph);

        Assert.That(view.Vertices, Is.EqualTo(native.Vertices));
        Assert.That((view.VertexCount, view.EdgeCount), Is.EqualTo((native.VertexCount, native.EdgeCount)));
        Assert.That((view.IsVerticesEmpty, view.IsEdgesEmpty), Is.EqualTo((native.IsVerticesEmpty, native.IsEdgesEmpty)));
        Assert.That((view.IsDirected, view.AllowParallelEdges), Is.EqualTo((false, true)));
        Assert.That(view.Edges, Is.EqualTo(Own(native.Edges)));
        foreach (int vertex in view.Vertices)
        {
            Assert.That(view.AdjacentEdges(vertex), Is.EquivalentTo(Own(native.AdjacentEdges(vertex))));
            Assert.That(view.AdjacentDegree(vertex), Is.EqualTo(native.AdjacentDegree(vertex)));
            Assert.That(view.IsAdjacentEdgesEmpty(vertex), Is.EqualTo(native.IsAdjacentEdgesEmpty(vertex)));
            GraphEdge[] adjacent = [.. view.AdjacentEdges(vertex)];
            Assert.That(Enumerable.Range(0, adjacent.Length).Select(i => view.AdjacentEdge(vertex, i)), Is.EqualTo(adjacent));
            foreach (int other in view.Vertices.Append(-1).Append(view.VertexCount))
            {
                bool isThere = native.TryGetEdge(vertex, other, out TaggedEdge<int, int> first);
                Assert.That(view.ContainsEdge(vertex, other), Is.EqualTo(isThere));
                Assert.That(view.TryGetEdge(vertex, other, out GraphEdge edge), Is.EqualTo(isThere));
                Assert.That(edge, Is.EqualTo(isThere ? Own([first]).Single() : default));
            }
        }
    }

    [Test]
    public void ContainsEdge_OfBothDirections_HasTheOneThatStandsForBoth()
    {
        using Graph graph = SampleGraphs.U();
        UndirectedGraphView view = graph.AsUndirectedQuikGraph();

        Assert.That(graph.AsQuikGraph().Edges.Count(view.ContainsEdge), Is.EqualTo(view.EdgeCount));
        Assert.That(view.Edges.All(view.ContainsEdge));
        Assert.That(view.EdgeEqualityComparer(view.Edges.First(), 1, 0), "ends may be named in either order");
        Assert.That(view.EdgeEqualityComparer(view.Edges.First(), 0, 2), Is.False);
    }

    [Test]
    public void Vertex_ThatIsNotThere_IsRefusedAsQuikGraphDoes()
    {
        using Graph graph = SampleGraphs.U();
        UndirectedGraphView view = graph.AsUndirectedQuikGraph();

        Assert.That(view.ContainsVertex(9), Is.False);
        Assert.That(() => view.AdjacentEdges(9), Throws.TypeOf<VertexNotFoundException>());
        Assert.That(() => view.AdjacentDegree(-1), Throws.TypeOf<VertexNotFoundException>());
        Assert.That(() => view.AdjacentEdge(0, 4), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void AsUndirected_DirectedGraph_SaysTheCure()
    {
        using Graph graph = SampleGraphs.A();

        Assert.That(() => graph.AsUndirectedQuikGraph(), Throws.ArgumentException.With.Message.Contains("The graph is directed: view it with AsQuikGraph()"));
    }

    [Test]
    public void View_AfterItsGraph_ThrowsAndSaysWhy()
    {
        Graph graph = SampleGraphs.U();
        UndirectedGraphView view = graph.AsUndirectedQuikGraph();
        graph.Dispose();

        Assert.That(() => view.AdjacentEdges(0), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("keep the graph"));
        Assert.That(() => view.Edges, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => view.AdjacentDegree(0), Throws.TypeOf<ObjectDisposedException>());
    }

    private static IEnumerable<GraphEdge> Own(IEnumerable<TaggedEdge<int, int>> edges) => edges.Select(edge => new GraphEdge(edge.Source, edge.Target, edge.Tag));
}
