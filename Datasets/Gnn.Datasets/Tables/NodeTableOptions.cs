namespace Gnn.Datasets.Tables;

/// <summary>Which columns of a node table mean what, and what is done with what is missing or repeated.</summary>
public sealed record NodeTableOptions
{
    /// <summary>The column of ids; null if the rows are nodes 0, 1, ... in their order.</summary>
    public string? Id { get; init; } = "id";

    /// <summary>The column of labels, any text, empty for a node without one; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>The columns of features, numbers, in their order; a name that ends in * stands for all columns without a role that begin so. Null for all
    /// columns without a role.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Whether each feature is shifted and scaled to mean 0 and standard deviation 1 over all nodes; one that is the same everywhere becomes 0.</summary>
    public bool StandardizesFeatures { get; init; }

    /// <summary>What the ids are.</summary>
    public IdKind Ids { get; init; }

    /// <summary>What happens where two rows have the same id.</summary>
    public DuplicateNodes Duplicates { get; init; }

    /// <summary>What happens where a feature is missing; a missing id is an error or drops the row, a missing label is none.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>How the file is written.</summary>
    public TableFormat Format { get; init; } = new();
}
