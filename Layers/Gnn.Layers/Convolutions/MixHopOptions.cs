namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="MixHopConv"/>.</summary>
public sealed record MixHopOptions
{
    /// <summary>The powers of the adjacency matrix, each at least 0 and none twice; 0, 1 and 2 by default.</summary>
    public IReadOnlyList<int> Powers { get; init; } = [0, 1, 2];

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
