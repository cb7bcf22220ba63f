using System.Globalization;
using Gnn.Graphs.Signed;

namespace Gnn.Graphs.Statistics;

/// <summary>Whether the signs of a signed graph's edges balance: its triangles by the number of negative edges.</summary>
/// <remarks>
/// <para>Heider, "Attitudes and cognitive organization", 1946; Cartwright and Harary, "Structural balance: a generalization of Heider's theory", 1956. A
/// triangle is balanced if the product of its signs is positive: the friend of my friend is my friend, the enemy of my enemy too.</para>
/// <para>Directions are forgotten. A pair of nodes has the sign of the sum of its edges' signs; a pair whose signs cancel is contradictory and counts
/// nowhere else, and self-loops count nowhere.</para>
/// </remarks>
public sealed record SignedBalance
{
    private const byte Positive = 1;
    private const byte Negative = 2;

    /// <summary>The number of pairs of nodes of positive sign.</summary>
    public required long PositivePairCount { get; init; }

    /// <summary>The number of pairs of nodes of negative sign.</summary>
    public required long NegativePairCount { get; init; }

    /// <summary>The number of pairs of nodes whose edges' signs cancel.</summary>
    public required long ContradictoryPairCount { get; init; }

    /// <summary>The number of triangles with 0, 1, 2 and 3 negative edges, <c>[4]</c>.</summary>
    public required IReadOnlyList<long> TriangleCounts { get; init; }

    /// <summary>Whether the nodes divide into two camps with positive pairs within and negative ones between (one camp may be empty): no cycle, of any length,
    /// has an odd number of negative edges.</summary>
    public required bool IsBalanced { get; init; }

    /// <summary>The share of triangles with 0 or 2 negative edges, or NaN without triangles.</summary>
    public double BalancedShare => Share(TriangleCounts[0] + TriangleCounts[2]);

    /// <summary>The share of triangles with other than 1 negative edge, or NaN without triangles.</summary>
    /// <remarks>Davis, "Clustering and structural balance in graphs", 1967: with more than two camps, enemies may have an enemy in common.</remarks>
    public double WeaklyBalancedShare => Share(TriangleCounts[0] + TriangleCounts[2] + TriangleCounts[3]);

    /// <summary>Counts the triangles of a signed graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The counts; costs O(E log E + E^1.5) time and O(N + E) memory.</returns>
    public static SignedBalance Of(SignedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(graph.NodeCount, graph.Sources, graph.Targets, graph.Signs);
    }

    /// <summary>Counts the triangles of signed edges.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sources">The source of each edge, in [0, N).</param>
    /// <param name="targets">The target of each edge, in [0, N).</param>
    /// <param name="signs">The sign of each edge: above 0 or below.</param>
    /// <returns>The counts; costs O(E log E + E^1.5) time and O(N + E) memory.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a sign is 0; the message names the edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node count is negative, or an id is out of range; the message names the edge.</exception>
    public static SignedBalance Of(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<sbyte> signs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        EdgeChecks.CheckIds(nodeCount, sources, targets);
        CheckSigns(signs, sources.Length);
        var pairs = new List<(int Low, int High)>();
        var kinds = new List<byte>();
        int contradictory = Collect(sources, targets, signs, pairs, kinds);

        var forward = ForwardEdges.Of(NeighbourLists.OfPairs(nodeCount, [.. pairs], [.. kinds]));
        var tally = new SignTally(new long[4]);
        forward.Walk(0, nodeCount, new byte[nodeCount], ref tally);
        long negative = kinds.LongCount(kind => kind == Negative);
        return new SignedBalance
        {
            PositivePairCount = kinds.Count - negative,
            NegativePairCount = negative,
            ContradictoryPairCount = contradictory,
            TriangleCounts = tally.Counts,
            IsBalanced = DividesInTwo(nodeCount, pairs, kinds),
        };
    }

    /// <summary>The counts in one line.</summary>
    /// <returns>For example <c>triangles +++ 10, ++- 2, +-- 5, --- 1; balanced 0.8333</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"triangles +++ {TriangleCounts[0]}, ++- {TriangleCounts[1]}, +-- {TriangleCounts[2]}, --- {TriangleCounts[3]}; balanced {BalancedShare:0.0000}");

    private static void CheckSigns(ReadOnlySpan<sbyte> signs, int edges)
    {
        if (signs.Length != edges)
        {
            throw new ArgumentException($"Every edge needs a sign: got {signs.Length} signs for {edges} edges.", nameof(signs));
        }

        int zero = signs.IndexOf((sbyte)0);
        if (zero >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A sign must be above 0 or below, got 0 for edge {zero}: leave the edge out."), nameof(signs));
        }
    }

    /// <summary>The pairs in order with their signs; returns how many were contradictory.</summary>
    private static int Collect(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<sbyte> signs, List<(int Low, int High)> pairs, List<byte> kinds)
    {
        long[] keys = new long[sources.Length];
        sbyte[] sorted = signs.ToArray();
        for (int edge = 0; edge < keys.Length; edge++)
        {
            keys[edge] = ((long)Math.Min(sources[edge], targets[edge]) << 32) | (uint)Math.Max(sources[edge], targets[edge]);
        }

        Array.Sort(keys, sorted);
        int contradictory = 0;
        for (int start = 0, end; start < keys.Length; start = end)
        {
            int sum = 0;
            for (end = start; end < keys.Length && keys[end] == keys[start]; end++)
            {
                sum += Math.Sign(sorted[end]);
            }

            (int low, int high) = ((int)(keys[start] >> 32), (int)keys[start]);
            if (low != high && sum != 0)
            {
                pairs.Add((low, high));
                kinds.Add(sum > 0 ? Positive : Negative);
            }
            else
            {
                contradictory += low != high ? 1 : 0;
            }
        }

        return contradictory;
    }

    /// <summary>Each node stands twice, for either camp: a positive pair joins equal camps and a negative one opposite camps; no node may be in both.</summary>
    private static bool DividesInTwo(int nodeCount, List<(int Low, int High)> pairs, List<byte> kinds)
    {
        int[] sources = new int[2 * pairs.Count];
        int[] targets = new int[2 * pairs.Count];
        for (int pair = 0; pair < pairs.Count; pair++)
        {
            (int low, int high) = pairs[pair];
            bool isPositive = kinds[pair] == Positive;
            (sources[2 * pair], targets[2 * pair]) = (low, isPositive ? high : high + nodeCount);
            (sources[(2 * pair) + 1], targets[(2 * pair) + 1]) = (low + nodeCount, isPositive ? high + nodeCount : high);
        }

        using Graph doubled = Graph.FromEdges(checked(2 * nodeCount), sources, targets);
        ReadOnlySpan<int> camps = Components.Weak(doubled).Ids;
        for (int node = 0; node < nodeCount; node++)
        {
            if (camps[node] == camps[node + nodeCount])
            {
                return false;
            }
        }

        return true;
    }

    private double Share(long triangles) => triangles / (double)TriangleCounts.Sum();

    private readonly struct SignTally(long[] counts) : ITriangleVisitor
    {
        public long[] Counts { get; } = counts;

        // Kinds are 1 and 2: three edges have 3 and as many more as are negative.
        public void Visit(int first, int second, int third, int firstSecond, int firstThird, int secondThird) =>
            Counts[firstSecond + firstThird + secondThird - 3]++;
    }
}
