namespace Gnn.Layers.Sheaf;

/// <summary>How an orthogonal d x d matrix is made of d (d - 1) / 2 numbers.</summary>
public enum OrthogonalMap
{
    /// <summary>The product of d - 1 reflections I - 2 v v^T / |v|^2, the k-th vector beginning with k zeros and a one.</summary>
    Householder,

    /// <summary>(I - S / 2)^-1 (I + S / 2) of a skew matrix S: rotations only, none of which turns by half a circle.</summary>
    Cayley,
}
