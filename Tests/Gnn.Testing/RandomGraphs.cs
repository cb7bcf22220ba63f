using Gnn.Tensors;

namespace Gnn.Testing;

/// <summary>Seeded edge lists with what real graphs have and tests forget: isolated nodes, self-loops, duplicate edges and hubs.</summary>
/// <remarks>
/// Of eight edges in a row, one enters the hub (node 0), one leaves it, one is a self-loop, one repeats an earlier edge and four join random nodes. The last
/// fifth of the nodes has no edge at all. The order of the edges is not sorted by anything.
/// </remarks>
public static class RandomGraphs
{
    private const int Kinds = 8;
    private const int IsolatedShare = 5;

    /// <summary>Edges among one set of nodes.</summary>
    /// <param name="nodes">The number of nodes, at least 1 if there are edges.</param>
    /// <param name="edges">The number of edges, at least 0.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or there are edges without nodes.</exception>
    public static RandomEdges Create(int nodes, int edges, ulong seed) => Bipartite(nodes, nodes, edges, seed);

    /// <summary>Edges from a set of sources to a set of targets; a "loop" joins the two nodes of one number.</summary>
    /// <param name="targets">The number of targets, at least 1 if there are edges.</param>
    /// <param name="sources">The number of sources, at least 1 if there are edges.</param>
    /// <param name="edges">The number of edges, at least 0.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The edges.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or there are edges without nodes.</exception>
    public static RandomEdges Bipartite(int targets, int sources, int edges, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(edges);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, edges > 0 ? 1 : 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(sources, edges > 0 ? 1 : 0);
        int activeTargets = targets - (targets / IsolatedShare);
        int activeSources = sources - (sources / IsolatedShare);
        int[] to = new int[edges];
        int[] from = new int[edges];
        RandomSequence random = new RandomSource(seed).Stream("random graph").Sequence();
        for (int edge = 0; edge < edges; edge++)
        {
            to[edge] = random.NextInt32(activeTargets);
            from[edge] = random.NextInt32(activeSources);
            switch (edge % Kinds)
            {
                case 1:
                    to[edge] = 0;
                    break;
                case 3:
                    from[edge] = 0;
                    break;
                case 5:
                    to[edge] = random.NextInt32(Math.Min(activeTargets, activeSources));
                    from[edge] = to[edge];
                    break;
                case 7:
                    int earlier = random.NextInt32(edge);
                    (to[edge], from[edge]) = (to[earlier], from[earlier]);
                    break;
                default:
                    break;
            }
        }

        return new RandomEdges(targets, sources, to, from);
    }
}
