namespace Gnn.Layers.Sheaf;

/// <summary>What the restriction maps of a sheaf are: d x d matrices of this form, for stalks of d dimensions.</summary>
public enum SheafForm
{
    /// <summary>Diagonal matrices: d numbers for each end of an edge. Dimensions do not mix along edges.</summary>
    Diagonal,

    /// <summary>Orthogonal matrices, made of d (d - 1) / 2 numbers for each end of an edge: a vector is turned, and keeps its length.</summary>
    Orthogonal,

    /// <summary>Any matrices: d * d numbers for each end of an edge.</summary>
    General,
}
