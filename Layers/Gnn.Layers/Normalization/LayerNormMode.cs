namespace Gnn.Layers.Normalization;

/// <summary>What a <see cref="LayerNorm"/> takes one mean and one variance of.</summary>
public enum LayerNormMode
{
    /// <summary>All features of all nodes of a graph.</summary>
    Graph,

    /// <summary>All features of a node.</summary>
    Node,
}
