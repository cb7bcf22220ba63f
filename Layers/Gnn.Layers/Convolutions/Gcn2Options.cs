namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="Gcn2Conv"/>.</summary>
public sealed record Gcn2Options
{
    /// <summary>alpha, the share of the initial features, in [0, 1]; 0.1 by default.</summary>
    public double Alpha { get; init; } = 0.1;

    /// <summary>theta, which with <see cref="Layer"/> sets how much the weight differs from the identity; at least 0 and finite. Null, the default, for beta = 1.</summary>
    public double? Theta { get; init; }

    /// <summary>l, the number of the layer in its model, at least 1; 1 by default. It takes part where <see cref="Theta"/> is given.</summary>
    public int Layer { get; init; } = 1;

    /// <summary>Whether propagated and initial features share a weight; true by default.</summary>
    public bool SharedWeights { get; init; } = true;

    /// <summary>What is made of the adjacency matrix; loops and symmetric normalisation by default.</summary>
    public GcnNormalization Normalization { get; init; }
}
