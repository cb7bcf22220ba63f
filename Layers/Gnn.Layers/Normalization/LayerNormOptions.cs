namespace Gnn.Layers.Normalization;

/// <summary>The options of a <see cref="LayerNorm"/>.</summary>
public sealed record LayerNormOptions
{
    /// <summary>What has one mean and one variance; a graph by default.</summary>
    public LayerNormMode Mode { get; init; }

    /// <summary>What is added to a variance, above 0; 1e-5 by default.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether columns are scaled and shifted by parameters; true by default.</summary>
    public bool Affine { get; init; } = true;
}
