namespace Gnn.Datasets.Tables;

/// <summary>Which columns of an edge table mean what, and what is done with what is missing, repeated or unknown.</summary>
public sealed record EdgeTableOptions
{
    /// <summary>The column of sources.</summary>
    public string Source { get; init; } = "source";

    /// <summary>The column of targets.</summary>
    public string Target { get; init; } = "target";

    /// <summary>The column of weights, numbers; null for none.</summary>
    public string? Weight { get; init; }

    /// <summary>The column of times; null for none.</summary>
    public string? Time { get; init; }

    /// <summary>How times are written.</summary>
    public TimeNotation TimeNotation { get; init; }

    /// <summary>The column of signs: a number other than 0, of which the sign counts, or +, -, positive, negative; null for none.</summary>
    public string? Sign { get; init; }

    /// <summary>The columns of edge features, numbers, in their order; a name that ends in * stands for all columns without a role that begin so.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>What the ids of nodes are. Where a node table goes before, both say the same.</summary>
    public IdKind Ids { get; init; }

    /// <summary>N, where ids are node numbers and no node table goes before; null for one more than the highest. Unknown nodes are those beyond.</summary>
    public int? NodeCount { get; init; }

    /// <summary>Whether a row is an edge in both directions. Of two rows with the same ends, one is a duplicate then.</summary>
    public bool IsUndirected { get; init; }

    /// <summary>What happens where an edge names a node that the node table lacks, or a node number of at least <see cref="NodeCount"/>.</summary>
    public UnknownNodes UnknownNodes { get; init; }

    /// <summary>What happens where two rows name the same edge; null to keep each, or of undirected edges the first.</summary>
    public DuplicateEdges? Duplicates { get; init; }

    /// <summary>What happens where a value is missing; a missing id, time or sign is an error or drops the row.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>How the file is written.</summary>
    public TableFormat Format { get; init; } = new();

    internal DuplicateEdges DuplicatesOrDefault => Duplicates ?? (IsUndirected ? DuplicateEdges.First : DuplicateEdges.Keep);
}
