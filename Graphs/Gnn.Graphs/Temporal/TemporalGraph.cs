using System.Globalization;

namespace Gnn.Graphs.Temporal;

/// <summary>An immutable graph of events: N nodes, and E events of a source, a target and a 64-bit time, with named columns of data.</summary>
/// <remarks>
/// <para>Events are numbered by (time, order in which they came). Times are in any unit that the data has throughout. An undirected graph holds an event once:
/// its two ends are the same to it. In a bipartite graph the nodes below <see cref="SourceNodeCount"/> are sources and the others targets, as users and items.</para>
/// <para>Ownership: as of a <see cref="Graph"/>. What <c>With...</c>, <c>To</c>, <c>Until</c> and <c>Window</c> return shares what it can with the graph it
/// came from, by counting; each is disposed on its own, in any order.</para>
/// </remarks>
public sealed partial class TemporalGraph : IGraphStructure
{
    private readonly EventList _events;
    private readonly Lazy<string> _contentHash;
    private int _isDisposed;

    private TemporalGraph(
        EventList events, bool isUndirected, int? sourceNodeCount, ColumnTable nodes, ColumnTable eventColumns, ColumnTable globals, IReadOnlyList<string> classNames)
    {
        _events = events;
        IsUndirected = isUndirected;
        SourceNodeCount = sourceNodeCount;
        Nodes = nodes;
        Events = eventColumns;
        Globals = globals;
        ClassNames = classNames;
        _contentHash = new Lazy<string>(HashContent);
    }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => _events.NodeCount;

    /// <summary>The number of events, E; of an undirected graph too, each counts once.</summary>
    public long EventCount => _events.Times.Length;

    /// <summary>Whether the two ends of an event are the same to it.</summary>
    public bool IsUndirected { get; }

    /// <summary>Of a bipartite graph the number of sources: nodes below are only sources, the others only targets. Null if the graph is not bipartite.</summary>
    public int? SourceNodeCount { get; }

    /// <summary>The source of each event, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Sources => _events.Sources.Span();

    /// <summary>The target of each event, <c>[E]</c>; valid while the graph lives.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> Targets => _events.Targets.Span();

    /// <summary>The time of each event, <c>[E]</c>, never falling; valid while the graph lives.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<long> Times => _events.Times.Span();

    /// <summary>For each event its position in the list that the graph was first made from, <c>[E]</c>; a window keeps those of its events. No part of the
    /// content that is compared.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public ReadOnlySpan<int> InputPositions => _events.InputPositions.Span();

    /// <summary>The events of each node as source. Made at first use, in O(N + E), and owned by the graph.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public EventHistory AsSource => _events.History(asSource: true, asTarget: false);

    /// <summary>The events of each node as target.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public EventHistory AsTarget => _events.History(asSource: false, asTarget: true);

    /// <summary>The events of each node at either end; a self-loop once.</summary>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public EventHistory History => _events.History(asSource: true, asTarget: true);

    /// <summary>The events, which may be held beyond this graph by counting.</summary>
    internal EventList EventList => _events;

    /// <summary>A temporal graph from a list of events. Cost: O(E), and O(E log E) if times fall.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sources">The source of each event, in [0, N).</param>
    /// <param name="targets">The target of each event, in [0, N).</param>
    /// <param name="times">The time of each event, below 2^63 - 1.</param>
    /// <param name="unsorted">What is done if times fall.</param>
    /// <param name="isUndirected">Whether the two ends of an event are the same to it; each event is given once.</param>
    /// <param name="sourceNodeCount">Of a bipartite graph the number of sources, S: sources are in [0, S) and targets in [S, N).</param>
    /// <returns>The graph, without columns; columns that have a row for each event given are brought into order with <see cref="InputPositions"/>.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or times fall and are to be refused; the message names the event.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or an id or a time is out of range; the message names the event.</exception>
    public static TemporalGraph FromEvents(
        int nodeCount,
        ReadOnlySpan<int> sources,
        ReadOnlySpan<int> targets,
        ReadOnlySpan<long> times,
        UnsortedTimes unsorted = UnsortedTimes.Sort,
        bool isUndirected = false,
        int? sourceNodeCount = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nodeCount);
        EventChecks.Check(nodeCount, sourceNodeCount, sources, targets, times);
        EventList events = EventChecks.InOrder(nodeCount, sources, targets, times, unsorted);
        return new TemporalGraph(
            events,
            isUndirected,
            sourceNodeCount,
            new ColumnTable("node", nodeCount),
            new ColumnTable("event", times.Length),
            new ColumnTable("graph", 1),
            classNames: []);
    }

    /// <summary>Drops this graph's hold on its events and columns; what other graphs share lives on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            Nodes.Release();
            Events.Release();
            Globals.Release();
            _events.Dispose();
        }
    }

    /// <summary>The sizes, the times and the names of the columns, for example
    /// <c>TemporalGraph: 5 nodes, 7 events (directed) in [0, 12], events weight</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string direction = IsUndirected ? "undirected" : "directed";
        string sides = SourceNodeCount is { } count ? string.Create(CultureInfo.InvariantCulture, $", bipartite {count} + {NodeCount - count}") : "";
        string span = _isDisposed == 0 && EventCount > 0 ? string.Create(CultureInfo.InvariantCulture, $" in [{Times[0]}, {Times[^1]}]") : "";
        return string.Create(CultureInfo.InvariantCulture, $"TemporalGraph: {NodeCount} nodes, {EventCount} events ({direction}{sides}){span}")
            + Nodes.NamesAfter("nodes") + Events.NamesAfter("events") + Globals.NamesAfter("graph");
    }
}
