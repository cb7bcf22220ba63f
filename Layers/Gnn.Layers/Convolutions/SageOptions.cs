using Gnn.Layers.Aggregations;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="SageConv"/>.</summary>
public sealed record SageOptions
{
    /// <summary>How neighbours are aggregated: the mean by default; the results of several stand side by side. Another aggregation is given to the
    /// constructor.</summary>
    public IReadOnlyList<Aggregation> Aggregations { get; init; } = [Aggregation.Mean];

    /// <summary>Whether every result row is divided by its Euclidean norm; false by default.</summary>
    public bool Normalize { get; init; }

    /// <summary>Whether the node itself takes part through a weight of its own; true by default.</summary>
    public bool RootWeight { get; init; } = true;

    /// <summary>Whether the sources go through a linear map and ReLU before they are aggregated; false by default.</summary>
    public bool Project { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
