namespace Gnn.Layers.MessagePassing;

/// <summary>What a <see cref="MessagePassingLayer"/> reads of the edges.</summary>
public sealed record MessagePassingOptions
{
    /// <summary>Whether the graph's edge weights, if it has them, are the values of the edges, <c>[E]</c>; false by default.</summary>
    public bool EdgeWeights { get; init; }

    /// <summary>D, the number of edge features that the layer takes, which are then the values of the edges, <c>[E, D]</c>; 0, the default, for none. Not together with
    /// <see cref="EdgeWeights"/>.</summary>
    public int EdgeFeatures { get; init; }
}
