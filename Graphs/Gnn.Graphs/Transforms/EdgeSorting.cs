namespace Gnn.Graphs.Transforms;

/// <summary>An order of edges; edges that have both ends in common keep theirs.</summary>
public enum EdgeSorting
{
    /// <summary>By source, then target.</summary>
    BySource,

    /// <summary>By target, then source.</summary>
    ByTarget,
}
