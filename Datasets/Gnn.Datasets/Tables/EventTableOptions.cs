namespace Gnn.Datasets.Tables;

/// <summary>Which columns of an event table mean what.</summary>
public sealed record EventTableOptions
{
    /// <summary>The column of sources.</summary>
    public string Source { get; init; } = "source";

    /// <summary>The column of targets.</summary>
    public string Target { get; init; } = "target";

    /// <summary>The column of times.</summary>
    public string Time { get; init; } = "time";

    /// <summary>How times are written.</summary>
    public TimeNotation TimeNotation { get; init; }

    /// <summary>The columns of event features, numbers, in their order; a name that ends in * stands for all columns without a role that begin so.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>What the ids of nodes are.</summary>
    public IdKind Ids { get; init; }

    /// <summary>Whether events may be in any order of time and are sorted, those of one time in the order of the rows; else an event before its predecessor is
    /// an error.</summary>
    public bool SortsByTime { get; init; }

    /// <summary>What happens where an event names a node that the node table lacks.</summary>
    public UnknownNodes UnknownNodes { get; init; }

    /// <summary>What happens where a value is missing; a missing id or time is an error or drops the row.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>How the file is written.</summary>
    public TableFormat Format { get; init; } = new();
}
