namespace Gnn.Layers.Convolutions;

/// <summary>The options of a <see cref="GineConv"/>.</summary>
public sealed record GineOptions
{
    /// <summary>The initial epsilon, finite; 0 by default.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether epsilon is trained; false by default: then it is a buffer.</summary>
    public bool TrainEpsilon { get; init; }

    /// <summary>The number of features of each edge, at least 1, which a linear map with a bias brings to that of the nodes; null, the default, for edges with as
    /// many features as nodes, which are taken as they are.</summary>
    public int? EdgeFeatures { get; init; }
}
