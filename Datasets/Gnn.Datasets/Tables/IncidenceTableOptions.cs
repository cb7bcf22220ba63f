namespace Gnn.Datasets.Tables;

/// <summary>Which columns of a table of memberships mean what.</summary>
public sealed record IncidenceTableOptions
{
    /// <summary>The column of nodes.</summary>
    public string Node { get; init; } = "node";

    /// <summary>The column of hyperedges.</summary>
    public string Hyperedge { get; init; } = "hyperedge";

    /// <summary>The column of membership weights, numbers; null for none.</summary>
    public string? Weight { get; init; }

    /// <summary>What the ids of nodes and hyperedges are.</summary>
    public IdKind Ids { get; init; }

    /// <summary>What happens where a membership names a node that the node table lacks.</summary>
    public UnknownNodes UnknownNodes { get; init; }

    /// <summary>What happens where two rows name the same node of the same hyperedge.</summary>
    public DuplicateEdges Duplicates { get; init; } = DuplicateEdges.First;

    /// <summary>What happens where a value is missing; a missing id is an error or drops the row.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>How the file is written.</summary>
    public TableFormat Format { get; init; } = new();
}
