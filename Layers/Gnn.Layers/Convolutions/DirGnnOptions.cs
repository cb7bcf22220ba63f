namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="DirGnnConv"/>.</summary>
public sealed record DirGnnOptions
{
    /// <summary>alpha, the share of the outgoing edges, in [0, 1]; 0.5 by default.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>Whether the node itself takes part through a linear map; true by default.</summary>
    public bool RootWeight { get; init; } = true;
}
