using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Random hypergraphs whose hyperedges have given sizes, or sizes of a given distribution, and members drawn uniformly.</summary>
/// <remarks>
/// The uniform hypergraph of Karonski and Luczak, "The phase transition in a random hypergraph", 2002, for mixed sizes; the null model of hyperedge
/// prediction, as
/// in Yadati et al., "NHP: neural hypergraph link prediction", 2020, which keeps the sizes of the true hyperedges and draws their members.
/// </remarks>
public static class RandomHypergraph
{
    private const int HyperedgesPerRun = 1024;
    private const double BytesPerMembership = 8;

    /// <summary>Hyperedges of given sizes.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sizes">The number of nodes of each hyperedge, from 1 to N.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same hypergraph.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The hypergraph is the same at any number.</param>
    /// <returns>The hyperedges in the order of their sizes; two may be equal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">N is negative, or a size is not from 1 to N; the message names the hyperedge.</exception>
    /// <exception cref="InsufficientMemoryException">The memberships do not fit the machine's memory.</exception>
    /// <remarks>O(sum of s log s) for sizes s.</remarks>
    public static HyperedgeLists Create(int nodeCount, ReadOnlySpan<int> sizes, RandomSource source, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        long[] offsets = new long[sizes.Length + 1];
        for (int hyperedge = 0; hyperedge < sizes.Length; hyperedge++)
        {
            if (sizes[hyperedge] < 1 || sizes[hyperedge] > nodeCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sizes),
                    sizes[hyperedge],
                    $"The size of hyperedge {hyperedge} must be from 1 to {nodeCount}, the number of nodes, got {sizes[hyperedge]}.");
            }

            offsets[hyperedge + 1] = offsets[hyperedge] + sizes[hyperedge];
        }

        if (offsets[^1] > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(sizes), offsets[^1], $"There are at most {Array.MaxLength} memberships: ask for fewer or smaller hyperedges.");
        }

        GeneratorChecks.CheckMemory(BytesPerMembership * offsets[^1], $"{offsets[^1]} memberships", nameof(sizes));
        int[] members = new int[offsets[^1]];
        RandomSource draws = source.Stream("random hypergraph");
        GeneratorThreads.For((offsets.Length - 2 + HyperedgesPerRun) / HyperedgesPerRun, threads, run =>
        {
            int end = Math.Min(offsets.Length - 1, (run + 1) * HyperedgesPerRun);
            for (int hyperedge = run * HyperedgesPerRun; hyperedge < end; hyperedge++)
            {
                RandomSequence random = draws.Stream((ulong)hyperedge).Sequence();
                int[] nodes = random.Choose(nodeCount, (int)(offsets[hyperedge + 1] - offsets[hyperedge]));
                Array.Sort(nodes);
                nodes.CopyTo(members, offsets[hyperedge]);
            }
        });
        return new HyperedgeLists(nodeCount, offsets, members);
    }

    /// <summary>Hyperedges whose sizes are drawn too.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="hyperedgeCount">M, at least 0.</param>
    /// <param name="sizeWeights">Entry s is the weight of size s, finite and at least 0: that of 0 must be 0, at most N + 1 entries; divided by their
    /// sum.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same hypergraph.</param>
    /// <param name="threads">How many threads draw; those of the default engine if null. The hypergraph is the same at any number.</param>
    /// <returns>The hyperedges; two may be equal.</returns>
    /// <exception cref="ArgumentException">The weights have no positive entry, one for size 0, or more than N + 1 entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or a weight is negative or not finite.</exception>
    /// <exception cref="InsufficientMemoryException">The memberships do not fit the machine's memory.</exception>
    public static HyperedgeLists Create(
        int nodeCount, int hyperedgeCount, ReadOnlySpan<double> sizeWeights, RandomSource source, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        ArgumentOutOfRangeException.ThrowIfNegative(hyperedgeCount);
        double[] cumulative = Cumulate(nodeCount, sizeWeights);
        double mean = 0;
        for (int size = 1; size < sizeWeights.Length; size++)
        {
            mean += size * sizeWeights[size] / cumulative[^1];
        }

        GeneratorChecks.CheckMemory(BytesPerMembership * mean * hyperedgeCount, $"{mean * hyperedgeCount:0} memberships", nameof(hyperedgeCount));
        int largest = sizeWeights.LastIndexOfAnyExcept(0);
        int[] sizes = new int[hyperedgeCount];
        RandomSource draws = source.Stream("hyperedge sizes");
        for (int hyperedge = 0; hyperedge < sizes.Length; hyperedge++)
        {
            double at = draws.DoubleAt(hyperedge) * cumulative[^1];
            int found = Array.BinarySearch(cumulative, at);

            // A number that equals a bound belongs to what follows it; sizes without weight have no room between bounds.
            int size = found < 0 ? ~found : found + 1;
            while (size < largest && sizeWeights[size] == 0)
            {
                size++;
            }

            sizes[hyperedge] = Math.Min(size, largest);
        }

        return Create(nodeCount, sizes, source, threads);
    }

    private static double[] Cumulate(int nodeCount, ReadOnlySpan<double> sizeWeights)
    {
        double[] cumulative = new double[sizeWeights.Length];
        double sum = 0;
        for (int size = 0; size < sizeWeights.Length; size++)
        {
            if (!(sizeWeights[size] >= 0 && double.IsFinite(sizeWeights[size])))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(sizeWeights), sizeWeights[size], $"The weight of size {size} must be finite and at least 0.");
            }

            sum += sizeWeights[size];
            cumulative[size] = sum;
        }

        if (!(sum > 0) || sizeWeights[0] > 0 || sizeWeights.Length > nodeCount + 1L)
        {
            throw new ArgumentException(
                $"Entry s of 'sizeWeights' is the weight of hyperedges of s nodes: give at most {nodeCount + 1L} entries, 0 first and one above 0, got "
                + $"{sizeWeights.Length} entries.",
                nameof(sizeWeights));
        }

        return cumulative;
    }
}
