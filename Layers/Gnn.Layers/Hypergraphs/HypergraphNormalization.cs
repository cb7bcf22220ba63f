namespace Gnn.Layers.Hypergraphs;

/// <summary>What a <see cref="HypergraphConv"/> divides by the degrees of nodes.</summary>
public enum HypergraphNormalization
{
    /// <summary>Both sides, by the root: <c>D^-1/2 H W B^-1 H^T D^-1/2</c>, as HGNN has it.</summary>
    Symmetric,

    /// <summary>The rows: <c>D^-1 H W B^-1 H^T</c>, whose rows sum to 1, as PyTorch Geometric documents it.</summary>
    Row,
}
