namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="ChebConv"/>.</summary>
public sealed record ChebOptions
{
    /// <summary>K, the number of polynomials, at least 1: hops go up to K - 1; 3 by default.</summary>
    public int Order { get; init; } = 3;

    /// <summary>Which Laplacian is taken; the symmetric one by default.</summary>
    public ChebNormalization Normalization { get; init; }

    /// <summary>The largest eigenvalue of the Laplacian, or a bound of it, more than 0 and finite. Null, the default, for 2, or for
    /// <see cref="ChebNormalization.None"/> for twice the largest degree of the graph, which of a batch is that of all its graphs.</summary>
    public double? LambdaMax { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
