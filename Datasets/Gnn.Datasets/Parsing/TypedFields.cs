using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads fields of a text as floats and as times.</summary>
internal static class TypedFields
{
    /// <summary>The most rows that a text can have, to make room for them once: no more than its lines, and than its bytes allow.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastRowBytes">The fewest bytes of a row, with its end.</param>
    public static int MostRows(ReadOnlySpan<byte> text, int leastRowBytes) => Math.Min(text.Count((byte)'\n') + 1, (text.Length / leastRowBytes) + 1);

    /// <summary>Reads a field as a finite float.</summary>
    /// <param name="scanner">The text.</param>
    /// <param name="what">What the field is, for the message.</param>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is another thing.</exception>
    public static float ReadSingle(this TextScanner scanner, string what)
    {
        int column = ColumnOf(scanner);
        ReadOnlySpan<byte> field = scanner.ReadField(what).Trim(" \t"u8);
        return NumberField.TryParse(field, out float value) && float.IsFinite(value) ? value : throw Bad(scanner, column, $"{what}, a finite number", field);
    }

    /// <summary>Reads a field of seconds, with fractions or without, as milliseconds, rounded down.</summary>
    /// <param name="scanner">The text.</param>
    /// <param name="what">What the field is, for the message.</param>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is another thing.</exception>
    public static long ReadSecondsAsMilliseconds(this TextScanner scanner, string what)
    {
        int column = ColumnOf(scanner);
        ReadOnlySpan<byte> field = scanner.ReadField(what).Trim(" \t"u8);
        return TimeField.TryParse(field, TimeNotation.EpochSeconds, out long time) ? time : throw Bad(scanner, column, $"{what} in seconds", field);
    }

    private static int ColumnOf(TextScanner scanner) => scanner.Line.Length - scanner.Rest.Length + 1;

    private static DataFormatException Bad(TextScanner scanner, int column, string expected, ReadOnlySpan<byte> field) =>
        new(scanner.Path, $"line {scanner.LineNumber}, column {column}", $"expected {expected}, got '{TextScanner.Show(field)}'");
}
