using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;

namespace Gnn.Tests.Sampling.Walks;

/// <summary>Graphs and weights that walks are tested on.</summary>
internal static class WalkGraphs
{
    /// <summary>Triangles, a leaf, a hub of five, a chain and an isolated node, each edge both ways; nodes 0 to 8.</summary>
    public static Graph Triangles()
    {
        (int, int)[] edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3), (1, 3), (3, 6), (6, 7)];
        return Both(9, edges);
    }

    /// <summary>The same with a self-loop at 2 and the edge between 0 and 1 three times.</summary>
    public static Graph Repeated()
    {
        (int, int)[] edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3), (1, 3), (3, 6), (6, 7), (0, 1), (0, 1)];
        (int[] sources, int[] targets) = Lists(edges);
        return Graph.FromEdges(9, [.. sources, 2], [.. targets, 2], isUndirected: true);
    }

    /// <summary>Random edges, of which some have their reverse; unsorted, with self-loops and repeats.</summary>
    public static Graph Directed(int nodes = 12, int edges = 70, ulong seed = 3)
    {
        RandomSequence random = new RandomSource(seed).Sequence();
        int[] sources = new int[edges], targets = new int[edges];
        for (int e = 0; e < edges; e++)
        {
            (sources[e], targets[e]) = (random.NextInt32(nodes), random.NextInt32(nodes));
        }

        return Graph.FromEdges(nodes, sources, targets);
    }

    public static Graph Both(int nodes, (int, int)[] edges)
    {
        (int[] sources, int[] targets) = Lists(edges);
        return Graph.FromEdges(nodes, sources, targets, isUndirected: true);
    }

    /// <summary>Weights between 0.1 and 4, of which every ninth is 0.</summary>
    public static float[] Weights(long edges, ulong seed = 8)
    {
        RandomSequence random = new RandomSource(seed).Sequence();
        float[] weights = new float[edges];
        for (int e = 0; e < edges; e++)
        {
            float weight = 0.1f + (3.9f * random.NextSingle());
            weights[e] = e % 9 == 4 ? 0 : weight;
        }

        return weights;
    }

    /// <summary>The weight from each node to each along the edges that walks take.</summary>
    public static double[,] Matrix(Graph graph, bool isOut, float[]? weights)
    {
        double[,] matrix = new double[graph.NodeCount, graph.NodeCount];
        for (int e = 0; e < graph.EdgeCount; e++)
        {
            (int from, int to) = isOut ? (graph.Sources[e], graph.Targets[e]) : (graph.Targets[e], graph.Sources[e]);
            matrix[from, to] += weights is null ? 1 : weights[e];
        }

        return matrix;
    }

    /// <summary>A structure with offsets of 64 bits.</summary>
    public static SparseStructure Wide(Graph graph) =>
        new RandomEdges(graph.NodeCount, graph.NodeCount, graph.Targets.ToArray(), graph.Sources.ToArray()).ToStructure(isWide: true);

    public static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column])];

    private static (int[] Sources, int[] Targets) Lists((int A, int B)[] edges) =>
        ([.. edges.Select(edge => edge.A), .. edges.Select(edge => edge.B)], [.. edges.Select(edge => edge.B), .. edges.Select(edge => edge.A)]);
}
