using Gnn.Graphs.Temporal;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Temporal;

namespace Gnn.Tests.Sampling.Temporal;

/// <summary>What a node may know, by going through all events.</summary>
internal static class TemporalOracle
{
    /// <summary>The ids of the events that a node may know at a time, in their order.</summary>
    internal static int[] Known(TemporalGraph graph, int node, long time, TemporalNeighborSamplerOptions options)
    {
        int[] sources = graph.Sources.ToArray(), targets = graph.Targets.ToArray();
        long[] times = graph.Times.ToArray();
        return [.. Enumerable.Range(0, times.Length)
            .Where(e => (options.Direction != EdgeDirection.Incoming && sources[e] == node) || (options.Direction != EdgeDirection.Outgoing && targets[e] == node))
            .Where(e => options.Inclusive ? times[e] <= time : times[e] < time)
            .Where(e => options.Window is not { } window || (Int128)times[e] >= (Int128)time - window)
            .OrderBy(e => (times[e], e))];
    }

    /// <summary>The other end of an event of a node.</summary>
    internal static int Other(TemporalGraph graph, int node, int id, TemporalNeighborSamplerOptions options) => options.Direction switch
    {
        EdgeDirection.Incoming => graph.Sources[id],
        EdgeDirection.Outgoing => graph.Targets[id],
        _ => graph.Sources[id] == node ? graph.Targets[id] : graph.Sources[id],
    };
}
