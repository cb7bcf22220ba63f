namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="AppnpConv"/>.</summary>
public sealed record AppnpOptions
{
    /// <summary>K, the number of hops, at least 0; 10 by default, as in the paper.</summary>
    public int Hops { get; init; } = 10;

    /// <summary>alpha, the chance to return to the node, in [0, 1]; 0.1 by default, as in the paper.</summary>
    public double Alpha { get; init; } = 0.1;

    /// <summary>The chance to drop an edge's value in a hop of a training step, in [0, 1); 0 by default. Each hop draws anew.</summary>
    public double Dropout { get; init; }

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }
}
