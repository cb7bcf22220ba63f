using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>How a table is written as text, and how it is read: UTF-8, with or without a byte order mark, rows ended by LF or CRLF.</summary>
/// <remarks>Fields are quoted as in RFC 4180: a field that begins with the quote runs to the next single quote, two stand for one, and it may hold
/// delimiters and line breaks. A quote inside a field that does not begin with one is an error. Lines without any character are skipped.</remarks>
public sealed record TableFormat
{
    /// <summary>What parts the fields; null for a tab where the file is named .tsv or .tab, else a comma.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What encloses fields that hold delimiters or line breaks; null if no character does.</summary>
    public char? Quote { get; init; } = '"';

    /// <summary>Whether the first row names the columns; else they are named 1, 2, ... by place.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The fields that stand for an unknown number, time or label. Of an id, only the empty field is unknown.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = ["", "NA", "N/A", "null"];

    /// <summary>Whether NaN and infinities are numbers like others; else they are refused.</summary>
    public bool AllowsNonFinite { get; init; }

    /// <summary>The longest row in bytes, at least 1024: a longer one is refused without being read whole.</summary>
    public int MaxRowBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many threads read, 1 to 1024; null for as many as the default engine has. The result is the same at any number.</summary>
    public int? Threads { get; init; }

    /// <summary>The names of the columns of a file, to see what it holds before it is read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The names in its first row, in their order; without a header, the columns' places from 1.</returns>
    /// <exception cref="ArgumentException">The format contradicts itself, or the path is empty.</exception>
    /// <exception cref="DataFormatException">The first row cannot be read, or two columns have one name; the message names the line.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public IReadOnlyList<string> ReadColumnNames(string path)
    {
        using var scan = new TableScan(path, this);
        return scan.Plan().Names;
    }

    internal byte DelimiterOf(string path)
    {
        string extension = Path.GetExtension(path);
        bool isTabbed = extension.Equals(".tsv", StringComparison.OrdinalIgnoreCase) || extension.Equals(".tab", StringComparison.OrdinalIgnoreCase);
        return CheckAscii(Delimiter ?? (isTabbed ? '\t' : ','), nameof(Delimiter));
    }

    internal void Check(string path)
    {
        byte delimiter = DelimiterOf(path);
        if (Quote is { } quote && CheckAscii(quote, nameof(Quote)) == delimiter)
        {
            throw new ArgumentException($"The delimiter and the quote must differ, both are '{quote}'.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRowBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRowBytes, 1024 * 1024 * 1024);
        if (Threads is { } threads)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(Threads));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024, nameof(Threads));
        }
    }

    private static byte CheckAscii(char value, string name) => char.IsAscii(value) && value is not ('\n' or '\r' or '\0')
        ? (byte)value
        : throw new ArgumentException($"'{name}' must be an ASCII character that does not end a line, got U+{(int)value:X4}.", name);
}
