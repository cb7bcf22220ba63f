namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="SsgConv"/>.</summary>
public sealed record SsgOptions
{
    /// <summary>K, the number of hops, at least 1; 16 by default, as in the paper.</summary>
    public int Hops { get; init; } = 16;

    /// <summary>alpha, the share of the node's own features, in [0, 1]; 0.05 by default, as in the paper.</summary>
    public double Alpha { get; init; } = 0.05;

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
