namespace Gnn.Training;

/// <summary>What the logistic regression sees of a pair of nodes.</summary>
public enum SignPairing
{
    /// <summary><c>[z_i | z_j]</c>, as the literature has it: the score is a sum of a number for the source and one for the target, so that it can tell who is trusted, and not who trusts
    /// whom.</summary>
    Concatenation,

    /// <summary><c>[z_i | z_j | z_i * z_j]</c>, the last element by element, which tells whether two nodes are alike.</summary>
    ConcatenationAndProduct,
}
