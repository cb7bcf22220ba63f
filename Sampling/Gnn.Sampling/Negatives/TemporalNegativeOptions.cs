namespace Gnn.Sampling.Negatives;

/// <summary>Which targets a <see cref="TemporalNegativeSampler"/> draws.</summary>
public sealed record TemporalNegativeOptions
{
    /// <summary>The share of the negatives that are historical, in [0, 1], rounded down to a number of them.</summary>
    public double HistoricalShare { get; init; } = 0.5;

    /// <summary>The time that history ends before, for example the end of the training part; in any case it ends before the query's own time.</summary>
    public long HistoryEnd { get; init; } = long.MaxValue;

    /// <summary>The nodes that targets are drawn from; null for all, in a bipartite graph for all targets.</summary>
    public Range? TargetNodes { get; init; }

    /// <summary>Whether a source may be its own negative.</summary>
    public bool AllowSelfLoops { get; init; }
}
