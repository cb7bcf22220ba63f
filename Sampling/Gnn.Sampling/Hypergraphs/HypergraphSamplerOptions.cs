namespace Gnn.Sampling.Hypergraphs;

/// <summary>How a <see cref="HypergraphSampler"/> draws.</summary>
public sealed record HypergraphSamplerOptions
{
    /// <summary>Whether an incidence may be drawn more than once: then a node has as many hyperedges, and a hyperedge as many members, as the fanout says, unless it has
    /// none at all.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether the hyperedges that are asked for, and others that are the same sets of nodes, are kept out of their own sample (the default). What is to be
    /// predicted would otherwise be among the inputs.</summary>
    public bool MaskSeeds { get; init; } = true;

    /// <summary>How many members of a hyperedge that is asked for become seeds: 0 to <see cref="Neighbors.NeighborSampler.LargestFanout"/>, or -1 for all (the
    /// default).</summary>
    public int SeedMembers { get; init; } = -1;
}
