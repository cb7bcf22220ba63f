namespace Gnn.Datasets.Tables;

/// <summary>What happens where an edge names a node that the node table lacks.</summary>
public enum UnknownNodes
{
    /// <summary>The file is refused; the error names line, column and id.</summary>
    Error,

    /// <summary>The node is added, without features (zeros) and without a label.</summary>
    Add,

    /// <summary>The row is left out and counted.</summary>
    Drop,
}
