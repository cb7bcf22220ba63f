using Gnn.Graphs;
using Gnn.Tensors;
using QuikGraph;

namespace Gnn.Tests.QuikGraph;

/// <summary>Graphs for these tests, and QuikGraph's own graphs of the same edges: an edge's tag is its id.</summary>
internal static class NativeGraphs
{
    /// <summary>The edges in the order of their ids.</summary>
    public static BidirectionalGraph<int, TaggedEdge<int, int>> Directed(Graph graph)
    {
        var native = new BidirectionalGraph<int, TaggedEdge<int, int>>();
        native.AddVertexRange(Enumerable.Range(0, graph.NodeCount));
        native.AddEdgeRange(Edges(graph));
        return native;
    }

    /// <summary>Each edge once, by the id of its direction from the lower node to the higher.</summary>
    public static UndirectedGraph<int, TaggedEdge<int, int>> Undirected(Graph graph)
    {
        var native = new UndirectedGraph<int, TaggedEdge<int, int>>();
        native.AddVertexRange(Enumerable.Range(0, graph.NodeCount));
        native.AddEdgeRange(Edges(graph).Where(edge => edge.Source <= edge.Target));
        return native;
    }

    /// <summary>An undirected graph with random self-loops and parallel edges, some nodes without edges, and a weight for each edge, equal both ways.</summary>
    public static Graph RandomUndirected(int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("undirected").Sequence();
        int nodes = 1 + random.NextInt32(20);
        List<int> sources = [];
        List<int> targets = [];
        List<double> weights = [];
        for (int pair = random.NextInt32(40); pair > 0; pair--)
        {
            (int a, int b, double weight) = (random.NextInt32(nodes), random.NextInt32(nodes), random.NextInt32(9));
            Add(a, b, weight);
            if (a != b)
            {
                Add(b, a, weight);
            }
        }

        return Weighted(Graph.FromEdges(nodes, sources.ToArray(), targets.ToArray(), isUndirected: true), weights.ToArray());

        void Add(int source, int target, double weight)
        {
            sources.Add(source);
            targets.Add(target);
            weights.Add(weight);
        }
    }

    /// <summary>A directed random graph with a whole weight from 0 to 8 for each edge, so that sums of weights are exact.</summary>
    public static Graph RandomDirected(int seed)
    {
        (Graph graph, int[] sources, _, _) = Gnn.Tests.Graphs.SampleGraphs.Random(seed);
        RandomSequence random = new RandomSource(seed).Stream("weights").Sequence();
        double[] weights = new double[sources.Length];
        for (int edge = 0; edge < weights.Length; edge++)
        {
            weights[edge] = random.NextInt32(9);
        }

        return Weighted(graph, weights);
    }

    /// <summary>The graph with weights; the one without them is disposed.</summary>
    public static Graph Weighted(Graph graph, double[] weights)
    {
        using (graph)
        {
            return graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length));
        }
    }

    private static IEnumerable<TaggedEdge<int, int>> Edges(Graph graph) =>
        Enumerable.Range(0, (int)graph.EdgeCount).Select(edge => new TaggedEdge<int, int>(graph.Sources[edge], graph.Targets[edge], edge));
}
