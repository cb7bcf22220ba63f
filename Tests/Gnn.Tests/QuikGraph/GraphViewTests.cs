using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tensors.Engines;
using Gnn.Tests.Graphs;
using NUnit.Framework;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

[TestFixture]
internal sealed class GraphViewTests
{
    [Test]
    public void View_RandomGraphs_AnswersAsQuikGraphsOwnGraph([Range(0, 39)] int seed)
    {
        using Graph graph = NativeGraphs.RandomDirected(seed);
        GraphView view = graph.AsQuikGraph();
        BidirectionalGraph<int, TaggedEdge<int, int>> native = NativeGraphs.Directed(graph);

        Assert.That(view.Vertices, Is.EqualTo(native.Vertices));
        Assert.That((view.VertexCount, view.EdgeCount), Is.EqualTo((native.VertexCount, native.EdgeCount)));
        Assert.That((view.IsVerticesEmpty, view.IsEdgesEmpty), Is.EqualTo((native.IsVerticesEmpty, native.IsEdgesEmpty)));
        Assert.That((view.IsDirected, view.AllowParallelEdges), Is.EqualTo((true, true)));
        Assert.That(view.Edges, Is.EqualTo(Own(native.Edges).OrderBy(edge => edge.Id)), "by id");
        foreach (int vertex in view.Vertices)
        {
            Assert.That(view.InEdges(vertex), Is.EqualTo(Own(native.InEdges(vertex))), "by id");
            Assert.That(view.OutEdges(vertex), Is.EqualTo(Own(native.OutEdges(vertex)).OrderBy(edge => edge.Target).ThenBy(edge => edge.Id)));
            Assert.That(view.TryGetInEdges(vertex, out IEnumerable<GraphEdge>? edges) ? edges : null, Is.EqualTo(view.InEdges(vertex)));
            Assert.That(view.TryGetOutEdges(vertex, out edges) ? edges : null, Is.EqualTo(view.OutEdges(vertex)));
            Assert.That((view.InDegree(vertex), view.OutDegree(vertex)), Is.EqualTo((native.InDegree(vertex), native.OutDegree(vertex))));
            Assert.That(view.Degree(vertex), Is.EqualTo(native.Degree(vertex)));
            Assert.That((view.IsInEdgesEmpty(vertex), view.IsOutEdgesEmpty(vertex)), Is.EqualTo((native.IsInEdgesEmpty(vertex), native.IsOutEdgesEmpty(vertex))));
            Assert.That(Enumerable.Range(0, view.InDegree(vertex)).Select(i => view.InEdge(vertex, i)), Is.EqualTo(view.InEdges(vertex)));
            Assert.That(Enumerable.Range(0, view.OutDegree(vertex)).Select(i => view.OutEdge(vertex, i)), Is.EqualTo(view.OutEdges(vertex)));
        }
    }

    [Test]
    public void Edges_BetweenTwoVertices_AreFoundAsInQuikGraphsOwnGraph([Range(0, 19)] int seed)
    {
        using Graph graph = NativeGraphs.RandomDirected(seed);
        GraphView view = graph.AsQuikGraph();
        BidirectionalGraph<int, TaggedEdge<int, int>> native = NativeGraphs.Directed(graph);

        foreach ((int source, int target) in view.Vertices.Append(-1).Append(view.VertexCount).SelectMany(s => view.Vertices.Append(-1), (s, t) => (s, t)))
        {
            bool isThere = native.TryGetEdge(source, target, out TaggedEdge<int, int> first);
            Assert.That(view.ContainsEdge(source, target), Is.EqualTo(isThere));
            Assert.That(view.TryGetEdge(source, target, out GraphEdge edge), Is.EqualTo(isThere));
            Assert.That(edge, Is.EqualTo(isThere ? new GraphEdge(source, target, first.Tag) : default), "the first of parallel edges");
            bool isSource = native.TryGetEdges(source, target, out IEnumerable<TaggedEdge<int, int>> all);
            Assert.That(view.TryGetEdges(source, target, out IEnumerable<GraphEdge>? edges), Is.EqualTo(isSource));
            Assert.That(edges, isSource ? Is.EqualTo(Own(all)) : Is.Null);
        }
    }

    [Test]
    public void ContainsEdge_EdgesOfTheGraphAndOthers_TellsThemApart()
    {
        using Graph graph = SampleGraphs.A();
        GraphView view = graph.AsQuikGraph();

        Assert.That(view.Edges.All(view.ContainsEdge));
        Assert.That(view.Edges.Select(edge => edge with { Id = edge.Id + 1 }).Count(view.ContainsEdge), Is.EqualTo(1), "only edges 0 and 1 are parallel");
        Assert.That(view.ContainsEdge(new GraphEdge(1, 0, 0)), Is.False, "the other way");
        Assert.That(view.ContainsEdge(GraphEdge.Added(0, 1)), Is.False);
        Assert.That(view.ContainsEdge(new GraphEdge(0, 1, 24)), Is.False);
    }

    [Test]
    public void View_ParallelEdges_AreDistinctAndLoopsAreInBothRows()
    {
        using Graph graph = Graph.FromEdges(3, [0, 0, 2], [1, 1, 2]);
        GraphView view = graph.AsQuikGraph();

        Assert.That(view.OutEdges(0).Distinct(), Is.EqualTo(new[] { new GraphEdge(0, 1, 0), new GraphEdge(0, 1, 1) }));
        Assert.That((view.InEdges(2).Single(), view.OutEdges(2).Single()), Is.EqualTo((new GraphEdge(2, 2, 2), new GraphEdge(2, 2, 2))));
        Assert.That(view.Degree(2), Is.EqualTo(2));
    }

    [TestCase(-1)]
    [TestCase(10)]
    [TestCase(int.MaxValue)]
    public void Vertex_ThatIsNotThere_IsRefusedAsQuikGraphDoes(int vertex)
    {
        using Graph graph = SampleGraphs.A();
        GraphView view = graph.AsQuikGraph();

        Assert.That(view.ContainsVertex(vertex), Is.False);
        Assert.That(view.TryGetInEdges(vertex, out IEnumerable<GraphEdge>? edges), Is.False);
        Assert.That(edges, Is.Null);
        Assert.That(view.TryGetOutEdges(vertex, out edges), Is.False);
        Assert.That(edges, Is.Null);
        foreach (Action use in (Action[])
            [
                () => view.InEdges(vertex), () => view.OutEdges(vertex), () => view.InDegree(vertex), () => view.OutDegree(vertex), () => view.Degree(vertex),
                () => view.InEdge(vertex, 0), () => view.OutEdge(vertex, 0), () => view.IsInEdgesEmpty(vertex), () => view.IsOutEdgesEmpty(vertex),
            ])
        {
            Assert.That(use, Throws.TypeOf<VertexNotFoundException>().With.Message.EqualTo($"The graph has no vertex {vertex}: its vertices are its nodes, 0 to 9."));
        }
    }

    [TestCase(-1)]
    [TestCase(3)]
    public void EdgeByPosition_OutOfRange_SaysTheRange(int index)
    {
        using Graph graph = SampleGraphs.A();
        GraphView view = graph.AsQuikGraph();

        Assert.That(() => view.OutEdge(2, index), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("must be in [0, 3)"));
        Assert.That(() => view.InEdge(9, 0), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Node 9 has 0 edges"));
    }

    [Test]
    public void View_WithoutNodes_IsEmpty()
    {
        using Graph graph = Graph.FromEdges(0, [], []);
        GraphView view = graph.AsQuikGraph();

        Assert.That(view.Vertices, Is.Empty);
        Assert.That(view.Edges, Is.Empty);
        Assert.That((view.IsVerticesEmpty, view.IsEdgesEmpty, view.ContainsVertex(0)), Is.EqualTo((true, true, false)));
    }

    [Test]
    public void View_OfAGraphWithColumnsElsewhere_ReadsTheSameEdges()
    {
        using Graph graph = NativeGraphs.RandomDirected(3);
        using var engine = new ReferenceEngine();
        using Graph elsewhere = graph.To(engine);

        Assert.That(elsewhere.AsQuikGraph().Edges, Is.EqualTo(graph.AsQuikGraph().Edges));
        Assert.That(
            elsewhere.AsQuikGraph().Edges.Select(elsewhere.EdgeWeightFunction()), Is.EqualTo(graph.AsQuikGraph().Edges.Select(graph.EdgeWeightFunction())));
    }

    [Test]
    public void View_AfterItsGraph_ThrowsAndSaysWhy()
    {
        Graph graph = SampleGraphs.A();
        GraphView view = graph.AsQuikGraph();
        IEnumerator<GraphEdge> walk = view.OutEdges(0).GetEnumerator();
        Assert.That(walk.MoveNext());
        graph.Dispose();

        Assert.That(() => walk.MoveNext(), Throws.TypeOf<ObjectDisposedException>(), "in the middle of a walk");
        foreach (Action use in (Action[])
            [
                () => view.InEdges(0), () => view.OutEdges(0), () => view.InDegree(0), () => view.OutDegree(0), () => view.InEdge(0, 0), () => view.OutEdge(0, 0),
                () => view.ContainsEdge(0, 1), () => view.ContainsEdge(new GraphEdge(0, 1, 0)), () => _ = view.Edges, () => view.TryGetEdges(0, 1, out _),
            ])
        {
            Assert.That(use, Throws.TypeOf<ObjectDisposedException>().With.Message.Contains("keep the graph until the algorithms"));
        }

        Assert.That(() => graph.AsQuikGraph(), Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void View_AfterItsGraphButNotItsEdges_StillReads()
    {
        Graph graph = SampleGraphs.A();
        GraphView view = graph.AsQuikGraph();
        GraphEdge[] before = [.. view.Edges];
        using Graph other = graph.WithoutNodeColumn(ColumnNames.Labels);
        graph.Dispose();

        Assert.That(view.Edges, Is.EqualTo(before));
        Assert.That(view.OutEdges(8).Count(), Is.EqualTo(3));
    }

    [Test]
    public void Walk_OverARow_MakesOneObject()
    {
        using Graph graph = Graph.FromEdges(2, new int[1000], Enumerable.Repeat(1, 1000).ToArray());
        GraphView view = graph.AsQuikGraph();
        long shortWalk = Allocated(() => Count(view.OutEdges(1)));

        Assert.That(Allocated(() => Count(view.OutEdges(0))), Is.EqualTo(shortWalk), "nothing for an edge");
        Assert.That(Allocated(() => Count(view.InEdges(1))), Is.EqualTo(Allocated(() => Count(view.InEdges(0)))));
        Assert.That(shortWalk, Is.InRange(1, 120), "one object of a few fields");
        Assert.That(Allocated(() => view.Degree(0) + view.OutEdge(0, 999).Id + (view.ContainsEdge(new GraphEdge(0, 1, 5)) ? 1 : 0)), Is.Zero);
    }

    private static int Count(IEnumerable<GraphEdge> edges)
    {
        int count = 0;
        foreach (GraphEdge edge in edges)
        {
            count += edge.Id >= 0 ? 1 : 0;
        }

        return count;
    }

    private static long Allocated(Func<int> use)
    {
        for (int i = 0; i < 3; i++)
        {
            use();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        use();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IEnumerable<GraphEdge> Own(IEnumerable<TaggedEdge<int, int>> edges) => edges.Select(edge => new GraphEdge(edge.Source, edge.Target, edge.Tag));
}
