using Gnn.Graphs;

namespace Gnn.Training.Links;

/// <summary>Pairs of nodes.</summary>
internal readonly record struct PairList(int[] Sources, int[] Targets)
{
    internal int Count => Sources.Length;

    /// <summary>The ends of edges of a graph.</summary>
    internal static PairList Of(Graph graph, ReadOnlySpan<int> edges)
    {
        int[] sources = new int[edges.Length];
        int[] targets = new int[edges.Length];
        for (int i = 0; i < edges.Length; i++)
        {
            (sources[i], targets[i]) = (graph.Sources[edges[i]], graph.Targets[edges[i]]);
        }

        return new PairList(sources, targets);
    }
}
