namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="ResGatedGraphConv"/>.</summary>
public sealed record ResGatedGraphOptions
{
    /// <summary>The number of features of each edge, at least 0; 0 by default: the layer takes none.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>The function of a gate; <see cref="Activation.Sigmoid"/> by default.</summary>
    public Activation Gate { get; init; } = Activation.Sigmoid;

    /// <summary>Whether the node itself is added through a map of its own; true by default.</summary>
    public bool RootWeight { get; init; } = true;

    /// <summary>Whether a bias is added to the result; true by default. The maps of keys, queries and values always have one.</summary>
    public bool Bias { get; init; } = true;
}
