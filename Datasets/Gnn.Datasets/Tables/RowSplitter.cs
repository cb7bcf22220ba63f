using System.Globalization;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Splits one row into strings: the row of column names.</summary>
internal static class RowSplitter
{
    internal static (List<string> Fields, int End) Split(string path, TableFormat format, TableBlock block, int start)
    {
        ReadOnlySpan<byte> text = block.Text.AsSpan(0, block.Length);
        byte delimiter = format.DelimiterOf(path);
        int quote = format.Quote ?? -1;
        int at = start;
        while (at < text.Length && text[at] is (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        if (!System.Text.Unicode.Utf8.IsValid(text[at..Math.Min(text.Length, at + Math.Max(0, text[at..].IndexOf((byte)'\n')))]))
        {
            throw Bad(path, block, at, "expected UTF-8, got other bytes", "Save the table as UTF-8.");
        }

        var fields = new List<string>();
        var field = new List<byte>();
        while (true)
        {
            field.Clear();
            if (at < text.Length && text[at] == quote)
            {
                int open = at++;
                while (at < text.Length && (text[at] != quote || (at + 1 < text.Length && text[at + 1] == quote)))
                {
                    field.Add(text[at]);
                    at += text[at] == quote ? 2 : 1;
                }

                if (at >= text.Length)
                {
                    throw Bad(path, block, open, "expected a closing quote for the one that opens here, got the end of the text", "Close the quote, or set another quote.");
                }

                at++;
            }
            else
            {
                while (at < text.Length && text[at] != delimiter && text[at] != '\n' && text[at] != quote)
                {
                    field.Add(text[at++]);
                }
            }

            int end = at < text.Length && text[at] == '\r' ? at + 1 : at;
            bool isRowEnd = end >= text.Length || text[end] == '\n';
            if (isRowEnd && field.Count > 0 && field[^1] == '\r')
            {
                field.RemoveAt(field.Count - 1);
            }

            fields.Add(Encoding.UTF8.GetString([.. field]));
            if (isRowEnd)
            {
                return block.End == BlockEnd.RowTooLong && end >= text.Length
                    ? throw Bad(path, block, start, string.Create(CultureInfo.InvariantCulture, $"expected a row of at most {format.MaxRowBytes} bytes, got a longer one"), TooLongCure)
                    : (fields, Math.Min(end + 1, text.Length));
            }

            if (text[at] != delimiter)
            {
                throw Bad(path, block, at, "expected a delimiter or the end of the row after a field, got more text around a quote", "Double a quote inside a quoted field.");
            }

            at++;
        }
    }

    internal const string TooLongCure = "Check the line breaks and the delimiter, or raise MaxRowBytes.";

    private static DataFormatException Bad(string path, TableBlock block, int at, string problem, string cure)
    {
        long line = block.FirstLine + block.Text.AsSpan(0, Math.Min(at, block.Length)).Count((byte)'\n');
        return new DataFormatException(path, string.Create(CultureInfo.InvariantCulture, $"line {line}"), problem, cure);
    }
}
