using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Temporal;

/// <summary>The sorted events that a temporal graph and those derived from it share, by counting, with the histories that are made of them at first use.</summary>
internal sealed class EventList : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventHistory?[] _histories = new EventHistory?[3];
    private int _holders = 1;

    public EventList(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<long> times, ReadOnlySpan<int> inputPositions)
        : this(nodeCount, new NativeArray<int>(sources), new NativeArray<int>(targets), new NativeArray<long>(times), new NativeArray<int>(inputPositions))
    {
    }

    /// <summary>Takes over arrays of sorted events. Nothing is checked.</summary>
    public EventList(int nodeCount, NativeArray<int> sources, NativeArray<int> targets, NativeArray<long> times, NativeArray<int> inputPositions)
    {
        NodeCount = nodeCount;
        Sources = sources;
        Targets = targets;
        Times = times;
        InputPositions = inputPositions;
    }

    public int NodeCount { get; }

    public NativeArray<int> Sources { get; }

    public NativeArray<int> Targets { get; }

    public NativeArray<long> Times { get; }

    public NativeArray<int> InputPositions { get; }

    public EventHistory History(bool asSource, bool asTarget)
    {
        int which = asSource && asTarget ? 2 : asTarget ? 1 : 0;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(TemporalGraph));
            return _histories[which] ??= EventHistory.Of(NodeCount, Sources, Targets, Times, asSource, asTarget);
        }
    }

    public EventList Share()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_holders <= 0, typeof(TemporalGraph));
            _holders++;
        }

        return this;
    }

    /// <summary>A run of the events as a list of its own.</summary>
    public EventList Run(int start, int count) => start == 0 && count == Times.Length
        ? Share()
        : new EventList(NodeCount, Sources.Span(start, count), Targets.Span(start, count), Times.Span(start, count), InputPositions.Span(start, count));

    public void Dispose()
    {
        lock (_lock)
        {
            if (--_holders > 0)
            {
                return;
            }

            Array.ForEach(_histories, history => history?.Release());
        }

        Sources.Dispose();
        Targets.Dispose();
        Times.Dispose();
        InputPositions.Dispose();
    }
}
