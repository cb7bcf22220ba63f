namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="LeConv"/>.</summary>
public sealed record LeOptions
{
    /// <summary>Whether the maps of the neighbours and of the node have biases; true by default.</summary>
    public bool Bias { get; init; } = true;
}
