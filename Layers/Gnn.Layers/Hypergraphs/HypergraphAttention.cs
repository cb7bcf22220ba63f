namespace Gnn.Layers.Hypergraphs;

/// <summary>What the attention of a <see cref="HypergraphConv"/> sums to 1 over.</summary>
public enum HypergraphAttention
{
    /// <summary>There is no attention.</summary>
    None,

    /// <summary>The nodes of each hyperedge: PyTorch Geometric's mode "node".</summary>
    OverNodes,

    /// <summary>The hyperedges of each node: PyTorch Geometric's mode "edge".</summary>
    OverHyperedges,
}
