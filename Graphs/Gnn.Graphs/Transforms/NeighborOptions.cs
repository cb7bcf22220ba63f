namespace Gnn.Graphs.Transforms;

/// <summary>How nearest neighbours become edges.</summary>
public sealed record NeighborOptions
{
    /// <summary>When two rows are near; Euclidean by default.</summary>
    public NeighborMetric Metric { get; init; }

    /// <summary>Whether a node counts among its own neighbours; no by default.</summary>
    public bool SelfLoops { get; init; }

    /// <summary>The name of a floating edge column <c>[E]</c> of distances; none if null, the default.</summary>
    public string? DistanceColumn { get; init; }
}
