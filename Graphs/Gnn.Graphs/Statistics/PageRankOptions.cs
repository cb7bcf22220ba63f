namespace Gnn.Graphs.Statistics;

/// <summary>How PageRank walks and when it stops.</summary>
public sealed record PageRankOptions
{
    /// <summary>The chance that the walk follows an edge instead of starting anew, in [0, 1). Default 0.85.</summary>
    public double Damping { get; init; } = 0.85;

    /// <summary>The walk has converged when one step changes the ranks by less than this in all (sum of absolute changes), above 0. Default 1e-10.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most steps, at least 1. Default 1000.</summary>
    public int MaxSteps { get; init; } = 1000;

    /// <summary>In what proportion the walk starts at each node, <c>[N]</c>, finite and 0 or more, not all 0; equally if null, the default.</summary>
    public IReadOnlyList<double>? Starts { get; init; }
}
