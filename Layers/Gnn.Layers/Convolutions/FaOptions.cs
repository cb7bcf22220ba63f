namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="FaConv"/>.</summary>
public sealed record FaOptions
{
    /// <summary>epsilon, the weight of the initial features, finite; 0.1 by default.</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>The chance to drop an edge's coefficient in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }
}
