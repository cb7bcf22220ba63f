using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Temporal;

/// <summary>The events of each node in the order of time: compressed rows of event ids with the node at the other end.</summary>
/// <remarks>Owned by the temporal graphs whose events these are. Events are numbered by time, so that ids of a node rise.</remarks>
public sealed class EventHistory
{
    private readonly NativeArray<int> _starts;
    private readonly NativeArray<int> _events;
    private readonly NativeArray<int> _others;
    private readonly NativeArray<long> _times;

    private EventHistory(NativeArray<int> starts, NativeArray<int> events, NativeArray<int> others, NativeArray<long> times)
    {
        _starts = starts;
        _events = events;
        _others = others;
        _times = times;
    }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => (int)_starts.Length - 1;

    /// <summary>The number of entries: E, or where both ends count 2 E without the second ends of self-loops.</summary>
    public long EntryCount => _events.Length;

    /// <summary>Where the entries of each node begin and the last one's end, <c>[N + 1]</c>; valid while a graph of these events lives.</summary>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public ReadOnlySpan<int> Starts => _starts.Span();

    /// <summary>The events of all nodes, one node's after another's, <c>[entries]</c>; valid while a graph of these events lives.</summary>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public ReadOnlySpan<int> AllEvents => _events.Span();

    /// <summary>The node at the other end of each of <see cref="AllEvents"/>, <c>[entries]</c>; valid while a graph of these events lives.</summary>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public ReadOnlySpan<int> AllNeighbors => _others.Span();

    /// <summary>The events of a node, by (time, event id).</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>Rising event ids; valid while a graph of these events lives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public ReadOnlySpan<int> Events(int node) => _events.Span(Start(node), Length(node));

    /// <summary>The node at the other end of each event of a node, in the order of <see cref="Events"/>.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>Nodes; valid while a graph of these events lives.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public ReadOnlySpan<int> Neighbors(int node) => _others.Span(Start(node), Length(node));

    /// <summary>The number of events of a node.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <returns>The node's temporal degree.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int Length(int node) => _starts[Checked(node) + 1L] - _starts[node];

    /// <summary>The number of events of a node before a time: the length of the part of <see cref="Events"/> and <see cref="Neighbors"/> that is known then.</summary>
    /// <param name="node">0 to N - 1.</param>
    /// <param name="time">The time.</param>
    /// <param name="inclusive">Whether events at that very time count; by default they do not.</param>
    /// <returns>The count. Cost: O(log of the node's events).</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="ObjectDisposedException">The last graph of these events was disposed.</exception>
    public int CountBefore(int node, long time, bool inclusive = false)
    {
        ReadOnlySpan<int> events = Events(node);
        int low = 0, high = events.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            long at = _times[events[middle]];
            if (at < time || (inclusive && at == time))
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

    /// <summary>The number of nodes and entries.</summary>
    /// <returns>For example <c>EventHistory: 5 nodes, 12 entries</c>.</returns>
    public override string ToString() => $"EventHistory: {NodeCount} nodes, {EntryCount} entries";

    /// <summary>The history of events at their first ends, at their second, or at both; a self-loop is an event of its node once. O(N + E).</summary>
    internal static EventHistory Of(int nodeCount, NativeArray<int> sources, NativeArray<int> targets, NativeArray<long> times, bool asSource, bool asTarget)
    {
        ReadOnlySpan<int> source = sources.Span(), target = targets.Span();
        var starts = new NativeArray<int>(nodeCount + 1L);
        Span<int> next = starts.Span();
        next.Clear();
        for (int e = 0; e < source.Length; e++)
        {
            if (asSource)
            {
                next[source[e] + 1]++;
            }

            if (asTarget && !(asSource && source[e] == target[e]))
            {
                next[target[e] + 1]++;
            }
        }

        for (int node = 0; node < nodeCount; node++)
        {
            next[node + 1] = checked(next[node + 1] + next[node]);
        }

        var events = new NativeArray<int>(next[nodeCount]);
        var others = new NativeArray<int>(next[nodeCount]);
        Span<int> eventSpan = events.Span(), otherSpan = others.Span();
        int[] places = next[..nodeCount].ToArray();
        for (int e = 0; e < source.Length; e++)
        {
            if (asSource)
            {
                Place(source[e], target[e], e, eventSpan, otherSpan);
            }

            if (asTarget && !(asSource && source[e] == target[e]))
            {
                Place(target[e], source[e], e, eventSpan, otherSpan);
            }
        }

        return new EventHistory(starts, events, others, times);

        void Place(int node, int other, int id, Span<int> ids, Span<int> ends)
        {
            int place = places[node]++;
            (ids[place], ends[place]) = (id, other);
        }
    }

    /// <summary>Ends the history's own arrays; the times are the graph's.</summary>
    internal void Release()
    {
        _starts.Dispose();
        _events.Dispose();
        _others.Dispose();
    }

    private int Start(int node) => _starts[Checked(node)];

    private int Checked(int node) => (uint)node < (uint)NodeCount
        ? node
        : throw new ArgumentOutOfRangeException(nameof(node), node, $"A node must be in [0, {NodeCount}), got {node}.");
}
