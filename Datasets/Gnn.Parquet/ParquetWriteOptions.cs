namespace Gnn.Parquet;

/// <summary>How a Parquet file is written.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>The rows of a row group, at least 1; the last one may have fewer. A reader holds a row group in memory.</summary>
    public int RowGroupRows { get; init; } = 256 * 1024;

    /// <summary>How pages are compressed.</summary>
    public ParquetCompression Compression { get; init; }

    /// <summary>Whether columns of few different texts are written as a dictionary and places in it.</summary>
    public bool UsesDictionaries { get; init; } = true;
}
