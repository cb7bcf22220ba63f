namespace Gnn.Datasets.Tables;

/// <summary>How the lines of an edge list or an adjacency list are meant.</summary>
public sealed record EdgeListOptions
{
    /// <summary>Whether a line's edges go in both directions. Then each pair of nodes counts once, however often and in whichever direction it is listed.</summary>
    public bool IsUndirected { get; init; }

    /// <summary>Whether a line of an edge list has a third number, the edge's weight. Of an edge that is listed again the first weight counts where edges are undirected.</summary>
    public bool HasWeights { get; init; }

    /// <summary>N, if the ids are the numbers 0 to N - 1 and are to be kept; null to number the ids that appear in ascending order.</summary>
    public int? NodeCount { get; init; }
}
