using Gnn.Sampling.Neighbors;

namespace Gnn.Sampling.Links;

/// <summary>How a <see cref="LinkSampler"/> draws.</summary>
public sealed record LinkSamplerOptions
{
    /// <summary>How many negatives each positive gets, 0 or more; none where the sampler has no negative sampler.</summary>
    public int NegativesPerPositive { get; init; } = 1;

    /// <summary>Whether the positives of a batch are hidden from its sample (the default): each with all its repeats and its reverses. Leave it on where a model
    /// trains on edges that its messages pass over, for else it is shown what it is asked.</summary>
    public bool MaskTargets { get; init; } = true;

    /// <summary>Whether an edge of a directed graph and its reverse are two links, so that the reverse of a positive stays in the sample. By default they are
    /// one.</summary>
    public bool SeparateReverses { get; init; }

    /// <summary>How neighbours are drawn.</summary>
    public NeighborSamplerOptions Neighbors { get; init; } = new();
}
