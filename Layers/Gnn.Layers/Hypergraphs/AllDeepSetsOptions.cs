using Gnn.Layers.Normalization;
using Gnn.Tensors;

namespace Gnn.Layers.Hypergraphs;

/// <summary>The options of an <see cref="AllDeepSetsConv"/>.</summary>
public sealed record AllDeepSetsOptions
{
    /// <summary>How the members of a set become one row; the mean by default, as the authors' experiments, where the paper has a sum.</summary>
    public Reduction Aggregation { get; init; } = Reduction.Mean;

    /// <summary>The number of linear maps in each of the four perceptrons, at least 1; 2 by default.</summary>
    public int MlpLayers { get; init; } = 2;

    /// <summary>The normalisation inside the perceptrons, after their ReLU, and of what they are given but for X; by node by default.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Layer;

    /// <summary>The chance to drop an element in training, between maps, before each sum and between the two halves, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether every node that has no hyperedge to itself gets one, so that it sees its own features; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;
}
