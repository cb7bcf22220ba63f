using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs;
using Gnn.QuikGraph;
using Gnn.Tensors;
using NUnit.Framework;
using QuikGraph;
using QuikGraph.Algorithms;
using QuikGraph.Algorithms.MaximumFlow;
using QuikGraph.Algorithms.Ranking;
using QuikGraph.Algorithms.ShortestPath;
using NativeEdge = QuikGraph.TaggedEdge<int, double>;

namespace Gnn.Tests.QuikGraph;

/// <summary>QuikGraph's algorithms on a view against the same on QuikGraph's own graph: equal results, and at most half as much time again.</summary>
/// <remarks>Run with <c>dotnet test -c Release Tests/Gnn.Tests -p:GnnAdapters=QuikGraph --filter "FullyQualifiedName~AlgorithmTimeTests"</c>. Each line is the
/// median of alternating runs in one process; the graphs are built beforehand, but for maximum flow, which changes its graph and so starts with a copy.</remarks>
[TestFixture]
[Category("Long")]
[Explicit("Times the algorithms")]
internal sealed class AlgorithmTimeTests
{
    private const int Nodes = 20_000;
    private const int Edges = 100_000;
    private const int Runs = 9;
    private const double LargestRatio = 1.5;

    // Long enough for the runtime to have compiled what runs often for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly Graph _graph;
    private readonly Graph _acyclic;
    private readonly Graph _undirected;
    private readonly BidirectionalGraph<int, NativeEdge> _native;
    private readonly BidirectionalGraph<int, NativeEdge> _nativeAcyclic;
    private readonly UndirectedGraph<int, NativeEdge> _nativeUndirected;

    public AlgorithmTimeTests()
    {
        RandomSequence random = new RandomSource(seed: 1).Stream("times").Sequence();
        int[] sources = new int[Edges];
        int[] targets = new int[Edges];
        double[] weights = new double[Edges];
        for (int edge = 0; edge < Edges; edge++)
        {
            (sources[edge], targets[edge], weights[edge]) = (random.NextInt32(Nodes), random.NextInt32(Nodes), 1 + random.NextInt32(100));
        }

        int[] low = [.. sources.Zip(targets, Math.Min)];
        int[] high = [.. sources.Zip(targets, (source, target) => Math.Max(source, target) + (source == target ? 1 : 0))];
        int[] bothSources = [.. low.Zip(high).SelectMany(edge => (int[])[edge.First, edge.Second])];
        int[] bothTargets = [.. low.Zip(high).SelectMany(edge => (int[])[edge.Second, edge.First])];
        _graph = NativeGraphs.Weighted(Graph.FromEdges(Nodes + 1, sources, targets), weights);
        _acyclic = NativeGraphs.Weighted(Graph.FromEdges(Nodes + 1, low, high), weights);
        _undirected = NativeGraphs.Weighted(
            Graph.FromEdges(Nodes + 1, bothSources, bothTargets, isUndirected: true), [.. weights.SelectMany(weight => (double[])[weight, weight])]);
        _native = Fill(new BidirectionalGraph<int, NativeEdge>(), sources, targets, weights);
        _nativeAcyclic = Fill(new BidirectionalGraph<int, NativeEdge>(), low, high, weights);
        _nativeUndirected = new UndirectedGraph<int, NativeEdge>();
        _nativeUndirected.AddVertexRange(Enumerable.Range(0, Nodes + 1));
        _nativeUndirected.AddEdgeRange(low.Select((source, edge) => new NativeEdge(source, high[edge], weights[edge])));
    }

    [OneTimeTearDown]
    public void DisposeGraphs()
    {
        _graph.Dispose();
        _acyclic.Dispose();
        _undirected.Dispose();
    }

    [Test]
    public void Algorithms_OnAGraphOf100000Edges_TakeAtMostHalfAsMuchTimeAgain()
    {
        Func<GraphEdge, double> weight = _graph.EdgeWeightFunction();
        Func<GraphEdge, double> undirectedWeight = _undirected.EdgeWeightFunction();
        GraphView view = _graph.AsQuikGraph();
        GraphView acyclic = _acyclic.AsQuikGraph();
        UndirectedGraphView undirected = _undirected.AsUndirectedQuikGraph();
        TestContext.Out.WriteLine($"{Nodes} nodes, {Edges} edges, median of {Runs} alternating runs\n");
        TestContext.Out.WriteLine("| algorithm | native ms | view ms | ratio |\n|---|---|---|---|");
        Dictionary<string, double> ratios = new()
        {
            ["weak components"] = Compare("weak components", () => Weak(_native), () => Weak(view)),
            ["strong components"] = Compare("strong components", () => Strong(_native), () => Strong(view)),
            ["components, undirected"] = Compare("components, undirected", () => Components(_nativeUndirected), () => Components(undirected)),
            ["Dijkstra"] = Compare("Dijkstra", () => Distances(_native, edge => edge.Tag), () => Distances(view, weight)),
            ["topological sort"] = Compare("topological sort", () => Sorted(_nativeAcyclic), () => Sorted(acyclic)),
            ["PageRank"] = Compare("PageRank", () => Ranks(_native), () => Ranks(view)),
            ["spanning tree, undirected"] = Compare(
                "spanning tree, undirected", () => Tree(_nativeUndirected, edge => edge.Tag), () => Tree(undirected, undirectedWeight)),
            ["maximum flow, with copy"] = Compare("maximum flow, with copy", NativeFlow, () => Flow(weight)),
        };

        Assert.That(ratios.Where(pair => pair.Value > LargestRatio), Is.Empty);
    }

    private static double Compare(string name, Func<double[]> native, Func<double[]> own)
    {
        double[] expected = native();
        Assert.That(expected, Is.Not.Empty);
        Assert.That(own(), Is.EqualTo(expected), name);
        List<double> nativeTimes = [];
        List<double> ownTimes = [];
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            native();
            own();
        }

        for (int run = 0; run < Runs; run++)
        {
            nativeTimes.Add(Milliseconds(native));
            ownTimes.Add(Milliseconds(own));
        }

        double nativeMedian = nativeTimes.Order().ElementAt(Runs / 2);
        double ownMedian = ownTimes.Order().ElementAt(Runs / 2);
        double ratio = ownMedian / nativeMedian;
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {nativeMedian:0.0} | {ownMedian:0.0} | {ratio:0.00} |"));
        return ratio;
    }

    private static double Milliseconds(Func<double[]> run)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static BidirectionalGraph<int, NativeEdge> Fill(BidirectionalGraph<int, NativeEdge> native, int[] sources, int[] targets, double[] weights)
    {
        native.AddVertexRange(Enumerable.Range(0, Nodes + 1));
        native.AddEdgeRange(sources.Select((source, edge) => new NativeEdge(source, targets[edge], weights[edge])));
        return native;
    }

    // Components are numbered as they are found, so that only their number and sizes can be compared between orders of edges.
    private static double[] Sizes(int count, Dictionary<int, int> components) =>
        [count, .. components.GroupBy(pair => pair.Value).Select(group => (double)group.Count()).Order()];

    private static double[] Weak<TEdge>(IVertexListGraph<int, TEdge> graph)
        where TEdge : IEdge<int>
    {
        Dictionary<int, int> components = [];
        return Sizes(graph.WeaklyConnectedComponents(components), components);
    }

    private static double[] Strong<TEdge>(IVertexListGraph<int, TEdge> graph)
        where TEdge : IEdge<int>
    {
        Dictionary<int, int> components = [];
        return Sizes(graph.StronglyConnectedComponents(components), components);
    }

    private static double[] Components<TEdge>(IUndirectedGraph<int, TEdge> graph)
        where TEdge : IEdge<int>
    {
        Dictionary<int, int> components = [];
        return Sizes(graph.ConnectedComponents(components), components);
    }

    private static double[] Distances<TEdge>(IVertexListGraph<int, TEdge> graph, Func<TEdge, double> weight)
        where TEdge : IEdge<int>
    {
        var dijkstra = new DijkstraShortestPathAlgorithm<int, TEdge>(graph, weight);
        dijkstra.Compute(0);
        return [.. graph.Vertices.Select(dijkstra.GetDistance)];
    }

    // The order hangs on the order of out-edges; what does not is that it is one, and of which vertices.
    private static double[] Sorted<TEdge>(IVertexAndEdgeListGraph<int, TEdge> graph)
        where TEdge : IEdge<int>
    {
        int[] place = new int[graph.VertexCount];
        foreach ((int index, int vertex) in graph.TopologicalSort().Index())
        {
            place[vertex] = index;
        }

        return [place.Distinct().Count(), graph.Edges.Count(edge => place[edge.Source] < place[edge.Target])];
    }

    private static double[] Ranks<TEdge>(IBidirectionalGraph<int, TEdge> graph)
        where TEdge : IEdge<int>
    {
        var algorithm = new PageRankAlgorithm<int, TEdge>(graph);
        algorithm.Compute();
        return [.. graph.Vertices.Select(vertex => algorithm.Ranks[vertex])];
    }

    private static double[] Tree<TEdge>(IUndirectedGraph<int, TEdge> graph, Func<TEdge, double> weight)
        where TEdge : IEdge<int>
    {
        TEdge[] tree = [.. graph.MinimumSpanningTreeKruskal(weight)];
        return [tree.Length, tree.Sum(weight)];
    }

    private static double[] Flow<TEdge>(AdjacencyGraph<int, TEdge> network, Func<TEdge, double> capacity, EdgeFactory<int, TEdge> factory)
        where TEdge : IEdge<int>
    {
        var reverser = new ReversedEdgeAugmentorAlgorithm<int, TEdge>(network, factory);
        reverser.AddReversedEdges();
        return [network.MaximumFlow(capacity, 0, Nodes / 2, out _, factory, reverser)];
    }

    private double[] Flow(Func<GraphEdge, double> capacity) => Flow(_graph.ToAdjacencyGraph(), capacity, GraphEdge.Added);

    private double[] NativeFlow()
    {
        var network = new AdjacencyGraph<int, NativeEdge>(allowParallelEdges: true, _native.VertexCount);
        network.AddVertexRange(_native.Vertices);
        network.AddEdgeRange(_native.Edges);
        return Flow(network, edge => edge.Tag, (source, target) => new NativeEdge(source, target, 0));
    }
}
