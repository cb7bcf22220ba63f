namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GinConv"/>.</summary>
public sealed record GinOptions
{
    /// <summary>The initial epsilon, finite; 0 by default.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether epsilon is trained; false by default: then it is a buffer.</summary>
    public bool TrainEpsilon { get; init; }
}
