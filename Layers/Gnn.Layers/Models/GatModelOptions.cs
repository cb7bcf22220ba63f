namespace Gnn.Layers.Models;

/// <summary>The rarer options of a <see cref="Gat"/>.</summary>
public sealed record GatModelOptions
{
    /// <summary>Whether the layers are <see cref="Convolutions.Gatv2Conv"/>, whose scores depend on both ends together, instead of <see cref="Convolutions.GatConv"/>;
    /// false by default.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>The heads of the last layer, whose mean is the output, at least 1; 1 by default.</summary>
    public int OutputHeads { get; init; } = 1;

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); as the dropout of inputs if null, the default.</summary>
    public double? AttentionDropout { get; init; }

    /// <summary>The slope of the leaky ReLU of attention scores below 0, finite; 0.2 by default.</summary>
    public double NegativeSlope { get; init; } = 0.2;

    /// <summary>The number of columns of the edge features that take part, at least 0; 0, none, by default.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>Whether a linear map of each layer's input is added to its result; false by default.</summary>
    public bool Residual { get; init; }
}
