namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="TagConv"/>.</summary>
public sealed record TagOptions
{
    /// <summary>K, the number of hops, at least 0; 3 by default.</summary>
    public int Hops { get; init; } = 3;

    /// <summary>What is made of the adjacency matrix; symmetric normalisation without loops by default.</summary>
    public GcnNormalization Normalization { get; init; } = GcnNormalization.Symmetric;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
