using Gnn.Layers.Aggregations;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GraphConv"/>.</summary>
public sealed record GraphConvOptions
{
    /// <summary>How neighbours are aggregated: the sum by default; also the mean, maximum or minimum, of weighted features.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Sum;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
