namespace Gnn.Graphs.Files;

/// <summary>How much of a graph file is checked before it is opened.</summary>
public enum GraphFileCheck
{
    /// <summary>Header, footer, table and all lengths: a truncated file and one of another kind are refused. The arrays are not read.</summary>
    Layout,

    /// <summary>The checksums of all arrays too: every single changed byte is found. Costs one reading of the file on all processors, and is enough for a file
    /// that this library wrote.</summary>
    Checksums,

    /// <summary>What the arrays say too, as <see cref="GraphFile.Verify"/> does: for a file from elsewhere, because operations trust the indices of a
    /// structure. Costs a walk over its structures on top.</summary>
    Contents,
}
