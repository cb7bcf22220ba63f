using Gnn.Layers.Convolutions;
using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <summary>The rarer options of a <see cref="DeepGcn"/>.</summary>
public sealed record DeepGcnOptions
{
    /// <summary>The options of every convolution: a softmax with a learnt temperature and layer normalisation inside by default. Its edge features are those below,
    /// mapped to the hidden columns.</summary>
    public GenOptions Convolution { get; init; } = new() { LearnSharpness = true, Normalization = NormalizationKind.Layer };

    /// <summary>The normalisation before each convolution but the first, and before the output; of each node over its columns by default.</summary>
    public NormalizationKind Normalization { get; init; } = NormalizationKind.Layer;

    /// <summary>The function after each of these; ReLU by default.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>D, the number of features of each edge, which one linear map brings to the hidden columns for all layers; 0, the default, for none.</summary>
    public int EdgeFeatures { get; init; }
}
