namespace Gnn.Sampling.Temporal;

/// <summary>Which events may be known at a time, told by their ids: events are numbered by time, so that they are a run.</summary>
internal sealed unsafe class TimeRange
{
    private const int PartLength = 256;

    private readonly bool _inclusive;
    private readonly long? _window;
    private readonly long[] _parts;
    private readonly int[] _firstOfEvent;
    private readonly int[] _endOfEvent;

    /// <summary>Creates a rule.</summary>
    /// <param name="times">The times of events, never falling.</param>
    /// <param name="inclusive">Whether events at the time itself may be known.</param>
    /// <param name="window">How long before the time an event may be; null for any.</param>
    /// <param name="ofEvents">Whether events are asked about.</param>
    internal TimeRange(ReadOnlySpan<long> times, bool inclusive, long? window, bool ofEvents)
    {
        (_inclusive, _window) = (inclusive, window);
        _parts = new long[(times.Length + PartLength - 1) / PartLength];
        for (int part = 0; part < _parts.Length; part++)
        {
            _parts[part] = times[part * PartLength];
        }

        _endOfEvent = new int[ofEvents ? times.Length : 0];
        _firstOfEvent = new int[ofEvents && window is not null ? times.Length : 0];
        int first = 0, end = 0;
        for (int e = 0; e < _endOfEvent.Length; e++)
        {
            while (end < times.Length && times[end] < End(times[e]))
            {
                end++;
            }

            _endOfEvent[e] = end;
            if (window is not null)
            {
                while (times[first] < First(times[e]))
                {
                    first++;
                }

                _firstOfEvent[e] = first;
            }
        }
    }

    /// <summary>Whether events may be too early.</summary>
    internal bool HasFirst => _window is not null;

    /// <summary>The first event that may be known at the time of an event.</summary>
    internal int FirstOf(int e) => _window is null ? 0 : _firstOfEvent[e];

    /// <summary>The first event that is too late at the time of an event.</summary>
    internal int EndOf(int e) => _endOfEvent[e];

    /// <summary>The first event of times that may be known, and the first that is too late.</summary>
    /// <param name="eventTimes">The times of events.</param>
    /// <param name="times">The times that are asked about.</param>
    /// <param name="firsts">Receives the first event of each.</param>
    /// <param name="ends">Receives the event after the last of each.</param>
    internal void Find(ReadOnlySpan<long> eventTimes, ReadOnlySpan<long> times, Span<int> firsts, Span<int> ends)
    {
        firsts.Clear();
        ends.Clear();
        if (eventTimes.Length == 0)
        {
            return;
        }

        long* bounds = stackalloc long[SortedSearch.Lanes];
        int* found = stackalloc int[SortedSearch.Lanes];
        for (int start = 0; start < times.Length; start += SortedSearch.Lanes)
        {
            ReadOnlySpan<long> group = times.Slice(start, Math.Min(SortedSearch.Lanes, times.Length - start));
            for (int lane = 0; lane < SortedSearch.Lanes; lane++)
            {
                bounds[lane] = End(group[Math.Min(lane, group.Length - 1)]);
            }

            Find(eventTimes, bounds, found);
            new ReadOnlySpan<int>(found, group.Length).CopyTo(ends[start..]);
            if (!HasFirst)
            {
                continue;
            }

            for (int lane = 0; lane < SortedSearch.Lanes; lane++)
            {
                bounds[lane] = First(group[Math.Min(lane, group.Length - 1)]);
            }

            Find(eventTimes, bounds, found);
            new ReadOnlySpan<int>(found, group.Length).CopyTo(firsts[start..]);
        }
    }

    /// <summary>The first event not below each bound: first among the parts, whose first times lie close together, then in one part.</summary>
    private void Find(ReadOnlySpan<long> eventTimes, long* bounds, int* found)
    {
        int* begins = stackalloc int[SortedSearch.Lanes];
        int* lengths = stackalloc int[SortedSearch.Lanes];
        new Span<int>(begins, SortedSearch.Lanes).Clear();
        new Span<int>(lengths, SortedSearch.Lanes).Fill(_parts.Length);
        fixed (long* parts = _parts, values = eventTimes)
        {
            SortedSearch.Find(parts, begins, lengths, bounds, found);
            for (int lane = 0; lane < SortedSearch.Lanes; lane++)
            {
                begins[lane] = Math.Max(found[lane] - 1, 0) * PartLength;
                lengths[lane] = Math.Min(PartLength, eventTimes.Length - begins[lane]);
            }

            SortedSearch.Find(values, begins, lengths, bounds, found);
        }
    }

    /// <summary>The first time that is too late. No event is at the largest time of all.</summary>
    private long End(long time) => _inclusive && time < long.MaxValue ? time + 1 : time;

    /// <summary>The first time that is not too early.</summary>
    private long First(long time) => _window is not { } window || time < long.MinValue + window ? long.MinValue : time - window;
}
