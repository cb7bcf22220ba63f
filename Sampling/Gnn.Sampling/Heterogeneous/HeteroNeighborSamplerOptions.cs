using Gnn.Graphs.Transforms;

namespace Gnn.Sampling.Heterogeneous;

/// <summary>How a <see cref="HeteroNeighborSampler"/> draws.</summary>
public sealed record HeteroNeighborSamplerOptions
{
    /// <summary>Which neighbours are drawn, by edges of every type: those that edges come from, as messages flow (the default), or those that they go to.</summary>
    public EdgeDirection Direction { get; init; } = EdgeDirection.Incoming;

    /// <summary>Whether an edge may be drawn more than once: then a node has as many of a type as the fanout says, unless it has none at all.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether each seed has a sample of its own, in which nodes stand that others' samples may have too. What a node draws then depends on the seed as
    /// well.</summary>
    public bool Disjoint { get; init; }
}
