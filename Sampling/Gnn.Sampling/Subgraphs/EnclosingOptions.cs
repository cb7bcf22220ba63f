namespace Gnn.Sampling.Subgraphs;

/// <summary>How far an <see cref="EnclosingSubgraphs"/> goes.</summary>
public sealed record EnclosingOptions
{
    /// <summary>The most nodes that a hop adds to the neighbourhood of the two ends, 1 or more; null, the default, for all. Of more, as many are drawn, every set of
    /// them equally likely; those left out are not found again by later hops.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxNodesPerHop
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            field = value;
        }
    }

    /// <summary>The largest distance that is measured, 1 to <see cref="DoubleRadiusLabel.LargestDistance"/>, the default; a node that is farther from an end counts
    /// as not reached by it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MaxDistance
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DoubleRadiusLabel.LargestDistance);
            field = value;
        }
    } = DoubleRadiusLabel.LargestDistance;
}
