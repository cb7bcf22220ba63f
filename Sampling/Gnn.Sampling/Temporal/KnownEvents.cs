using System.Runtime.CompilerServices;
using Gnn.Graphs.Temporal;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Temporal;

/// <summary>Which of its events each node of a batch may know: a run of the node's history.</summary>
internal sealed unsafe class KnownEvents : IDisposable
{
    private const int RowsAhead = 32;

    private readonly NodeList _begins = new();
    private readonly NodeList _ends = new();
    private int[] _firsts = [];
    private int[] _pastLasts = [];

    /// <summary>The first entry that each node may know.</summary>
    internal int* Begins => _begins.Pointer;

    /// <summary>The entry after the last one.</summary>
    internal int* Ends => _ends.Pointer;

    public void Dispose()
    {
        _begins.Dispose();
        _ends.Dispose();
    }

    /// <summary>Begins a batch.</summary>
    /// <param name="range">The rule.</param>
    /// <param name="eventTimes">The times of events.</param>
    /// <param name="times">The query times of the seeds.</param>
    internal void Begin(TimeRange range, ReadOnlySpan<long> eventTimes, ReadOnlySpan<long> times)
    {
        (_begins.Count, _ends.Count) = (0, 0);
        (_firsts, _pastLasts) = (new int[times.Length], new int[times.Length]);
        range.Find(eventTimes, times, _firsts, _pastLasts);
    }

    /// <summary>Looks for the events of the nodes that came since the last hop.</summary>
    /// <param name="range">The rule.</param>
    /// <param name="history">The events of nodes.</param>
    /// <param name="numbering">The nodes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Extend<TNumbering>(TimeRange range, EventHistory history, ref TNumbering numbering)
        where TNumbering : struct, ITemporalNumbering
    {
        int count = numbering.Count;
        _begins.Reserve(count - _begins.Count);
        _ends.Reserve(count - _ends.Count);
        int* numbers = stackalloc int[SortedSearch.Lanes];
        int* begins = stackalloc int[SortedSearch.Lanes];
        int* lengths = stackalloc int[SortedSearch.Lanes];
        int filled = 0;
        fixed (int* starts = history.Starts, events = history.AllEvents)
        {
            int* nodes = numbering.Nodes;
            int* known = _begins.Pointer, pastLast = _ends.Pointer;
            for (int number = _begins.Count; number < count; number++)
            {
                Prefetch.Line(starts + nodes[Math.Min(number + RowsAhead, count - 1)]);

                int begin = starts[nodes[number]];
                int length = starts[nodes[number] + 1] - begin;
                (known[number], pastLast[number]) = (begin, begin);
                (numbers[filled], begins[filled], lengths[filled]) = (number, begin, length);
                filled += length > 0 ? 1 : 0;
                if (filled == SortedSearch.Lanes)
                {
                    Search(range, events, ref numbering, numbers, begins, lengths);
                    filled = 0;
                }
            }

            if (filled > 0)
            {
                for (int lane = filled; lane < SortedSearch.Lanes; lane++)
                {
                    (numbers[lane], begins[lane], lengths[lane]) = (numbers[0], begins[0], lengths[0]);
                }

                Search(range, events, ref numbering, numbers, begins, lengths);
            }
        }

        (_begins.Count, _ends.Count) = (count, count);
    }

    private void Search<TNumbering>(TimeRange range, int* events, ref TNumbering numbering, int* numbers, int* begins, int* lengths)
        where TNumbering : struct, ITemporalNumbering
    {
        int* bounds = stackalloc int[SortedSearch.Lanes];
        int* found = stackalloc int[SortedSearch.Lanes];
        for (int lane = 0; lane < SortedSearch.Lanes; lane++)
        {
            int by = numbering.ReachedBy(numbers[lane]);
            bounds[lane] = by < 0 ? _pastLasts[numbering.SeedOf[numbers[lane]]] : range.EndOf(by);
        }

        SortedSearch.Find(events, begins, lengths, bounds, found);
        for (int lane = 0; lane < SortedSearch.Lanes; lane++)
        {
            _ends.Pointer[numbers[lane]] = found[lane];
        }

        if (!range.HasFirst)
        {
            return;
        }

        for (int lane = 0; lane < SortedSearch.Lanes; lane++)
        {
            int by = numbering.ReachedBy(numbers[lane]);
            bounds[lane] = by < 0 ? _firsts[numbering.SeedOf[numbers[lane]]] : range.FirstOf(by);
        }

        SortedSearch.Find(events, begins, lengths, bounds, found);
        for (int lane = 0; lane < SortedSearch.Lanes; lane++)
        {
            _begins.Pointer[numbers[lane]] = found[lane];
        }
    }
}
