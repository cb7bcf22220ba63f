namespace Gnn.Datasets.Tables;

/// <summary>What the values of a table's column are.</summary>
public enum ColumnType
{
    /// <summary>Texts.</summary>
    Text,

    /// <summary>Whole numbers of 64 bits.</summary>
    Integer,

    /// <summary>Numbers in single precision.</summary>
    Single,

    /// <summary>Numbers in double precision.</summary>
    Double,

    /// <summary>True or false: 1 or 0 where a number is asked for.</summary>
    Boolean,

    /// <summary>Times, in milliseconds since 1970-01-01 UTC.</summary>
    Time,
}
