using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Unicode;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads the rows of a block: fields apart, each as its column says. It stops at the first error, which is the block's failure.</summary>
internal sealed unsafe class RowParser(ColumnPlan plan, FieldParser fields)
{
    private readonly byte _delimiter = plan.Format.DelimiterOf(plan.Path);
    private readonly byte? _quote = plan.Format.Quote is { } quote ? (byte)quote : null;

    internal void Parse(TableBlock block)
    {
        try
        {
            if (!Utf8.IsValid(block.Text.AsSpan(0, block.Length)) && block.End == BlockEnd.Row)
            {
                throw At(block, FirstInvalid(block), -1, "expected UTF-8, got other bytes", "Save the table as UTF-8.");
            }

            fixed (byte* text = block.Text)
            {
                ParseRows(block, text);
            }
        }
        catch (Exception exception)
        {
            block.Failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void ParseRows(TableBlock block, byte* text)
    {
        var cursor = new MarkCursor(text, block.Length, _delimiter, _quote);
        int width = plan.Kinds.Length;
        int at = 0;
        while (at < block.Length)
        {
            int rowStart = at;
            if (text[at] == '\n' || (text[at] == '\r' && text[at + 1] == '\n'))
            {
                at = cursor.Next() + 1;
                continue;
            }

            block.EnsureRow(plan.KeyCount, plan.NumberCount, plan.WholeCount);
            block.RowStarts[block.RowCount] = rowStart;
            bool isKept = true;
            int field = 0;
            while (true)
            {
                int start = at;
                int end;
                int mark;
                if (text[at] == _quote)
                {
                    mark = Unquote(block, text, ref cursor, at, field, out start, out end);
                }
                else
                {
                    mark = end = cursor.Next();
                    CheckMark(block, text, mark, field, rowStart);
                    end -= text[mark] == '\n' && end > start && text[end - 1] == '\r' ? 1 : 0;
                }

                if (field < width && plan.Kinds[field] != ColumnKind.Skip)
                {
                    isKept &= fields.Take(block, text, start, end, field, start);
                }

                field++;
                at = mark + 1;
                if (text[mark] == '\n')
                {
                    break;
                }
            }

            if (field != width)
            {
                throw At(block, at - 1, -1, string.Create(CultureInfo.InvariantCulture, $"expected {width} fields in the row that ends here, got {field}"),
                    field < width ? "The row may be cut off, or the delimiter another one." : "Quote a field that holds a delimiter, or set another delimiter.");
            }

            if (at - rowStart > plan.Format.MaxRowBytes)
            {
                throw TooLong(block, rowStart);
            }

            block.RowCount += isKept ? 1 : 0;
            block.DroppedCount += isKept ? 0 : 1;
        }

        if (block.End == BlockEnd.RowTooLong)
        {
            throw TooLong(block, block.Length);
        }
    }

    // The content of a quoted field, its doubled quotes made one in place; what that frees becomes zeros, so that lines are still counted right.
    private int Unquote(TableBlock block, byte* text, ref MarkCursor cursor, int open, int field, out int start, out int end)
    {
        byte quote = text[open];
        start = open + 1;
        int write = start;
        int at = start;
        while (true)
        {
            int run = new ReadOnlySpan<byte>(text + at, block.Length - at).IndexOf(quote);
            if (run < 0)
            {
                throw At(block, open, field, block.End == BlockEnd.RowTooLong
                    ? string.Create(CultureInfo.InvariantCulture, $"expected a closing quote within {plan.Format.MaxRowBytes} bytes for the one that opens here, got none")
                    : "expected a closing quote for the one that opens here, got the end of the file",
                    "Close or double the quote, or read the table without quotes.");
            }

            if (write != at)
            {
                Buffer.MemoryCopy(text + at, text + write, run, run);
            }

            write += run;
            at += run + 1;
            if (text[at] != quote || at >= block.Length)
            {
                break;
            }

            text[write++] = quote;
            at++;
        }

        end = write;
        new Span<byte>(text + write, at - 1 - write).Clear();
        int mark = at + (text[at] == '\r' && text[at + 1] == '\n' ? 1 : 0);
        if (mark >= block.Length || (text[mark] != '\n' && text[mark] != _delimiter))
        {
            throw mark >= block.Length && block.End == BlockEnd.RowTooLong
                ? TooLong(block, open)
                : At(block, open, field, "expected a delimiter or the end of the row after the closing quote of this field, got more text", "Double a quote inside a quoted field.");
        }

        cursor.MoveTo(mark + 1);
        return mark;
    }

    private void CheckMark(TableBlock block, byte* text, int mark, int field, int rowStart)
    {
        if (mark >= block.Length)
        {
            throw block.End == BlockEnd.RowTooLong ? TooLong(block, rowStart) : At(block, rowStart, field, "expected a whole row, got the end of the file", "");
        }

        if (text[mark] == _quote)
        {
            throw At(block, mark, field, "expected a quote to begin a field or to close one, got one inside a field without quotes",
                "Quote the whole field and double the quote, or read the table without quotes.");
        }
    }

    private DataFormatException TooLong(TableBlock block, int at) => At(
        block, at, -1, string.Create(CultureInfo.InvariantCulture, $"expected a row of at most {plan.Format.MaxRowBytes} bytes, got a longer one"), RowSplitter.TooLongCure);

    private DataFormatException At(TableBlock block, int at, int field, string problem, string cure) => fields.At(block, at, field, problem, cure);

    private static int FirstInvalid(TableBlock block)
    {
        ReadOnlySpan<byte> rest = block.Text.AsSpan(0, block.Length);
        int at = 0;
        while (System.Text.Rune.DecodeFromUtf8(rest[at..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }
}
