namespace Gnn.Layers.Aggregations;

/// <summary>The options of a <see cref="DegreeScalerAggregation"/>.</summary>
public sealed record DegreeScalerOptions
{
    /// <summary>Whether the averages are parameters that training changes; false by default.</summary>
    public bool TrainAverages { get; init; }
}
