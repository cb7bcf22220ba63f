namespace Gnn.Layers.Aggregations;

/// <summary>The options of an <see cref="LstmAggregation"/> and a <see cref="GruAggregation"/>.</summary>
public sealed record RecurrentAggregationOptions
{
    /// <summary>Which state is the result; that after a group's last row by default.</summary>
    public SequenceEnd End { get; init; }
}
