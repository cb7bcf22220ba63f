namespace Gnn.Datasets.Tables;

/// <summary>What the ids of nodes are in a table.</summary>
public enum IdKind
{
    /// <summary>Any text; nodes are numbered by first appearance, and ids are equal if their bytes are.</summary>
    Text,

    /// <summary>Whole numbers of at least 0, with gaps or not; nodes are numbered by first appearance, and ids are equal if their values are (007 is 7).</summary>
    Integer,

    /// <summary>The node numbers themselves, from 0 to N - 1.</summary>
    Index,
}
