using System.Globalization;
using Gnn.Graphs.Temporal;

namespace Gnn.Graphs.Statistics;

/// <summary>How often the events of a temporal graph repeat: an event is two nodes and a time.</summary>
/// <remarks>
/// Poursafaei, Huang, Pelrine and Rabbany, "Towards better evaluation for dynamic link prediction", 2022. The pair of an event is (source, target), or the
/// two in either order where directions are forgotten.
/// </remarks>
public sealed record TemporalRecurrence
{
    /// <summary>The number of events.</summary>
    public required int EventCount { get; init; }

    /// <summary>The number of different pairs.</summary>
    public required int PairCount { get; init; }

    /// <summary>The number of different times.</summary>
    public required int TimeCount { get; init; }

    /// <summary>The share of events whose pair has an earlier event: one before it in the order of (time, place in the list); NaN without events.</summary>
    public double RepeatedShare => (EventCount - PairCount) / (double)EventCount;

    /// <summary>The mean over the times of the share of a time's different pairs that no event before that time has; NaN without events.</summary>
    /// <remarks>The novelty index of Poursafaei et al.</remarks>
    public required double Novelty { get; init; }

    /// <summary>Gathers how often events repeat.</summary>
    /// <param name="graph">The events.</param>
    /// <returns>The counts and shares; costs O(E log E).</returns>
    public static TemporalRecurrence Of(TemporalGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(graph.Sources, graph.Targets, graph.Times, graph.IsUndirected);
    }

    /// <summary>Gathers how often events repeat.</summary>
    /// <param name="sources">The source of each event, 0 or more.</param>
    /// <param name="targets">The target of each event, 0 or more.</param>
    /// <param name="times">The time of each event, in any order.</param>
    /// <param name="isUndirected">Whether (a, b) and (b, a) are the same pair.</param>
    /// <returns>The counts and shares; costs O(E log E).</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative; the message names the event.</exception>
    public static TemporalRecurrence Of(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, bool isUndirected = false)
    {
        long[] pairs = Pairs(sources, targets, times, isUndirected);
        long[] sortedTimes = times.ToArray();
        Array.Sort(sortedTimes, pairs);
        var seen = new HashSet<long>();
        var current = new HashSet<long>();
        double novelty = 0;
        int timeCount = 0;
        for (int start = 0, end; start < pairs.Length; start = end)
        {
            int before = seen.Count;
            current.Clear();
            for (end = start; end < pairs.Length && sortedTimes[end] == sortedTimes[start]; end++)
            {
                current.Add(pairs[end]);
                seen.Add(pairs[end]);
            }

            novelty += (seen.Count - before) / (double)current.Count;
            timeCount++;
        }

        return new TemporalRecurrence { EventCount = pairs.Length, PairCount = seen.Count, TimeCount = timeCount, Novelty = novelty / timeCount };
    }

    /// <summary>The share of the different pairs with an event from a time on that have none before it: what a memory of pairs cannot know.</summary>
    /// <param name="sources">The source of each event, 0 or more.</param>
    /// <param name="targets">The target of each event, 0 or more.</param>
    /// <param name="times">The time of each event, in any order.</param>
    /// <param name="testStart">The first time that belongs to the test.</param>
    /// <param name="isUndirected">Whether (a, b) and (b, a) are the same pair.</param>
    /// <returns>A share in [0, 1], or NaN if nothing is tested; costs O(E).</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative; the message names the event.</exception>
    /// <remarks>The surprise index, <c>|test \ train| / |test|</c> of sets of pairs: Poursafaei et al., and Huang et al., "Temporal graph benchmark for machine
    /// learning on temporal graphs", 2023, with training and validation as what was seen.</remarks>
    public static double Surprise(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, long testStart, bool isUndirected = false)
    {
        (HashSet<long> train, HashSet<long> test) = Divide(sources, targets, times, testStart, isUndirected);
        return test.Count(pair => !train.Contains(pair)) / (double)test.Count;
    }

    /// <summary>The share of the different pairs with an event before a time that have one from that time on.</summary>
    /// <param name="sources">The source of each event, 0 or more.</param>
    /// <param name="targets">The target of each event, 0 or more.</param>
    /// <param name="times">The time of each event, in any order.</param>
    /// <param name="testStart">The first time that belongs to the test.</param>
    /// <param name="isUndirected">Whether (a, b) and (b, a) are the same pair.</param>
    /// <returns>A share in [0, 1], or NaN if nothing is before the test; costs O(E).</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative; the message names the event.</exception>
    /// <remarks>The reoccurrence index, <c>|train and test| / |train|</c> of sets of pairs: Poursafaei et al.</remarks>
    public static double Reoccurrence(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, long testStart, bool isUndirected = false)
    {
        (HashSet<long> train, HashSet<long> test) = Divide(sources, targets, times, testStart, isUndirected);
        return train.Count(test.Contains) / (double)train.Count;
    }

    /// <summary>The counts and shares in one line.</summary>
    /// <returns>For example <c>1000 events of 400 pairs at 90 times, repeated 0.6000, novelty 0.4500</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{EventCount} events of {PairCount} pairs at {TimeCount} times, repeated {RepeatedShare:0.0000}, novelty {Novelty:0.0000}");

    private static (HashSet<long> Train, HashSet<long> Test) Divide(
        ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, long testStart, bool isUndirected)
    {
        long[] pairs = Pairs(sources, targets, times, isUndirected);
        (HashSet<long> train, HashSet<long> test) = ([], []);
        for (int i = 0; i < pairs.Length; i++)
        {
            (times[i] < testStart ? train : test).Add(pairs[i]);
        }

        return (train, test);
    }

    private static long[] Pairs(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, bool isUndirected)
    {
        if (targets.Length != sources.Length || times.Length != sources.Length)
        {
            throw new ArgumentException(
                $"Every event needs a source, a target and a time: got {sources.Length} sources, {targets.Length} targets and {times.Length} times.",
                nameof(times));
        }

        long[] pairs = new long[sources.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            (int first, int second) = (sources[i], targets[i]);
            if (first < 0 || second < 0)
            {
                throw new ArgumentOutOfRangeException(
                    first < 0 ? nameof(sources) : nameof(targets),
                    Math.Min(first, second),
                    string.Create(CultureInfo.InvariantCulture, $"Nodes must be 0 or more, but event {i} is {first} -> {second}."));
            }

            (first, second) = isUndirected ? (Math.Min(first, second), Math.Max(first, second)) : (first, second);
            pairs[i] = ((long)first << 32) | (uint)second;
        }

        return pairs;
    }
}
