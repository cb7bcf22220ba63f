namespace Gnn.Layers.Models;

/// <summary>The options of a <see cref="Linkx"/>.</summary>
public sealed record LinkxOptions
{
    /// <summary>Linear maps after the adjacency's, at least 1; 1, the default, is the adjacency's own map alone.</summary>
    public int EdgeLayers { get; init; } = 1;

    /// <summary>Linear maps of the features, at least 1.</summary>
    public int NodeLayers { get; init; } = 1;
}
