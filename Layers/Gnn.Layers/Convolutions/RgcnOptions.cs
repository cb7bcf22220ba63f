using Gnn.Layers.Aggregations;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="RgcnConv"/>.</summary>
public sealed record RgcnOptions
{
    /// <summary>How the neighbours of one relation become one row: the mean by default, the sum, the largest or the smallest. The rows of the relations are summed.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.Mean;

    /// <summary>B, the number of matrices that every relation's weight is a sum of, at least 1; null, the default, for a weight of its own.</summary>
    public int? Bases { get; init; }

    /// <summary>The number of equal blocks along the diagonal of every relation's weight, a divisor of inputs and outputs; null, the default, for a whole weight.</summary>
    public int? Blocks { get; init; }

    /// <summary>Whether the node itself takes part through a weight of its own; true by default.</summary>
    public bool RootWeight { get; init; } = true;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
