using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="CgConv"/>.</summary>
public sealed record CgOptions
{
    /// <summary>The number of features of each edge, at least 0; 0 by default: the layer takes none.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>How the messages of the neighbours become one; <see cref="Reduction.Sum"/> by default.</summary>
    public Reduction Reduction { get; init; } = Reduction.Sum;

    /// <summary>Whether the reduced messages pass a batch normalisation before the node is added; false by default.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>Whether the maps have biases; true by default.</summary>
    public bool Bias { get; init; } = true;
}
