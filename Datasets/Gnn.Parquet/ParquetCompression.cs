namespace Gnn.Parquet;

/// <summary>How the pages of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>By Snappy: fast, and read by every program.</summary>
    Snappy,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>By Gzip.</summary>
    Gzip,

    /// <summary>By Brotli.</summary>
    Brotli,

    /// <summary>By Zstandard: small and fast.</summary>
    Zstandard,

    /// <summary>By LZ4 in raw blocks.</summary>
    Lz4,
}
