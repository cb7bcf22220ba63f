using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GatedGraphConv"/>.</summary>
public sealed record GatedGraphOptions
{
    /// <summary>L, the number of steps, each with a weight of its own, at least 1; 1 by default.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>How the messages of the neighbours become one; <see cref="Reduction.Sum"/> by default.</summary>
    public Reduction Reduction { get; init; } = Reduction.Sum;

    /// <summary>Whether the gated unit has biases; true by default.</summary>
    public bool Bias { get; init; } = true;
}
