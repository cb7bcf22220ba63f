using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tensors.Engines;
using NUnit.Framework;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

[TestFixture]
internal sealed class QuikGraphImportTests
{
    [Test]
    public void ToGnnGraph_Directed_KeepsVerticesAndEdgesInTheirOrder()
    {
        var quikGraph = new AdjacencyGraph<string, Edge<string>>();
        quikGraph.AddVertexRange(["lonely", "c", "a"]);
        quikGraph.AddVerticesAndEdgeRange([new("c", "a"), new("b", "b"), new("c", "a"), new("a", "c")]);

        (Graph graph, VertexMap<string> vertices) = quikGraph.ToGnnGraph();

        using (graph)
        {
            Assert.That(vertices.Vertices, Is.EqualTo(quikGraph.Vertices));
            Assert.That(vertices.Vertices.Select(vertex => vertices.Ids[vertex]), Is.EqualTo(Enumerable.Range(0, 4)));
            Assert.That(vertices.Ids, Has.Count.EqualTo(4));
            Assert.That(vertices.ToString(), Is.EqualTo("VertexMap of 4 vertices"));
            Assert.That(Edges(graph, vertices), Is.EqualTo(quikGraph.Edges.Select(edge => (edge.Source, edge.Target))));
            Assert.That((graph.IsUndirected, graph.HasLabels, graph.HasFeatures, graph.EdgeWeights), Is.EqualTo((false, false, false, default(object))));
        }
    }

    [Test]
    public void ToGnnGraph_Undirected_HasBothDirectionsSideBySideAndALoopOnce()
    {
        var quikGraph = new UndirectedGraph<char, STaggedUndirectedEdge<char, double>>();
        quikGraph.AddVerticesAndEdgeRange([new('a', 'b', 1.5), new('b', 'b', 2), new('a', 'c', -3)]);

        (Graph graph, VertexMap<char> vertices) = quikGraph.ToGnnGraph();

        using (graph)
        {
            Assert.That(graph.IsUndirected);
            Assert.That(Edges(graph, vertices), Is.EqualTo(new[] { ('a', 'b'), ('b', 'a'), ('b', 'b'), ('a', 'c'), ('c', 'a') }));
            Assert.That(graph.EdgeWeights!.ToArray<double>(), Is.EqualTo(new[] { 1.5, 1.5, 2, -3, -3 }));
        }
    }

    [Test]
    public void ToGnnGraph_EveryKindOfQuikGraphGraph_IsRead()
    {
        Edge<int>[] edges = [new(1, 2), new(1, 1), new(3, 1)];
        var bidirectional = new BidirectionalGraph<int, Edge<int>>();
        bidirectional.AddVerticesAndEdgeRange(edges);
        var directedList = new EdgeListGraph<int, Edge<int>>(isDirected: true, allowParallelEdges: true);
        directedList.AddEdgeRange(edges);
        var undirectedList = new EdgeListGraph<int, Edge<int>>(isDirected: false, allowParallelEdges: true);
        undirectedList.AddEdgeRange(edges);

        Assert.That(Sizes(bidirectional), Is.EqualTo((3, 3, false)));
        Assert.That(Sizes(new ArrayBidirectionalGraph<int, Edge<int>>(bidirectional)), Is.EqualTo((3, 3, false)));
        Assert.That(Sizes(new ReversedBidirectionalGraph<int, Edge<int>>(bidirectional)), Is.EqualTo((3, 3, false)));
        Assert.That(Sizes(new UndirectedBidirectionalGraph<int, Edge<int>>(bidirectional)), Is.EqualTo((3, 5, true)));
        Assert.That(Sizes(CompressedSparseRowGraph<int>.FromGraph(bidirectional)), Is.EqualTo((3, 3, false)));
        Assert.That(Sizes(directedList), Is.EqualTo((3, 3, false)));
        Assert.That(Sizes(undirectedList), Is.EqualTo((3, 5, true)));
        Assert.That(Sizes(new AdjacencyGraph<int, Edge<int>>()), Is.EqualTo((0, 0, false)));
        Assert.That(Sizes(new UndirectedGraph<int, Edge<int>>()), Is.EqualTo((0, 0, true)));
    }

    [Test]
    public void ToGnnGraph_View_GivesTheSameGraph([Range(0, 9)] int seed)
    {
        using Graph graph = NativeGraphs.RandomDirected(seed);

        (Graph again, VertexMap<int> vertices) = graph.AsQuikGraph().ToGnnGraph(weight: graph.EdgeWeightFunction());

        using (again)
        {
            Assert.That(vertices.Vertices, Is.EqualTo(Enumerable.Range(0, graph.NodeCount)));
            Assert.That(again.Sources.ToArray(), Is.EqualTo(graph.Sources.ToArray()));
            Assert.That(again.Targets.ToArray(), Is.EqualTo(graph.Targets.ToArray()));
            Assert.That(again.EdgeWeights!.ToArray<float>(), Is.EqualTo(graph.EdgeWeights!.ToArray<float>()));
        }
    }

    [Test]
    public void ToGnnGraph_NumericTag_IsTheWeight()
    {
        Assert.That(Weights(new TaggedEdge<int, double>(0, 1, 2.5)), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Weights(new STaggedEdge<int, double>(0, 1, 2.5)), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Weights(new STaggedEdge<int, float>(0, 1, 2.5f)), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Weights(new STaggedEdge<int, decimal>(0, 1, 2.5m)), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Weights(new STaggedEdge<int, int>(0, 1, -7)), Is.EqualTo(new[] { -7.0 }));
        Assert.That(Weights(new STaggedEdge<int, long>(0, 1, 7)), Is.EqualTo(new[] { 7.0 }));
        Assert.That(Weights(new STaggedEdge<int, short>(0, 1, 7)), Is.EqualTo(new[] { 7.0 }));
        Assert.That(Weights(new STaggedEdge<int, byte>(0, 1, 7)), Is.EqualTo(new[] { 7.0 }));
        Assert.That(Weights(new STaggedEdge<int, uint>(0, 1, 7)), Is.EqualTo(new[] { 7.0 }));
        Assert.That(Weights(new STaggedEdge<int, ulong>(0, 1, 7)), Is.EqualTo(new[] { 7.0 }));
        Assert.That(Weights(new EquatableTaggedEdge<int, double?>(0, 1, 2.5)), Is.EqualTo(new[] { 2.5 }));
        Assert.That(Weights(new TaggedEdge<int, string>(0, 1, "2.5")), Is.Null, "no number");
        Assert.That(Weights(new Edge<int>(0, 1)), Is.Null);
        Assert.That(Weights(new TaggedEdge<int, double>(0, 1, 2.5), weight: edge => edge.Tag * 2), Is.EqualTo(new[] { 5.0 }), "a function goes before a tag");
    }

    [Test]
    public void ToGnnGraph_Weights_KeepTheEnginesPrecision()
    {
        using var reference = new ReferenceEngine();

        Assert.That(Weights(new STaggedEdge<int, double>(0, 1, 1e300), engine: reference), Is.EqualTo(new[] { 1e300 }));
        Assert.That(
            () => Weights(new STaggedEdge<int, double>(0, 1, 1e300)),
            Throws.ArgumentException.With.Message.Contains("has the weight 1E+300; a weight must be a finite number of at most 3.40282347E+38"));
    }

    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    [TestCase(double.NegativeInfinity, "-Infinity")]
    public void ToGnnGraph_WeightThatIsNoNumber_NamesEdgeAndValue(double weight, string text)
    {
        var quikGraph = new AdjacencyGraph<string, STaggedEdge<string, double>>();
        quikGraph.AddVerticesAndEdgeRange([new("a", "b", 1), new("b", "c", weight)]);

        Assert.That(() => quikGraph.ToGnnGraph(), Throws.ArgumentException.With.Message.StartsWith($"Edge 1 (b -> c) has the weight {text};"));
    }

    [Test]
    public void ToGnnGraph_TagThatIsNull_NamesTheEdge()
    {
        var quikGraph = new AdjacencyGraph<string, TaggedEdge<string, double?>>();
        quikGraph.AddVerticesAndEdgeRange([new("a", "b", 1), new("b", "c", null)]);

        Assert.That(() => quikGraph.ToGnnGraph(), Throws.ArgumentException.With.Message.StartsWith("Edge 1 (b -> c) has no weight, its tag is null:"));
    }

    [Test]
    public void ToGnnGraph_Labels_AreNumberedByTheNamesOfTheClasses()
    {
        var quikGraph = new AdjacencyGraph<int, Edge<int>>();
        quikGraph.AddVertexRange([4, 1, 3, 2, 0]);

        (Graph graph, _) = quikGraph.ToGnnGraph(label: vertex => vertex == 3 ? null : vertex % 2 == 0 ? "even" : "Odd");

        using (graph)
        {
            Assert.That(graph.ClassNames, Is.EqualTo(new[] { "Odd", "even" }), "ordinal order");
            Assert.That(graph.HostLabels.ToArray(), Is.EqualTo(new[] { 1, 0, -1, 1, 1 }));
            Assert.That(graph.Validate(), Is.Empty);
        }
    }

    [Test]
    public void ToGnnGraph_Features_AreRowsInTheOrderOfVertices()
    {
        var quikGraph = new UndirectedGraph<int, Edge<int>>();
        quikGraph.AddVertexRange([5, 6]);
        quikGraph.AddEdge(new Edge<int>(5, 6));

        (Graph graph, _) = quikGraph.ToGnnGraph(features: vertex => [vertex, 2, -vertex]);

        using (graph)
        {
            Assert.That(graph.Features.Shape, Is.EqualTo(new Gnn.Tensors.Shape(2, 3)));
            Assert.That(graph.Features.Dense!.ToArray<float>(), Is.EqualTo(new float[] { 5, 2, -5, 6, 2, -6 }));
        }
    }

    [Test]
    public void ToGnnGraph_BadFeatures_NameTheVertex()
    {
        var quikGraph = new AdjacencyGraph<string, Edge<string>>();
        quikGraph.AddVertexRange(["a", "b"]);

        Assert.That(
            () => quikGraph.ToGnnGraph(features: vertex => new float[vertex == "a" ? 2 : 3]),
            Throws.ArgumentException.With.Message.EqualTo("Vertex 1 ('b') has 3 features, but 'a' has 2; give each vertex as many."));
        Assert.That(
            () => quikGraph.ToGnnGraph(features: vertex => [1, vertex == "b" ? float.NaN : 0]),
            Throws.ArgumentException.With.Message.EqualTo("Vertex 1 ('b') has NaN as feature 1; features must be finite."));
        Assert.That(
            () => quikGraph.ToGnnGraph(features: _ => null!), Throws.ArgumentException.With.Message.StartsWith("Vertex 0 ('a') has no features (null)"));
    }

    [Test]
    public void ToGnnGraph_GraphThatContradictsItself_SaysWhere()
    {
        Edge<string>[] edges = [new("a", "b")];

        Assert.That(() => new OddGraph(["a", "a"], []).ToGnnGraph(), Throws.ArgumentException.With.Message.StartsWith("The graph lists the vertex 'a' twice, as 0 and 1"));
        Assert.That(
            () => new OddGraph(["a"], edges).ToGnnGraph(), Throws.ArgumentException.With.Message.StartsWith("Edge 0 (a -> b) has the end 'b', which is not among"));
        Assert.That(
            () => new OddGraph(["a", "b"], edges, vertexCount: 3).ToGnnGraph(),
            Throws.ArgumentException.With.Message.StartsWith("The graph says that it has 3 vertices, but lists only 2:"));
        Assert.That(
            () => new OddGraph(["a", "b"], edges, vertexCount: 1).ToGnnGraph(),
            Throws.ArgumentException.With.Message.StartsWith("The graph says that it has 1 vertices, but lists at least 2:"));
        Assert.That(
            () => new OddGraph(["a", "b"], edges, edgeCount: 2).ToGnnGraph(),
            Throws.ArgumentException.With.Message.StartsWith("The graph says that it has 2 edges, but lists only 1:"));
        Assert.That(
            () => new OddGraph(["a", "b"], edges, edgeCount: 0).ToGnnGraph(),
            Throws.ArgumentException.With.Message.StartsWith("The graph says that it has 0 edges, but lists at least 1:"));
    }

    private static IEnumerable<(TVertex, TVertex)> Edges<TVertex>(Graph graph, VertexMap<TVertex> vertices)
        where TVertex : notnull =>
        graph.Sources.ToArray().Zip(graph.Targets.ToArray(), (source, target) => (vertices.Vertices[source], vertices.Vertices[target]));

    private static (int Nodes, long Edges, bool IsUndirected) Sizes<TEdge>(IEdgeListGraph<int, TEdge> quikGraph)
        where TEdge : IEdge<int>
    {
        (Graph graph, _) = quikGraph.ToGnnGraph();
        using (graph)
        {
            return (graph.NodeCount, graph.EdgeCount, graph.IsUndirected);
        }
    }

    private static double[]? Weights<TEdge>(TEdge edge, Func<TEdge, double>? weight = null, Engine? engine = null)
        where TEdge : IEdge<int>
    {
        var quikGraph = new AdjacencyGraph<int, TEdge>();
        quikGraph.AddVerticesAndEdge(edge);
        (Graph graph, _) = quikGraph.ToGnnGraph(weight, engine: engine);
        using (graph)
        {
            return graph.EdgeWeights?.ToArray<double>();
        }
    }

    /// <summary>A graph that may say what is not so.</summary>
    private sealed class OddGraph(string[] vertices, Edge<string>[] edges, int? vertexCount = null, int? edgeCount = null) : IEdgeListGraph<string, Edge<string>>
    {
        public bool IsDirected => true;

        public bool AllowParallelEdges => true;

        public bool IsEdgesEmpty => edges.Length == 0;

        public int EdgeCount => edgeCount ?? edges.Length;

        public IEnumerable<Edge<string>> Edges => edges;

        public bool IsVerticesEmpty => vertices.Length == 0;

        public int VertexCount => vertexCount ?? vertices.Length;

        public IEnumerable<string> Vertices => vertices;

        public bool ContainsEdge(Edge<string> edge) => edges.Contains(edge);

        public bool ContainsVertex(string vertex) => vertices.Contains(vertex);
    }
}
