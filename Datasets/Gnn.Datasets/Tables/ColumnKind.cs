namespace Gnn.Datasets.Tables;

/// <summary>How the fields of a column are read.</summary>
internal enum ColumnKind
{
    /// <summary>Not at all.</summary>
    Skip,

    /// <summary>As an id: any text.</summary>
    TextId,

    /// <summary>As an id: a whole number of at least 0, without its leading zeros.</summary>
    IntegerId,

    /// <summary>As a node number.</summary>
    Index,

    /// <summary>As a class: any text, or none.</summary>
    Category,

    /// <summary>As a number in single precision.</summary>
    Number,

    /// <summary>As the sign of a number, or a word for it.</summary>
    Sign,

    /// <summary>As a time.</summary>
    Time,
}
