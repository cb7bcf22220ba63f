using Gnn.Graphs;
using Gnn.Tensors;

namespace Gnn.Tests.Graphs;

/// <summary>Edge lists that the tests of graphs share.</summary>
internal static class SampleGraphs
{
    /// <summary>Ten nodes, 24 edges: one duplicate, one isolated node (9).</summary>
    public static readonly int[] SourcesA = [0, 0, 2, 1, 1, 2, 2, 3, 4, 4, 5, 6, 6, 3, 5, 8, 8, 8, 0, 3, 5, 4, 1, 6];

    public static readonly int[] TargetsA = [1, 1, 2, 0, 2, 1, 3, 4, 3, 5, 6, 4, 0, 0, 2, 0, 3, 6, 7, 7, 7, 6, 5, 5];

    public static readonly int[] LabelsA = [0, 1, 1, 0, 2, 2, 1, 0, 1, 2];

    public static readonly int[] SourcesU = [0, 1, 0, 2, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 3, 1, 6, 0, 5];

    public static readonly int[] TargetsU = [1, 0, 2, 0, 2, 1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 6, 3, 7, 6, 1, 5, 0];

    public static readonly int[] LabelsU = [0, 1, 1, 0, 2, 2, 1, 0, 1];

    public static Graph A() => Labelled(10, SourcesA, TargetsA, LabelsA, isUndirected: false);

    public static Graph U() => Labelled(9, SourcesU, TargetsU, LabelsU, isUndirected: true);

    /// <summary>A random graph with self-loops, duplicates and often isolated nodes; labels from -1 to 2.</summary>
    public static (Graph Graph, int[] Sources, int[] Targets, int[] Labels) Random(int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("graph").Sequence();
        int nodes = 1 + random.NextInt32(20);
        int[] sources = new int[random.NextInt32(60)];
        int[] targets = new int[sources.Length];
        int[] labels = new int[nodes];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(nodes), random.NextInt32(nodes));
        }

        for (int node = 0; node < nodes; node++)
        {
            labels[node] = random.NextInt32(4) - 1;
        }

        return (Labelled(nodes, sources, targets, labels, isUndirected: false), sources, targets, labels);
    }

    private static Graph Labelled(int nodes, int[] sources, int[] targets, int[] labels, bool isUndirected)
    {
        using Graph bare = Graph.FromEdges(nodes, sources, targets, isUndirected);
        return bare.WithLabels(labels);
    }
}
