namespace Gnn.Datasets.Tables;

/// <summary>What happens where two rows of a node table have the same id.</summary>
public enum DuplicateNodes
{
    /// <summary>The file is refused; the error names line and id.</summary>
    Error,

    /// <summary>The first row counts, the others are left out and counted.</summary>
    First,
}
