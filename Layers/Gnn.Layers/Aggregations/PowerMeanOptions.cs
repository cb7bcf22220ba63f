namespace Gnn.Layers.Aggregations;

/// <summary>The options of a <see cref="PowerMeanAggregation"/>.</summary>
public sealed record PowerMeanOptions
{
    /// <summary>p, finite and not 0; if it is learnt, its initial value. 1 by default, the mean.</summary>
    public double Power { get; init; } = 1;

    /// <summary>Whether p is a parameter; false by default.</summary>
    public bool Learn { get; init; }

    /// <summary>The number of learnt powers: 1, the default, or one for each column.</summary>
    public int Channels { get; init; } = 1;
}
