namespace Gnn.Graphs.Transforms;

/// <summary>A Laplacian matrix. A holds the weights of the edges but self-loops, row = source, and D its row sums.</summary>
public enum LaplacianKind
{
    /// <summary><c>D - A</c>.</summary>
    Unnormalized,

    /// <summary><c>I - D^-1/2 A D^-1/2</c>.</summary>
    Symmetric,

    /// <summary><c>I - D^-1 A</c>.</summary>
    RandomWalk,
}
