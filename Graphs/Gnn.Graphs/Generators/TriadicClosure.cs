using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Streams of events in which friends of friends become friends.</summary>
/// <remarks>
/// Jin, Girvan and Newman, "Structure of growing social networks", 2001; Bianconi, Darst, Iacovacci and Fortunato, "Triadic closure as a basic generating
/// mechanism
/// of communities in complex networks", 2014. A law that a temporal model must find from who met whom and when, with no node features: Wang et al., "Inductive
/// representation learning in temporal networks via causal anonymous walks", 2021.
/// </remarks>
public static class TriadicClosure
{
    private const int Tries = 32;

    /// <summary>Draws a stream.</summary>
    /// <param name="nodeCount">N, at least 2.</param>
    /// <param name="eventCount">The number of events, at least 0.</param>
    /// <param name="closureProbability">The chance that an event closes a triangle where its source can, in [0, 1].</param>
    /// <param name="source">Where the draw comes from; the same source draws the same stream.</param>
    /// <param name="repeatProbability">The chance that an event that closes none repeats an earlier meeting of its source, in [0, 1].</param>
    /// <param name="meanGap">The mean time from an event to the next, at least 1.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="InsufficientMemoryException">The events do not fit the machine's memory.</exception>
    /// <remarks>
    /// The source of an event is a random node. With the first chance it meets a node that it has never met, by two steps of past meetings, each uniform; 32
    /// walks
    /// are tried, and if none ends at such a node, or the chance fails, it repeats a past meeting with the second chance, and else meets any node. Gaps are
    /// geometric. Each event depends on those before it, so that one thread draws: O(events).
    /// </remarks>
    public static EventStream Create(
        int nodeCount, int eventCount, double closureProbability, RandomSource source, double repeatProbability = 0, double meanGap = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(eventCount);
        GeneratorChecks.CheckProbability(closureProbability);
        GeneratorChecks.CheckProbability(repeatProbability);
        if (!(meanGap >= 1 && meanGap <= int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(meanGap), meanGap, $"'meanGap' must be from 1 to {int.MaxValue}: times are whole numbers.");
        }

        GeneratorChecks.CheckMemory(64.0 * eventCount, $"{eventCount} events", nameof(eventCount));
        GeneratorChecks.CheckMemory(64.0 * nodeCount, $"{nodeCount} nodes", nameof(nodeCount));
        var met = new Meetings(nodeCount);
        int[] sources = new int[eventCount];
        int[] targets = new int[eventCount];
        long[] times = new long[eventCount];
        bool[] closes = new bool[eventCount];
        RandomSequence random = source.Stream("triadic closure").Sequence();
        double logOfMiss = Math.Log(1 - (1 / meanGap));
        long time = 0;
        for (int i = 0; i < eventCount; i++)
        {
            time += 1 + (meanGap > 1 ? (long)(Math.Log(1 - random.NextDouble()) / logOfMiss) : 0);
            int node = random.NextInt32(nodeCount);
            int other = random.NextDouble() < closureProbability ? met.FriendOfFriend(node, ref random) : -1;
            closes[i] = other >= 0;
            if (other < 0 && random.NextDouble() < repeatProbability)
            {
                other = met.Friend(node, ref random);
            }

            if (other < 0)
            {
                other = random.NextInt32(nodeCount - 1);
                other += other >= node ? 1 : 0;
            }

            met.Add(node, other);
            (sources[i], targets[i], times[i]) = (node, other, time);
        }

        return new EventStream(nodeCount, sources, targets, times, closes);
    }

    private sealed class Meetings(int nodeCount)
    {
        private readonly List<int>?[] _friends = new List<int>?[nodeCount];
        private readonly HashSet<long> _pairs = [];

        public void Add(int one, int other)
        {
            if (_pairs.Add(Key(one, other)))
            {
                (_friends[one] ??= []).Add(other);
                (_friends[other] ??= []).Add(one);
            }
        }

        public int Friend(int node, ref RandomSequence random) => _friends[node] is { } friends ? friends[random.NextInt32(friends.Count)] : -1;

        public int FriendOfFriend(int node, ref RandomSequence random)
        {
            for (int attempt = 0; attempt < Tries && _friends[node] is not null; attempt++)
            {
                int other = Friend(Friend(node, ref random), ref random);
                if (other != node && !_pairs.Contains(Key(node, other)))
                {
                    return other;
                }
            }

            return -1;
        }

        private static long Key(int one, int other) => ((long)Math.Min(one, other) << 32) | (uint)Math.Max(one, other);
    }
}
