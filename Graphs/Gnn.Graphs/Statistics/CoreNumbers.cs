namespace Gnn.Graphs.Statistics;

/// <summary>Core numbers: node i has k if it is in a subgraph in which all nodes have degree k or more, and in none of k + 1.</summary>
/// <remarks>
/// The degree of a node is its number of neighbours; in a directed graph, of its in-neighbours and its out-neighbours, so that a neighbour both ways counts
/// twice, as networkx has it. Repeated edges count once. Self-loops do not count; networkx refuses them.
/// </remarks>
public static class CoreNumbers
{
    /// <summary>The core number of each node.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The numbers, <c>[N]</c>, 0 or more.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 pairs of neighbours to list.</exception>
    /// <remarks>Nodes stand in buckets by degree, and the lowest is taken away again and again: Batagelj and Zaversnik, "An O(m) algorithm for cores
    /// decomposition of networks", 2003. O(N + E) time and memory.</remarks>
    public static int[] Of(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(NeighbourLists.OfBoth(graph));
    }

    internal static int[] Of(NeighbourLists neighbours)
    {
        int nodes = neighbours.NodeCount;
        int[] degrees = new int[nodes];
        int highest = 0;
        for (int node = 0; node < nodes; node++)
        {
            degrees[node] = neighbours.Degree(node);
            highest = Math.Max(highest, degrees[node]);
        }

        (int[] starts, int[] order, int[] places) = Sort(degrees, highest);
        ReadOnlySpan<int> all = neighbours.All;
        ReadOnlySpan<long> lists = neighbours.Starts;
        for (int place = 0; place < nodes; place++)
        {
            int node = order[place];
            for (long entry = lists[node]; entry < lists[node + 1]; entry++)
            {
                int neighbour = all[(int)entry];
                for (int edge = neighbours.Multiplicity(entry); edge > 0 && degrees[neighbour] > degrees[node]; edge--)
                {
                    // To the front of its bucket, which then begins behind it.
                    int front = starts[degrees[neighbour]]++;
                    int other = order[front];
                    (order[front], order[places[neighbour]]) = (neighbour, other);
                    (places[other], places[neighbour]) = (places[neighbour], front);
                    degrees[neighbour]--;
                }
            }
        }

        return degrees;
    }

    /// <summary>The nodes by degree: where each degree begins, who stands where, and where each node stands.</summary>
    private static (int[] Starts, int[] Order, int[] Places) Sort(int[] degrees, int highest)
    {
        int[] starts = new int[highest + 2];
        foreach (int degree in degrees)
        {
            starts[degree + 1]++;
        }

        for (int degree = 1; degree < starts.Length; degree++)
        {
            starts[degree] += starts[degree - 1];
        }

        int[] next = [.. starts];
        int[] order = new int[degrees.Length];
        int[] places = new int[degrees.Length];
        for (int node = 0; node < degrees.Length; node++)
        {
            places[node] = next[degrees[node]]++;
            order[places[node]] = node;
        }

        return (starts, order, places);
    }
}
