using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads fields of a text as floats and as times.</summary>
internal static class TypedFields
{
    /// <summary>The most rows that a text can have, to make room for them once: no more than its lines, and than its bytes allow.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastRowBytes">The fewest bytes of a row, with its end.</param>
    public static int MostRows(ReadOnlySpan<byte> text, int leastRowBytes)
    {
        // The last row need not end, and one that is too short is read in part before it is refused.
        int open = text.Length > 0 && text[^1] != (byte)'\n' ? 1 : 0;
        return Math.Min(text.Count((byte)'\n') + open, (text.Length / leastRowBytes) + 1);
    }

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

    /// <summary>Reads what is left of the line as finite floats, as many as there is room for and no more.</summary>
    /// <param name="scanner">The text, whose fields have a delimiter.</param>
    /// <param name="delimiter">The delimiter.</param>
    /// <param name="values">Takes the numbers.</param>
    /// <param name="what">What each is, for the message.</param>
    /// <exception cref="DataFormatException">The line has fewer fields, or more, or one is another thing.</exception>
    public static void ReadSingles(this TextScanner scanner, byte delimiter, Span<float> values, string what)
    {
        if (TryParse(scanner.Rest, delimiter, values))
        {
            return;
        }

        // Field by field, to say which is wrong.
        foreach (ref float value in values)
        {
            value = scanner.ReadSingle(what);
        }

        scanner.EndLine();
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

    private static bool TryParse(ReadOnlySpan<byte> fields, byte delimiter, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int length = fields.IndexOf(delimiter);
            bool isLast = length < 0;
            if (isLast != (i == values.Length - 1) || !NumberField.TryParse(isLast ? fields : fields[..length], out values[i]) || !float.IsFinite(values[i]))
            {
                return false;
            }

            fields = isLast ? [] : fields[(length + 1)..];
        }

        return values.Length > 0;
    }

    private static int ColumnOf(TextScanner scanner) => scanner.Line.Length - scanner.Rest.Length + 1;

    private static DataFormatException Bad(TextScanner scanner, int column, string expected, ReadOnlySpan<byte> field) =>
        new(scanner.Path, $"line {scanner.LineNumber}, column {column}", $"expected {expected}, got '{TextScanner.Show(field)}'");
}
