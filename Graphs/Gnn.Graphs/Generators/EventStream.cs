using Gnn.Graphs.Temporal;

namespace Gnn.Graphs.Generators;

/// <summary>Meetings of two nodes in order of time, and which of them close a triangle.</summary>
public sealed class EventStream
{
    private readonly int[] _sources;
    private readonly int[] _targets;
    private readonly long[] _times;
    private readonly bool[] _isClosure;

    internal EventStream(int nodeCount, int[] sources, int[] targets, long[] times, bool[] isClosure)
    {
        NodeCount = nodeCount;
        _sources = sources;
        _targets = targets;
        _times = times;
        _isClosure = isClosure;
    }

    /// <summary>N, the number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The number of events.</summary>
    public int EventCount => _times.Length;

    /// <summary>The source of each event, in [0, N).</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>The target of each event, in [0, N), never its source.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>The time of each event, from 1, strictly ascending, in units of the stream's own.</summary>
    public ReadOnlySpan<long> Times => _times;

    /// <summary>Whether an event was drawn as the closure of a triangle: its two nodes had met a common third and never each other.</summary>
    public ReadOnlySpan<bool> IsClosure => _isClosure;

    /// <summary>The graph of the events.</summary>
    /// <returns>A directed graph without columns, owned by the caller.</returns>
    public TemporalGraph ToTemporalGraph() => TemporalGraph.FromEvents(NodeCount, _sources, _targets, _times);

    /// <summary>The sizes, for example <c>EventStream: 10 nodes, 40 events, 12 closures</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"EventStream: {NodeCount} nodes, {EventCount} events, {_isClosure.Count(closes => closes)} closures";
}
