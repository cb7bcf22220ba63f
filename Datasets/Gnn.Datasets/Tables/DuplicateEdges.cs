namespace Gnn.Datasets.Tables;

/// <summary>What happens where two rows name the same edge: the same source and target or, undirected, the same two ends.</summary>
public enum DuplicateEdges
{
    /// <summary>Each row is an edge of its own.</summary>
    Keep,

    /// <summary>The first row counts, the others are left out and counted.</summary>
    First,

    /// <summary>The first row counts, with the sum of all weights; the others are left out and counted.</summary>
    Sum,

    /// <summary>The file is refused; the error names the line of the second row.</summary>
    Error,
}
