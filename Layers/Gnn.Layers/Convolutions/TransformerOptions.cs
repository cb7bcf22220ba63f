namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="TransformerConv"/>.</summary>
public sealed record TransformerOptions
{
    /// <summary>H, the number of attention heads, at least 1; 1 by default.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Whether the heads' results stand side by side (the default), else their mean is taken.</summary>
    public bool Concatenate { get; init; } = true;

    /// <summary>Whether a gate mixes the result and the node's own part, instead of adding them; it needs <see cref="RootWeight"/>; false by default.</summary>
    public bool Gate { get; init; }

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>D, the number of columns of the edge features that take part, at least 0; 0, none, by default.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>Whether the maps of keys, queries, values and the node itself have biases; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether the node itself takes part through a weight of its own; true by default.</summary>
    public bool RootWeight { get; init; } = true;
}
