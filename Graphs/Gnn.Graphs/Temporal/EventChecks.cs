using System.Globalization;
using Gnn.Tensors.Memory;

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
        int falls = FindFall(times);
        if (falls > 0 && unsorted == UnsortedTimes.Refuse)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Times must not fall, but event {falls} is at {times[falls]} and event {falls - 1} at {times[falls - 1]}: ")
                + "sort the events, or say UnsortedTimes.Sort.",
                nameof(times));
        }

        // The arrays of the list itself are sorted, so that nothing else is made.
        var order = new NativeArray<int>(times.Length);
        Span<int> positions = order.Span();
        for (int e = 0; e < positions.Length; e++)
        {
            positions[e] = e;
        }

        var events = new EventList(nodeCount, new NativeArray<int>(sources), new NativeArray<int>(targets), new NativeArray<long>(times), order);
        if (falls > 0)
        {
            Sort(events.Times.Span(), positions);
            Take(sources, positions, events.Sources.Span());
            Take(targets, positions, events.Targets.Span());
        }

        return events;
    }

    // The first event that is earlier than the one before, or 0.
    private static int FindFall(ReadOnlySpan<long> times)
    {
        for (int e = 1; e < times.Length; e++)
        {
            if (times[e] < times[e - 1])
            {
                return e;
            }
        }

        return 0;
    }

    // By time and then position; the sort by time does not keep the order of equal times.
    private static void Sort(Span<long> times, Span<int> positions)
    {
        times.Sort(positions);
        for (int start = 0, end; start < times.Length; start = end)
        {
            for (end = start + 1; end < times.Length && times[end] == times[start]; end++)
            {
            }

            positions[start..end].Sort();
        }
    }

    private static void Take(ReadOnlySpan<int> values, ReadOnlySpan<int> positions, Span<int> taken)
    {
        for (int e = 0; e < taken.Length; e++)
        {
            taken[e] = values[positions[e]];
        }
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
