namespace Gnn.Datasets.Tables;

/// <summary>Which columns of the tables of a set of graphs mean what.</summary>
public sealed record GraphSetTableOptions
{
    /// <summary>The column, of both tables, that says which graph a row is of.</summary>
    public string Graph { get; init; } = "graph";

    /// <summary>The column of the node table that holds the label of the row's graph, any text; it may be empty but for one node of each graph. Null for none.</summary>
    public string? GraphLabel { get; init; }

    /// <summary>The other columns of the edge table. What its ids are counts for graphs too: where they are node numbers, each counts from 0 in its graph, and
    /// graphs are numbers as well. A node count has no meaning here.</summary>
    public EdgeTableOptions Edges { get; init; } = new();

    /// <summary>The other columns of the node table; null for the defaults, with the edges' kind of ids. It names its ids.</summary>
    public NodeTableOptions? Nodes { get; init; }
}
