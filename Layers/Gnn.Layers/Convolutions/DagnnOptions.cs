namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="DagnnConv"/>.</summary>
public sealed record DagnnOptions
{
    /// <summary>K, the number of hops, at least 0; 10 by default.</summary>
    public int Hops { get; init; } = 10;

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }

    /// <summary>Whether the gate has a bias; false by default, as in the paper.</summary>
    public bool Bias { get; init; }
}
