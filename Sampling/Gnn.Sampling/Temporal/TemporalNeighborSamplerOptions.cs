using Gnn.Graphs.Transforms;

namespace Gnn.Sampling.Temporal;

/// <summary>How a <see cref="TemporalNeighborSampler"/> chooses events.</summary>
public sealed record TemporalNeighborSamplerOptions
{
    /// <summary>Which events a node has: those at either end (the default), only those that it is the target of (<see cref="EdgeDirection.Incoming"/>), or the source of
    /// (<see cref="EdgeDirection.Outgoing"/>). An undirected graph knows no ends.</summary>
    public EdgeDirection Direction { get; init; } = EdgeDirection.Both;

    /// <summary>Whether events at the very time of the bound may be known; by default only those before it.</summary>
    public bool Inclusive { get; init; }

    /// <summary>The time that bounds what a node may know: the query time of its seed (the default), or the time at which it was reached.</summary>
    public TimeBound Bound { get; init; } = TimeBound.Query;

    /// <summary>Which events are sampled of those that may be known; by default each with the same chance.</summary>
    public EventSelection Selection { get; init; } = EventSelection.Uniform;

    /// <summary>Whether an event may be drawn more than once: then a node has as many as the fanout says, unless it has none at all.</summary>
    public bool Replace { get; init; }

    /// <summary>How long before the bound an event may be, in the unit of the times, at least 1: those from bound - window on. Null for any.</summary>
    public long? Window { get; init; }
}
