using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>Counts of unusual edges and of nodes without edges.</summary>
public static class EdgeStatistics
{
    /// <summary>The number of edges from a node to itself.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The count; costs O(E).</returns>
    public static long CountSelfLoops(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        long count = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            count += sources[edge] == targets[edge] ? 1 : 0;
        }

        return count;
    }

    /// <summary>The number of edges that repeat an earlier one: E less the number of different (source, target) pairs.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The count; costs O(N + E).</returns>
    public static long CountDuplicates(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        SparseStructure inEdges = graph.InEdges;
        int[] lastTarget = new int[graph.NodeCount];
        Array.Fill(lastTarget, -1);
        long count = 0;
        for (int target = 0; target < graph.NodeCount; target++)
        {
            foreach (int source in inEdges.Row(target))
            {
                count += lastTarget[source] == target ? 1 : 0;
                lastTarget[source] = target;
            }
        }

        return count;
    }

    /// <summary>The number of nodes that no edge joins to another node; a self-loop does not join.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The count; costs O(N + E).</returns>
    public static int CountIsolatedNodes(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        bool[] isJoined = new bool[graph.NodeCount];
        for (int edge = 0; edge < sources.Length; edge++)
        {
            if (sources[edge] != targets[edge])
            {
                isJoined[sources[edge]] = true;
                isJoined[targets[edge]] = true;
            }
        }

        return isJoined.AsSpan().Count(false);
    }
}
