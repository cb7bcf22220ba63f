namespace Gnn.Layers.Convolutions;

/// <summary>The options of an <see cref="ArmaConv"/>.</summary>
public sealed record ArmaOptions
{
    /// <summary>K, the number of parallel stacks, at least 1; 1 by default.</summary>
    public int Stacks { get; init; } = 1;

    /// <summary>T, the number of hops of each stack, at least 1; 1 by default.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether the hops of a stack share their weights; false by default.</summary>
    public bool SharedWeights { get; init; }

    /// <summary>The activation after each hop; ReLU by default.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The chance to drop a feature where it skips to a hop in training, in [0, 1); 0 by default.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether a bias is added in each hop; true by default.</summary>
    public bool Bias { get; init; } = true;
}
