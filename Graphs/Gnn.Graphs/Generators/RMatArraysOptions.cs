namespace Gnn.Graphs.Generators;

/// <summary>What <see cref="RMatArrays"/> writes.</summary>
public sealed record RMatArraysOptions
{
    /// <summary>The number of nodes, N, 1 to 2^30.</summary>
    public required int NodeCount { get; init; }

    /// <summary>The number of edges, E, at least 0.</summary>
    public required long EdgeCount { get; init; }

    /// <summary>The number of features of a node, at least 1.</summary>
    public int FeatureCount { get; init; } = 128;

    /// <summary>The number of classes, at least 1.</summary>
    public int ClassCount { get; init; } = 16;

    /// <summary>The number of training nodes, 1 to N; null for 100,000 or as many as there are.</summary>
    public int? TrainCount { get; init; }

    /// <summary>The chance of the quarter of low sources and low targets, in [0, 1].</summary>
    public double A { get; init; } = 0.57;

    /// <summary>The chance of the quarter of low sources and high targets, in [0, 1].</summary>
    public double B { get; init; } = 0.19;

    /// <summary>The chance of the quarter of high sources and low targets, in [0, 1]; what the three leave of 1 is the last quarter's.</summary>
    public double C { get; init; } = 0.19;
}
