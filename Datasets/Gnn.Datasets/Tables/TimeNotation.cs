namespace Gnn.Datasets.Tables;

/// <summary>How times are written in a table.</summary>
public enum TimeNotation
{
    /// <summary>Whole numbers of any unit, kept as they are.</summary>
    Integer,

    /// <summary>Seconds since 1970-01-01 UTC, with fractions or without; kept as milliseconds, rounded down.</summary>
    EpochSeconds,

    /// <summary>Whole milliseconds since 1970-01-01 UTC.</summary>
    EpochMilliseconds,

    /// <summary>ISO 8601 dates (2024-05-31) with or without a time of day (T or a space, 12:30, 12:30:05 or 12:30:05.250) and an offset (Z, +02:00 or +0200),
    /// UTC if none is given; kept as milliseconds since 1970-01-01 UTC, rounded down.</summary>
    Iso8601,
}
