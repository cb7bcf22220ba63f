namespace Gnn.Datasets.Tables;

/// <summary>What happens where a value is missing. A missing label is never an error: the node has no label.</summary>
public enum MissingValues
{
    /// <summary>The file is refused; the error names line and column.</summary>
    Error,

    /// <summary>A missing number counts as 0, and the mask says so.</summary>
    Zero,

    /// <summary>A missing number takes the mean of its column's known numbers (0 if none is known), and the mask says so.</summary>
    Mean,

    /// <summary>The row is left out and counted.</summary>
    Drop,
}
