using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tensors;
using NUnit.Framework;
using QuikGraph;
using QuikGraph.Algorithms;
using QuikGraph.Algorithms.MaximumFlow;
using QuikGraph.Algorithms.Ranking;
using QuikGraph.Algorithms.ShortestPath;

namespace Gnn.Tests.QuikGraph;

/// <summary>QuikGraph's algorithms on our graphs: the same results as on QuikGraph's own graphs of the same edges, and as a few plain lines find.</summary>
[TestFixture]
internal sealed class AlgorithmTests
{
    private const int Karate = -1;

    private static IEnumerable<int> Seeds() => Enumerable.Range(Karate, 31);

    [TestCaseSource(nameof(Seeds))]
    public void WeaklyConnectedComponents_AreThoseOfTheEdges(int seed)
    {
        using Graph graph = Directed(seed);
        Dictionary<int, int> own = [];
        Dictionary<int, int> native = [];

        int count = graph.AsQuikGraph().WeaklyConnectedComponents(own);

        Assert.That(count, Is.EqualTo(NativeGraphs.Directed(graph).WeaklyConnectedComponents(native)));
        Assert.That(Partition(own), Is.EquivalentTo(Partition(native)));
        Assert.That(Partition(own), Is.EquivalentTo(Partition(PlainAlgorithms.Components(graph))));
    }

    [TestCaseSource(nameof(Seeds))]
    public void StronglyConnectedComponents_AreNodesThatReachEachOther(int seed)
    {
        using Graph graph = Directed(seed);
        Dictionary<int, int> own = [];
        Dictionary<int, int> native = [];
        bool[,] reaches = PlainAlgorithms.Reachability(graph);

        int count = graph.AsQuikGraph().StronglyConnectedComponents(own);

        Assert.That(count, Is.EqualTo(NativeGraphs.Directed(graph).StronglyConnectedComponents(native)));
        Assert.That(Partition(own), Is.EquivalentTo(Partition(native)));
        for (int a = 0; a < graph.NodeCount; a++)
        {
            for (int b = 0; b < graph.NodeCount; b++)
            {
                Assert.That(own[a] == own[b], Is.EqualTo(reaches[a, b] && reaches[b, a]), $"{a} and {b}");
            }
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public void ConnectedComponents_OfAnUndirectedGraph_AreThoseOfTheEdges(int seed)
    {
        using Graph graph = Undirected(seed);
        Dictionary<int, int> own = [];
        Dictionary<int, int> native = [];

        int count = graph.AsUndirectedQuikGraph().ConnectedComponents(own);

        Assert.That(count, Is.EqualTo(NativeGraphs.Undirected(graph).ConnectedComponents(native)));
        Assert.That(Partition(own), Is.EquivalentTo(Partition(native)));
        Assert.That(Partition(own), Is.EquivalentTo(Partition(PlainAlgorithms.Components(graph))));
    }

    [TestCaseSource(nameof(Seeds))]
    public void Dijkstra_Distances_AreTheShortest(int seed)
    {
        using Graph graph = Directed(seed);
        Func<GraphEdge, double> weight = graph.EdgeWeightFunction();
        BidirectionalGraph<int, TaggedEdge<int, int>> nativeGraph = NativeGraphs.Directed(graph);
        var own = new DijkstraShortestPathAlgorithm<int, GraphEdge>(graph.AsQuikGraph(), weight);
        var native = new DijkstraShortestPathAlgorithm<int, TaggedEdge<int, int>>(
            nativeGraph, edge => weight(new GraphEdge(edge.Source, edge.Target, edge.Tag)));

        own.Compute(0);
        native.Compute(0);

        double[] expected = PlainAlgorithms.ShortestDistances(graph, 0);
        Assert.That(own.GetDistances().OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(expected.Select(Distance)), "whole weights: sums are exact");
        Assert.That(own.GetDistances().ToDictionary(), Is.EqualTo(native.GetDistances().ToDictionary()));

        // QuikGraph writes the largest double for a vertex that is not reached.
        static double Distance(double value) => double.IsPositiveInfinity(value) ? double.MaxValue : value;
    }

    [TestCaseSource(nameof(Seeds))]
    public void ShortestPath_OfDijkstra_HasTheLengthOfItsDistance(int seed)
    {
        using Graph graph = Directed(seed);
        Func<GraphEdge, double> weight = graph.EdgeWeightFunction();
        double[] distances = PlainAlgorithms.ShortestDistances(graph, 0);

        TryFunc<int, IEnumerable<GraphEdge>> paths = graph.AsQuikGraph().ShortestPathsDijkstra(weight, 0);

        for (int node = 1; node < graph.NodeCount; node++)
        {
            bool isReached = paths(node, out IEnumerable<GraphEdge> path);
            Assert.That(isReached, Is.EqualTo(double.IsFinite(distances[node])));
            Assert.That(isReached ? path.Sum(weight) : distances[node], Is.EqualTo(distances[node]), "with the cheaper of parallel edges");
        }
    }

    [TestCaseSource(nameof(Seeds))]
    public void TopologicalSort_OfAnAcyclicGraph_PutsSourcesFirst(int seed)
    {
        using Graph any = Directed(seed);
        using Graph graph = Acyclic(any);
        GraphView view = graph.AsQuikGraph();
        var native = new AdjacencyGraph<int, GraphEdge>();
        native.AddVertexRange(view.Vertices);
        native.AddEdgeRange(view.Vertices.SelectMany(view.OutEdges));

        int[] order = [.. view.TopologicalSort()];

        Assert.That(order, Is.EqualTo(native.TopologicalSort()), "the same order where the out-edges have the same order");
        Assert.That(order, Is.EquivalentTo(view.Vertices));
        Assert.That(view.Edges.All(edge => Array.IndexOf(order, edge.Source) < Array.IndexOf(order, edge.Target)));
        Assert.That(view.SourceFirstBidirectionalTopologicalSort(), Is.EquivalentTo(view.Vertices));
    }

    [Test]
    public void TopologicalSort_OfACycle_IsRefusedByQuikGraph()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);

        Assert.That(() => graph.AsQuikGraph().TopologicalSort().Count(), Throws.TypeOf<NonAcyclicGraphException>());
    }

    [TestCaseSource(nameof(Seeds))]
    public void PageRank_Ranks_AreThoseOfThePlainIteration(int seed)
    {
        using Graph graph = Directed(seed);
        var own = new PageRankAlgorithm<int, GraphEdge>(graph.AsQuikGraph());
        var native = new PageRankAlgorithm<int, TaggedEdge<int, int>>(NativeGraphs.Directed(graph));

        own.Compute();
        native.Compute();

        double[] expected = PlainAlgorithms.PageRank(graph, own.Damping, own.Tolerance, own.MaxIterations);
        Assert.That(own.Ranks.ToDictionary(), Is.EqualTo(native.Ranks.ToDictionary()), "the same sums in the same order");
        Assert.That(own.Ranks.OrderBy(pair => pair.Key).Select(pair => pair.Value), Is.EqualTo(expected).Within(1e-12), "about 60 additions of ranks near 1");
    }

    [TestCaseSource(nameof(Seeds))]
    public void MaximumFlow_OnACopy_IsTheSmallestCut(int seed)
    {
        using Graph any = Directed(seed);
        using Graph graph = FirstNodes(any, 10);
        int sink = graph.NodeCount - 1;

        AdjacencyGraph<int, GraphEdge> network = graph.ToAdjacencyGraph();
        var reverser = new ReversedEdgeAugmentorAlgorithm<int, GraphEdge>(network, GraphEdge.Added);
        reverser.AddReversedEdges();
        double flow = network.MaximumFlow(graph.EdgeWeightFunction(), 0, sink, out _, GraphEdge.Added, reverser);

        Assert.That(flow, Is.EqualTo(PlainAlgorithms.SmallestCut(graph, 0, sink)), "whole capacities: sums are exact");
        Assert.That(flow, Is.EqualTo(NativeFlow(graph, sink)));
        reverser.RemoveReversedEdges();
        Assert.That(network.Edges, Is.EquivalentTo(graph.AsQuikGraph().Edges), "the added edges can be told from the graph's");
    }

    [TestCaseSource(nameof(Seeds))]
    public void MinimumSpanningTree_OfAnUndirectedGraph_HasTheLeastWeight(int seed)
    {
        using Graph graph = Undirected(seed);
        Func<GraphEdge, double> weight = graph.EdgeWeightFunction();

        GraphEdge[] tree = [.. graph.AsUndirectedQuikGraph().MinimumSpanningTreeKruskal(weight)];

        IEnumerable<TaggedEdge<int, int>> native = NativeGraphs.Undirected(graph)
            .MinimumSpanningTreeKruskal(edge => weight(new GraphEdge(edge.Source, edge.Target, edge.Tag)));
        Assert.That(tree, Has.Length.EqualTo(graph.NodeCount - PlainAlgorithms.Components(graph).Values.Distinct().Count()));
        Assert.That(tree.Sum(weight), Is.EqualTo(native.Sum(edge => weight(new GraphEdge(edge.Source, edge.Target, edge.Tag)))));
    }

    private static Graph Directed(int seed) => seed == Karate ? Club() : NativeGraphs.RandomDirected(seed);

    private static Graph Undirected(int seed) => seed == Karate ? Club() : NativeGraphs.RandomUndirected(seed);

    // The karate club with the same whole weight for both directions of a friendship.
    private static Graph Club()
    {
        (Graph graph, _) = KarateClub.Load();
        double[] weights = [.. Enumerable.Range(0, (int)graph.EdgeCount).Select(edge => (double)(graph.Sources[edge] * graph.Targets[edge] % 7))];
        return NativeGraphs.Weighted(graph, weights);
    }

    // The edges that go to a higher node.
    private static Graph Acyclic(Graph graph)
    {
        int[] edges = [.. Enumerable.Range(0, (int)graph.EdgeCount).Where(edge => graph.Sources[edge] < graph.Targets[edge])];
        return Part(graph, graph.NodeCount, edges);
    }

    // The part of a graph that is small enough to try every cut, and has a source and a sink.
    private static Graph FirstNodes(Graph graph, int most)
    {
        int[] edges = [.. Enumerable.Range(0, (int)graph.EdgeCount).Where(edge => Math.Max(graph.Sources[edge], graph.Targets[edge]) < most)];
        return Part(graph, Math.Clamp(graph.NodeCount, 2, most), edges);
    }

    private static Graph Part(Graph graph, int nodes, int[] edges)
    {
        double[] weights = graph.EdgeWeights!.ToArray<double>();
        return NativeGraphs.Weighted(
            Graph.FromEdges(nodes, Array.ConvertAll(edges, edge => graph.Sources[edge]), Array.ConvertAll(edges, edge => graph.Targets[edge])),
            Array.ConvertAll(edges, edge => weights[edge]));
    }

    private static double NativeFlow(Graph graph, int sink)
    {
        double[] capacities = graph.EdgeWeights!.ToArray<double>();
        var network = new AdjacencyGraph<int, TaggedEdge<int, double>>();
        network.AddVertexRange(Enumerable.Range(0, graph.NodeCount));
        network.AddEdgeRange(Enumerable.Range(0, capacities.Length)
            .Select(edge => new TaggedEdge<int, double>(graph.Sources[edge], graph.Targets[edge], capacities[edge])));
        EdgeFactory<int, TaggedEdge<int, double>> factory = (source, target) => new TaggedEdge<int, double>(source, target, 0);
        var reverser = new ReversedEdgeAugmentorAlgorithm<int, TaggedEdge<int, double>>(network, factory);
        reverser.AddReversedEdges();
        return network.MaximumFlow(edge => edge.Tag, 0, sink, out _, factory, reverser);
    }

    private static IEnumerable<string> Partition(IReadOnlyDictionary<int, int> components) =>
        components.GroupBy(pair => pair.Value).Select(group => string.Join(' ', group.Select(pair => pair.Key).Order()));
}
