namespace Gnn.Layers.Aggregations;

/// <summary>The options of a <see cref="QuantileAggregation"/>.</summary>
public sealed record QuantileOptions
{
    /// <summary>What stands for a quantile between two numbers; linear by default.</summary>
    public QuantileInterpolation Interpolation { get; init; }

    /// <summary>What an empty group gives, finite; 0 by default.</summary>
    public double EmptyValue { get; init; }
}
