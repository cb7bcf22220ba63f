namespace Gnn.Datasets.Citation;

/// <summary>A Planetoid citation graph as plain arrays; node ids are row numbers.</summary>
internal sealed record PlanetoidArrays
{
    /// <summary>The number of nodes.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of feature columns.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The number of classes.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Where each node's features start, <c>[N + 1]</c>.</summary>
    public required int[] FeatureRowPointers { get; init; }

    /// <summary>The column of each stored feature, rising within a row.</summary>
    public required int[] FeatureColumns { get; init; }

    /// <summary>The value of each stored feature, finite.</summary>
    public required float[] FeatureValues { get; init; }

    /// <summary>The class of each node, <c>[N]</c>; -1 for a node without one.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The source of each edge: both directions, sorted by source and then target, no repeats, self-loops once.</summary>
    public required int[] Sources { get; init; }

    /// <summary>The target of each edge.</summary>
    public required int[] Targets { get; init; }

    /// <summary>The nodes of the public training set, ascending.</summary>
    public required int[] Train { get; init; }

    /// <summary>The nodes of the public validation set, ascending.</summary>
    public required int[] Validation { get; init; }

    /// <summary>The nodes of the public test set, ascending.</summary>
    public required int[] Test { get; init; }
}
