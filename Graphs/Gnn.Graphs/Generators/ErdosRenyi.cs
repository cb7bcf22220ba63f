using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Random graphs in which every pair of nodes is as good as any other.</summary>
/// <remarks>
/// G(n, p): Gilbert, "Random graphs", 1959; G(n, m): Erdos and Renyi, "On random graphs I", 1959. The null model of graph learning: node features apart, there
/// is nothing to learn from the edges. GIN's and other expressivity papers (Abboud et al., "The surprising power of graph neural networks with random node
/// initialization", 2021) take their negatives here. No loops and no repeated edges; of an undirected graph, each edge is followed by its reverse.
/// </remarks>
public static class ErdosRenyi
{
    /// <summary>G(n, p): every pair of nodes is an edge with the same chance, independently.</summary>
    /// <param name="nodeCount">n, at least 0.</param>
    /// <param name="edgeProbability">p, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="isDirected">Whether a pair has two directions that are drawn apart.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The graph is the same at any number.</param>
    /// <returns>The graph, owned by the caller; <c>p n (n - 1) / 2</c> undirected edges are expected, twice as many directed ones.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the graph would have more edges than a graph can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges expected do not fit the machine's memory.</exception>
    /// <remarks>
    /// O(E) draws by geometric gaps (Batagelj and Brandes, "Efficient generation of large random networks", 2005); the platform's logarithm is used, so that another
    /// operating system may in rare cases draw another edge.
    /// </remarks>
    public static Graph Gnp(int nodeCount, double edgeProbability, RandomSource source, bool isDirected = false, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        GeneratorChecks.CheckProbability(edgeProbability);
        PairBlock[] blocks = [new(0, nodeCount, 0, nodeCount, isDirected, edgeProbability)];
        return PairSampler.Draw(nodeCount, blocks, isDirected, source.Stream("gnp"), threads, nameof(edgeProbability));
    }

    /// <summary>G(n, m): m distinct pairs of nodes, each selection with the same chance.</summary>
    /// <param name="nodeCount">n, at least 0.</param>
    /// <param name="edgeCount">m, from 0 to the number of pairs: <c>n (n - 1) / 2</c> undirected, twice as many directed.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <param name="isDirected">Whether a pair has two directions that are drawn apart.</param>
    /// <returns>The graph, owned by the caller; an undirected one holds 2 m edges, both directions counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or there are fewer pairs than edges; the message says how many.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <remarks>O(E log E): distinct pairs by rejection, of the edges or of the pairs left out, whichever are fewer; edges are in order of their
    /// pairs.</remarks>
    public static Graph Gnm(int nodeCount, long edgeCount, RandomSource source, bool isDirected = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        ArgumentOutOfRangeException.ThrowIfNegative(edgeCount);
        var block = new PairBlock(0, nodeCount, 0, nodeCount, isDirected, 0);
        if (edgeCount > block.PairCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(edgeCount), edgeCount, $"{nodeCount} nodes have {block.PairCount} pairs, got {edgeCount} edges: ask for fewer edges or more nodes.");
        }

        int copies = isDirected ? 1 : 2;
        GeneratorChecks.CheckEdges((double)copies * edgeCount, nameof(edgeCount));
        long[] pairs = Choose(block.PairCount, edgeCount, source.Stream("gnm").Sequence());
        int[] sources = new int[copies * pairs.Length];
        int[] targets = new int[sources.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            (int from, int to) = block.Pair(pairs[i]);
            (sources[copies * i], targets[copies * i]) = (from, to);
            if (!isDirected)
            {
                (sources[(2 * i) + 1], targets[(2 * i) + 1]) = (to, from);
            }
        }

        return Graph.FromEdges(nodeCount, sources, targets, !isDirected);
    }

    // Distinct numbers below n in ascending order.
    private static long[] Choose(long n, long count, RandomSequence random)
    {
        bool omits = count > n / 2;
        long draws = omits ? n - count : count;
        var drawn = new HashSet<long>((int)draws);
        while (drawn.Count < draws)
        {
            drawn.Add(random.NextInt64(n));
        }

        long[] chosen = new long[count];
        if (!omits)
        {
            drawn.CopyTo(chosen);
            Array.Sort(chosen);
            return chosen;
        }

        long next = 0;
        for (long number = 0; number < n; number++)
        {
            if (!drawn.Contains(number))
            {
                chosen[next++] = number;
            }
        }

        return chosen;
    }
}
