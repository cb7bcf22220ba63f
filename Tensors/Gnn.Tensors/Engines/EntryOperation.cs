namespace Gnn.Tensors.Engines;

/// <summary>What SDDMM computes for an entry (i, j) from row i of a and row j of b.</summary>
public enum EntryOperation
{
    /// <summary>The inner product of the two rows, one for each head.</summary>
    Dot,

    /// <summary>a[i] + b[j], column by column.</summary>
    Add,

    /// <summary>a[i] - b[j], column by column.</summary>
    Subtract,

    /// <summary>a[i] * b[j], column by column.</summary>
    Multiply,
}
