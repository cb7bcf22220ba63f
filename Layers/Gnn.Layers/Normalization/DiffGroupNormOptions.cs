namespace Gnn.Layers.Normalization;

/// <summary>The options of a <see cref="DiffGroupNorm"/>.</summary>
public sealed record DiffGroupNormOptions
{
    /// <summary>lambda, the share of the normalised features that is added, finite; 0.01 by default.</summary>
    public double Share { get; init; } = 0.01;

    /// <summary>The options of the normalisation of each group.</summary>
    public BatchNormOptions Groups { get; init; } = new();
}
