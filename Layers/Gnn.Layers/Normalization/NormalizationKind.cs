namespace Gnn.Layers.Normalization;

/// <summary>The normalisation between the layers of a model.</summary>
public enum NormalizationKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Each column over all nodes: <see cref="BatchNorm"/>.</summary>
    Batch,

    /// <summary>Each node over its columns: <see cref="LayerNorm"/> by node. PyTorch Geometric's "layer_norm" is by graph.</summary>
    Layer,

    /// <summary>Each column over the nodes of a graph, with a learnt share of its mean: <see cref="GraphNorm"/>.</summary>
    Graph,

    /// <summary>All pairs of nodes at the same mean distance: <see cref="PairNorm"/>.</summary>
    Pair,

    /// <summary>Each column over the nodes of a graph: <see cref="InstanceNorm"/>.</summary>
    Instance,
}
