namespace Gnn.Layers.Models;

/// <summary>What a block of a <see cref="ResidualGnn"/> sees.</summary>
public enum ResidualGnnKind
{
    /// <summary>The node alone: the baseline without edges (ResNet in the paper).</summary>
    Perceptron,

    /// <summary>The neighbours and the node, weighted as in <see cref="Convolutions.GcnConv"/>.</summary>
    Gcn,

    /// <summary>The node, and beside it the mean of its neighbours.</summary>
    Sage,
}
