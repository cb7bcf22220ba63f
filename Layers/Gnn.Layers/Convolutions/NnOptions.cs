using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="NnConv"/>.</summary>
public sealed record NnOptions
{
    /// <summary>How the messages of the neighbours become one; <see cref="Reduction.Sum"/> by default.</summary>
    public Reduction Reduction { get; init; } = Reduction.Sum;

    /// <summary>Whether the node itself is added through a map of its own; true by default.</summary>
    public bool RootWeight { get; init; } = true;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
