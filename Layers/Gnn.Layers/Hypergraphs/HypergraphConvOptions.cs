using Gnn.Graphs;

namespace Gnn.Layers.Hypergraphs;

/// <summary>The options of a <see cref="HypergraphConv"/>.</summary>
public sealed record HypergraphConvOptions
{
    /// <summary>How degrees of nodes divide; symmetric by default, which is HGNN. PyTorch Geometric has <see cref="HypergraphNormalization.Row"/>.</summary>
    public HypergraphNormalization Normalization { get; init; }

    /// <summary>Whether every node that has no hyperedge to itself gets one, of weight 1; false by default.</summary>
    public bool AddSelfLoops { get; init; }

    /// <summary>Whether and over what incidences are weighed by attention; no attention by default.</summary>
    public HypergraphAttention Attention { get; init; }

    /// <summary>H, the number of heads of the attention; 1 by default, and without attention.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Whether the heads' results stand side by side, <c>[N, H * C]</c>; otherwise their mean is taken, <c>[N, C]</c>. True by default.</summary>
    public bool Concatenate { get; init; } = true;

    /// <summary>The slope of LeakyReLU below 0, finite; 0.2 by default.</summary>
    public double NegativeSlope { get; init; } = 0.2;

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the attention takes the hyperedge column <see cref="ColumnNames.EdgeFeatures"/>, of as many columns as the layer has inputs, for both go through
    /// the same map. False by default: a hyperedge then counts as the mean of its nodes.</summary>
    public bool HyperedgeFeatures { get; init; }
}
