using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <summary>The rarer options of a <see cref="GraphTransformer"/>.</summary>
public sealed record GraphTransformerOptions
{
    /// <summary>Attention heads, at least 1, a divisor of the hidden columns; 8 by default.</summary>
    public int Heads { get; init; } = 8;

    /// <summary>How many times wider than the hidden columns the feed-forward map is inside, at least 1; 2 by default.</summary>
    public int Expansion { get; init; } = 2;

    /// <summary>The normalisation before each part; of each node over its columns by default.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Layer;

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); 0 by default.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>The number of columns of the edge features that take part, at least 0; 0, none, by default.</summary>
    public int EdgeFeatures { get; init; }
}
