namespace Gnn.Datasets.Tables;

/// <summary>Where the text of a block ends.</summary>
internal enum BlockEnd
{
    /// <summary>After a row.</summary>
    Row,

    /// <summary>Inside quotes, where the file ends.</summary>
    FileInQuotes,

    /// <summary>Inside a row that is longer than allowed.</summary>
    RowTooLong,
}
