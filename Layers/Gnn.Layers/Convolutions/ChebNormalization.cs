namespace Gnn.Layers.Convolutions;

/// <summary>Which Laplacian a <see cref="ChebConv"/> takes; D are weighted degrees over outgoing edges.</summary>
public enum ChebNormalization
{
    /// <summary>I - D^-1/2 A D^-1/2, whose eigenvalues are at most 2.</summary>
    Symmetric,

    /// <summary>I - A D^-1, where a row sums over incoming edges: the random walk's. Its eigenvalues are at most 2.</summary>
    RandomWalk,

    /// <summary>D - A.</summary>
    None,
}
