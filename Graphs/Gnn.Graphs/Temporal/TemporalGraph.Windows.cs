using System.Globalization;

namespace Gnn.Graphs.Temporal;

public sealed partial class TemporalGraph
{
    /// <summary>The number of events before a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="inclusive">Whether events at that very time count; by default they do not.</param>
    /// <returns>The count, which is the id of the first event from then on. Cost: O(log E).</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public int CountBefore(long time, bool inclusive = false)
    {
        ReadOnlySpan<long> times = Times;
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < time || (inclusive && times[middle] == time))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The graph as it is known at a time: all nodes, and the events before it.</summary>
    /// <param name="time">The time.</param>
    /// <param name="inclusive">Whether events at that very time are known; by default they are not.</param>
    /// <returns>A graph of its own to dispose; dense columns share their memory with this one's. Cost: O(log E + events kept).</returns>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public TemporalGraph Until(long time, bool inclusive = false) => Cut(0, CountBefore(time, inclusive));

    /// <summary>All nodes, and the events from a time on and before another.</summary>
    /// <param name="start">The first time of the window.</param>
    /// <param name="end">The time at which it is over: events at that time are not in it.</param>
    /// <returns>A graph of its own to dispose; dense columns share their memory with this one's. Cost: O(log E + events kept).</returns>
    /// <exception cref="ArgumentException">The end is before the start.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public TemporalGraph Window(long start, long end)
    {
        if (end < start)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A window must not end before it starts, got [{start}, {end})."), nameof(end));
        }

        int first = CountBefore(start);
        return Cut(first, CountBefore(end) - first);
    }

    /// <summary>Graphs of windows of equal width, one after another, until the last event is in one; windows without events too.</summary>
    /// <param name="width">The width in the unit of the times, at least 1.</param>
    /// <param name="start">The first time of the first window, not after the first event; null for the time of the first event.</param>
    /// <returns>The windows, made as they are taken: each with the graph of <see cref="ToGraph"/>, owned by whoever takes it. None if there are no events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    /// <exception cref="ArgumentException">The start is after the first event.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IEnumerable<TemporalSnapshot> Snapshots(long width, long? start = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (EventCount == 0)
        {
            return [];
        }

        Int128 origin = start ?? Times[0];
        if (origin > Times[0])
        {
            throw new ArgumentException($"The first window must not start after the first event, at {Times[0]}, got {start}: take a Window first.", nameof(start));
        }

        return Take(index => origin + (index * (Int128)width), ((Times[^1] - origin) / width) + 1);
    }

    /// <summary>Graphs of a number of windows of equal width, but for 1, from the first event to the last; windows without events too.</summary>
    /// <param name="count">How many windows, at least 1.</param>
    /// <returns>The windows, made as they are taken: each with the graph of <see cref="ToGraph"/>, owned by whoever takes it. None if there are no events.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public IEnumerable<TemporalSnapshot> SnapshotsByCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (EventCount == 0)
        {
            return [];
        }

        Int128 origin = Times[0], span = Times[^1] - origin + 1;
        return Take(index => origin + (index * span / count), count);
    }

    private IEnumerable<TemporalSnapshot> Take(Func<Int128, Int128> startOf, Int128 count)
    {
        for (Int128 index = 0; index < count; index++)
        {
            // The last window may reach beyond the greatest time there can be.
            long start = (long)startOf(index), end = (long)Int128.Min(startOf(index + 1), long.MaxValue);
            using TemporalGraph window = Window(start, end);
            yield return new TemporalSnapshot(start, end, window.ToGraph());
        }
    }

    private TemporalGraph Cut(int start, int count) => new(
        _events.Run(start, count), IsUndirected, SourceNodeCount, Nodes.Share(), ColumnRows.Slice(Events, start, count), Globals.Share(), ClassNames);
}
