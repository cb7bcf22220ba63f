namespace Gnn.Layers.Aggregations;

/// <summary>The options of a <see cref="SoftmaxAggregation"/>.</summary>
public sealed record SoftmaxAggregationOptions
{
    /// <summary>t, finite; if it is learnt, its initial value. 1 by default: 0 gives the mean, and the larger the nearer to the maximum.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Whether t is a parameter; false by default.</summary>
    public bool Learn { get; init; }

    /// <summary>The number of learnt temperatures: 1, the default, or one for each column.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>Whether the weights are taken without gradient; false by default, and not together with <see cref="Learn"/>.</summary>
    public bool SemiGradient { get; init; }
}
