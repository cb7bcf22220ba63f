using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <summary>The rarer options of a <see cref="ResidualGnn"/>.</summary>
public sealed record ResidualGnnOptions
{
    /// <summary>What a block sees.</summary>
    public ResidualGnnKind Kind { get; init; } = ResidualGnnKind.Gcn;

    /// <summary>How many times wider than the hidden columns a perceptron is inside, at least 1; 1 by default.</summary>
    public int Expansion { get; init; } = 1;

    /// <summary>The normalisation before each block; of each node over its columns by default.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Layer;
}
