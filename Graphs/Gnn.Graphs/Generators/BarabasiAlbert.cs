using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Scale-free graphs by preferential attachment.</summary>
/// <remarks>
/// Barabasi and Albert, "Emergence of scaling in random networks", 1999. The base of the explanation benchmarks of Ying et al., "GNNExplainer", 2019, and a
/// test of samplers and layers on hubs: degrees follow a power law of exponent 3.
/// </remarks>
public static class BarabasiAlbert
{
    /// <summary>A graph that grows by one node at a time, which joins nodes with chances proportional to their degrees.</summary>
    /// <param name="nodeCount">N, more than <paramref name="edgesPerNode"/>.</param>
    /// <param name="edgesPerNode">m, how many distinct nodes a new node joins, at least 1.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <returns>The undirected graph, owned by the caller: <c>m (N - m)</c> edges, each followed by its reverse; connected, without loops and
    /// repeats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the graph would have more edges than a graph can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>
    /// Starts, as networkx does, from a star of m + 1 nodes, where the paper leaves the start open. Each node depends on those before it, so that one thread
    /// draws: O(E), by a list that holds every node as often as its degree (Batagelj and Brandes, 2005); repeated targets are drawn anew.
    /// </remarks>
    public static Graph Create(int nodeCount, int edgesPerNode, RandomSource source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(edgesPerNode, 1);
        if (nodeCount <= edgesPerNode)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nodeCount), nodeCount, $"A new node joins {edgesPerNode} others, so that there must be at least {edgesPerNode + 1L} nodes.");
        }

        var edges = new EdgeCollector(nodeCount, (double)edgesPerNode * (nodeCount - edgesPerNode), nameof(nodeCount));
        AddTo(edges, nodeCount, edgesPerNode, source);
        return edges.ToGraph();
    }

    /// <summary>Adds the edges of such a graph to a larger one's.</summary>
    internal static void AddTo(EdgeCollector edges, int nodeCount, int edgesPerNode, RandomSource source)
    {
        RandomSequence random = source.Stream("barabasi-albert").Sequence();
        int[] ends = new int[checked(2 * (int)((long)edgesPerNode * (nodeCount - edgesPerNode)))];
        int count = 0;
        for (int leaf = 1; leaf <= edgesPerNode; leaf++)
        {
            Join(0, leaf);
        }

        var chosen = new List<int>(edgesPerNode);
        for (int node = edgesPerNode + 1; node < nodeCount; node++)
        {
            chosen.Clear();
            while (chosen.Count < edgesPerNode)
            {
                int other = ends[random.NextInt32(count)];
                if (!chosen.Contains(other))
                {
                    chosen.Add(other);
                }
            }

            foreach (int other in chosen)
            {
                Join(other, node);
            }
        }

        void Join(int one, int other)
        {
            edges.Add(one, other);
            ends[count++] = one;
            ends[count++] = other;
        }
    }
}
