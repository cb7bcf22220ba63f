namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="ClusterGcnConv"/>.</summary>
public sealed record ClusterGcnOptions
{
    /// <summary>lambda, how much more the loop of a node counts than its other edges, finite; 0 by default.</summary>
    public double DiagonalLambda { get; init; }

    /// <summary>Whether every node has exactly one loop, existing loops being replaced; true by default.</summary>
    public bool AddSelfLoops { get; init; } = true;

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool Bias { get; init; } = true;
}
