using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Tests.Graphs.Statistics;

/// <summary>Larger graphs for the tests of statistics.</summary>
internal static class StatisticsGraphs
{
    /// <summary>A directed graph of uniformly random edges, every tenth into the first hundredth of the nodes.</summary>
    public static Graph Random(int nodes, int edges, int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("statistics").Sequence();
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        for (int edge = 0; edge < edges; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(nodes), random.NextInt32(edge % 10 == 0 ? Math.Max(1, nodes / 100) : nodes));
        }

        return Graph.FromEdges(nodes, sources, targets);
    }

    /// <summary>An undirected graph of pairs of nodes.</summary>
    public static Graph Undirected(int nodes, params ReadOnlySpan<(int First, int Second)> pairs)
    {
        int[] sources = new int[2 * pairs.Length];
        int[] targets = new int[2 * pairs.Length];
        for (int pair = 0; pair < pairs.Length; pair++)
        {
            (sources[2 * pair], targets[2 * pair]) = pairs[pair];
            (targets[(2 * pair) + 1], sources[(2 * pair) + 1]) = pairs[pair];
        }

        return Graph.FromEdges(nodes, sources, targets, isUndirected: true);
    }
}
