using System.Globalization;

namespace Gnn.Graphs.Temporal;

/// <summary>What is checked of a list of events, and the order that they are brought into.</summary>
internal static class EventChecks
{
    public static void Check(int nodeCount, int? sourceNodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times)
    {
        if (sources.Length != times.Length || targets.Length != times.Length)
        {
            throw new ArgumentException(
                $"Every event needs a source, a target and a time: got {sources.Length} sources, {targets.Length} targets and {times.Length} times.", nameof(times));
        }

        if (sourceNodeCount is { } count && (uint)count > (uint)nodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(sourceNodeCount), count, $"The number of sources must be in [0, {nodeCount}], got {count}.");
        }

        (int sourceEnd, int targetStart) = (sourceNodeCount ?? nodeCount, sourceNodeCount ?? 0);
        for (int e = 0; e < times.Length; e++)
        {
            CheckId(sources[e], 0, sourceEnd, "source", e, nameof(sources));
            CheckId(targets[e], targetStart, nodeCount, "target", e, nameof(targets));
            if (times[e] == long.MaxValue)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(times), times[e], string.Create(CultureInfo.InvariantCulture, $"The time of event {e} must be below {long.MaxValue}, so that there is a time after it."));
            }
        }
    }

    public static EventList InOrder(
        int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, UnsortedTimes unsorted)
    {
        int[] order = new int[times.Length];
        int falls = 0;
        for (int e = 0; e < order.Length; e++)
        {
            order[e] = e;
            if (falls == 0 && e > 0 && times[e] < times[e - 1])
            {
                falls = e;
            }
        }

        if (falls == 0)
        {
            return new EventList(nodeCount, sources, targets, times, order);
        }

        if (unsorted == UnsortedTimes.Refuse)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Times must not fall, but event {falls} is at {times[falls]} and event {falls - 1} at {times[falls - 1]}: ")
                + "sort the events, or say UnsortedTimes.Sort.",
                nameof(times));
        }

        // Keys are distinct, so that the order does not hang on how they are sorted.
        var keys = new (long Time, int Position)[times.Length];
        for (int e = 0; e < keys.Length; e++)
        {
            keys[e] = (times[e], e);
        }

        Array.Sort(keys);
        int[] sortedSources = new int[keys.Length], sortedTargets = new int[keys.Length];
        long[] sortedTimes = new long[keys.Length];
        for (int e = 0; e < keys.Length; e++)
        {
            int from = order[e] = keys[e].Position;
            (sortedSources[e], sortedTargets[e], sortedTimes[e]) = (sources[from], targets[from], times[from]);
        }

        return new EventList(nodeCount, sortedSources, sortedTargets, sortedTimes, order);
    }

    private static void CheckId(int id, int start, int end, string what, int position, string parameter)
    {
        if (id < start || id >= end)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                id,
                string.Create(CultureInfo.InvariantCulture, $"The {what} of event {position} must be in [{start}, {end}), got {id}: check the node count or the ids."));
        }
    }
}
