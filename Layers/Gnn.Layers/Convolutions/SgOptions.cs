namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="SgConv"/>.</summary>
public sealed record SgOptions
{
    /// <summary>K, the number of hops, at least 1; 2 by default, as in the paper.</summary>
    public int Hops { get; init; } = 2;

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
