namespace Gnn.Graphs;

/// <summary>The weak components of a graph, for splits that keep them whole.</summary>
internal static class WeakComponents
{
    /// <summary>The component of each node, named by its lowest node; O(E) nearly, by union with halved paths.</summary>
    public static int[] Of(Graph graph)
    {
        int[] parents = SplitDraw.All(graph.NodeCount);
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            int one = Root(parents, sources[edge]);
            int other = Root(parents, targets[edge]);
            parents[Math.Max(one, other)] = Math.Min(one, other);
        }

        for (int node = 0; node < parents.Length; node++)
        {
            parents[node] = Root(parents, node);
        }

        return parents;
    }

    private static int Root(int[] parents, int node)
    {
        while (parents[node] != node)
        {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }

        return node;
    }
}
