namespace Gnn.Datasets.Tables;

/// <summary>Which columns of the tables of a heterogeneous graph mean what.</summary>
public sealed record HeteroTableOptions
{
    /// <summary>The column of the edge table that holds the node types of the sources.</summary>
    public string SourceType { get; init; } = "source_type";

    /// <summary>The column of the edge table that holds the relations.</summary>
    public string Relation { get; init; } = "relation";

    /// <summary>The column of the edge table that holds the node types of the targets.</summary>
    public string TargetType { get; init; } = "target_type";

    /// <summary>The column of the node table that holds the types of the nodes.</summary>
    public string NodeType { get; init; } = "type";

    /// <summary>The other columns of the edge table; every edge type has those of weights, times, signs and features. Ids count within their node type: the same
    /// id of two types is two nodes. Edges are directed, and a node count has no meaning here.</summary>
    public EdgeTableOptions Edges { get; init; } = new();

    /// <summary>The other columns of the node table; null for the defaults, with the edges' kind of ids. It names its ids. Features that are missing for a
    /// whole type are not that type's; let missing numbers be zero or the mean to read a table of such types.</summary>
    public NodeTableOptions? Nodes { get; init; }
}
