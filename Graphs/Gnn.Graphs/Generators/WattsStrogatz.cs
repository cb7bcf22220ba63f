using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Small-world graphs: a ring of neighbourhoods with some edges moved to random places.</summary>
/// <remarks>
/// Watts and Strogatz, "Collective dynamics of 'small-world' networks", 1998. Graphs of this kind vary clustering and path length apart, as the study of
/// You et al., "Design space for graph neural networks", 2020, does.
/// </remarks>
public static class WattsStrogatz
{
    /// <summary>A ring in which every node joins its nearest neighbours, each edge then moved with a chance.</summary>
    /// <param name="nodeCount">N, more than <paramref name="neighborCount"/>.</param>
    /// <param name="neighborCount">k, the degree of every node before edges are moved: even, at least 0.</param>
    /// <param name="rewiringProbability">The chance that an edge's far end moves to a random node, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <returns>The undirected graph, owned by the caller: <c>N k / 2</c> edges, each followed by its reverse, without loops and repeats.</returns>
    /// <exception cref="ArgumentException"><paramref name="neighborCount"/> is odd.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the graph would have more edges than a graph can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>
    /// As in the paper, lap by lap: all edges to the next node, then all to the second next, and so on; a moved edge keeps its near end, and an edge whose near
    /// end joins every node stays. A move must know all edges, so that one thread draws. O(E) expected.
    /// </remarks>
    public static Graph Create(int nodeCount, int neighborCount, double rewiringProbability, RandomSource source)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(neighborCount);
        GeneratorChecks.CheckProbability(rewiringProbability);
        if (neighborCount % 2 != 0)
        {
            throw new ArgumentException($"'neighborCount' must be even, half on each side of a node, got {neighborCount}.", nameof(neighborCount));
        }

        if (nodeCount <= neighborCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nodeCount), nodeCount, $"A node has {neighborCount} neighbours, so that there must be at least {neighborCount + 1L} nodes.");
        }

        int half = neighborCount / 2;
        var edges = new EdgeCollector(nodeCount, (double)nodeCount * half, nameof(nodeCount));
        var present = new HashSet<long>(nodeCount * half);
        int[] degrees = new int[nodeCount];
        Array.Fill(degrees, neighborCount);
        for (int step = 1; step <= half; step++)
        {
            for (int node = 0; node < nodeCount; node++)
            {
                present.Add(Key(node, Next(node, step)));
            }
        }

        RandomSequence random = source.Stream("watts-strogatz").Sequence();
        for (int step = 1; step <= half; step++)
        {
            for (int node = 0; node < nodeCount; node++)
            {
                int old = Next(node, step);
                int other = random.NextDouble() < rewiringProbability && degrees[node] < nodeCount - 1 ? Move(node, old) : old;
                edges.Add(node, other);
            }
        }

        return edges.ToGraph();

        int Next(int node, int step) => (int)(((long)node + step) % nodeCount);

        int Move(int node, int old)
        {
            int other;
            do
            {
                other = random.NextInt32(nodeCount);
            }
            while (other == node || present.Contains(Key(node, other)));

            present.Remove(Key(node, old));
            present.Add(Key(node, other));
            degrees[old]--;
            degrees[other]++;
            return other;
        }
    }

    private static long Key(int one, int other) => ((long)Math.Min(one, other) << 32) | (uint)Math.Max(one, other);
}
