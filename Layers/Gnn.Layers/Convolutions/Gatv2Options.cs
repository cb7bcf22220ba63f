using Gnn.Tensors;

namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="Gatv2Conv"/>.</summary>
public sealed record Gatv2Options
{
    /// <summary>H, the number of attention heads, at least 1; 1 by default.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Whether the heads' results stand side by side (the default), else their mean is taken.</summary>
    public bool Concatenate { get; init; } = true;

    /// <summary>The slope of the leaky ReLU below 0, finite and at least 0; 0.2 by default.</summary>
    public double NegativeSlope { get; init; } = 0.2;

    /// <summary>The chance to drop an attention coefficient in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether every node attends to itself by exactly one loop, existing loops being replaced; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;

    /// <summary>D, the number of columns of the edge features that take part, at least 0; 0, none, by default.</summary>
    public int EdgeFeatures { get; init; }

    /// <summary>How the features of an added loop follow from those of the node's other incoming edges, the mean by default; null for the constant
    /// <see cref="LoopValue"/>.</summary>
    public Reduction? LoopFill { get; init; } = Reduction.Mean;

    /// <summary>Every feature of an added loop where <see cref="LoopFill"/> is null, finite; 1 by default.</summary>
    public double LoopValue { get; init; } = 1;

    /// <summary>Whether the result and both maps have biases; true by default.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether a linear map of the target's features is added to the result; false by default.</summary>
    public bool Residual { get; init; }

    /// <summary>Whether sources and targets share one map, which needs features of one kind; false by default.</summary>
    public bool ShareWeights { get; init; }
}
