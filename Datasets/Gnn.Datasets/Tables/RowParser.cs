using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Unicode;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads the rows of a block: fields apart, each as its column says. It stops at the first error, which is the block's failure.</summary>
internal sealed unsafe class RowParser(ColumnPlan plan)
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

    /// <summary>An error at a row of a block, for what shows only when rows come together.</summary>
    internal DataFormatException AtRow(TableBlock block, int row, string column, string problem, string cure)
    {
        int index = plan.Names.ToList().IndexOf(column);
        return At(block, block.RowStarts[row], index, problem, cure);
    }

    private void ParseRows(TableBlock block, byte* text)
    {
        var cursor = new MarkCursor(text, block.Length, _delimiter, _quote);
        int fields = plan.Kinds.Length;
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

                if (field < fields && plan.Kinds[field] != ColumnKind.Skip)
                {
                    isKept &= Take(block, text, start, end, field);
                }

                field++;
                at = mark + 1;
                if (text[mark] == '\n')
                {
                    break;
                }
            }

            if (field != fields)
            {
                throw At(block, at - 1, -1, string.Create(CultureInfo.InvariantCulture, $"expected {fields} fields in the row that ends here, got {field}"),
                    field < fields ? "The row may be cut off, or the delimiter another one." : "Quote a field that holds a delimiter, or set another delimiter.");
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

    // False if the row is to be dropped.
    private bool Take(TableBlock block, byte* text, int start, int end, int field)
    {
        int slot = plan.Slots[field];
        var bytes = new ReadOnlySpan<byte>(text + start, end - start);
        switch (plan.Kinds[field])
        {
            case ColumnKind.TextId or ColumnKind.IntegerId or ColumnKind.Category:
                block.Keys[(block.RowCount * plan.KeyCount) + slot] = Key(block, text, start, end, field, out bool isKept);
                return isKept;
            case ColumnKind.Number:
                if (NumberField.TryParse(bytes, out float number) && (float.IsFinite(number) || plan.Format.AllowsNonFinite))
                {
                    block.Numbers[(block.RowCount * plan.NumberCount) + slot] = number;
                    return true;
                }

                break;
            case ColumnKind.Sign:
                if (NumberField.TryParseSign(bytes, out float sign))
                {
                    block.Numbers[(block.RowCount * plan.NumberCount) + slot] = sign;
                    return true;
                }

                break;
            case ColumnKind.Time:
                if (TimeField.TryParse(bytes, plan.Times, out long time))
                {
                    block.Wholes[(block.RowCount * plan.WholeCount) + slot] = time;
                    return true;
                }

                break;
            default:
                if (NumberField.TryParseIndex(bytes, out int index))
                {
                    block.Wholes[(block.RowCount * plan.WholeCount) + slot] = index;
                    return true;
                }

                break;
        }

        return TakeMissing(block, bytes, start, field);
    }

    private IdKey Key(TableBlock block, byte* text, int start, int end, int field, out bool isKept)
    {
        ColumnKind kind = plan.Kinds[field];
        isKept = true;
        bool isMissing = kind == ColumnKind.Category ? IsMissing(new ReadOnlySpan<byte>(text + start, end - start)) : start == end;
        if (isMissing)
        {
            isKept = kind == ColumnKind.Category || plan.Missing == MissingValues.Drop;
            if (kind != ColumnKind.Category && plan.Missing != MissingValues.Drop)
            {
                throw At(block, start, field, "expected an id, got an empty field", "Fill it in, or drop rows with missing values.");
            }

            isKept = kind == ColumnKind.Category;
            return IdKey.Missing;
        }

        if (kind == ColumnKind.IntegerId)
        {
            int first = start;
            while (first < end && char.IsAsciiDigit((char)text[first]))
            {
                first++;
            }

            if (first < end)
            {
                throw At(block, start, field, $"expected a whole number of at least 0 as an id, got '{Quoted(text, start, end)}'", "Read the ids as text, if that is what they are.");
            }

            while (end - start > 1 && text[start] == '0')
            {
                start++;
            }
        }

        return end - start <= IdTable.MaxIdBytes
            ? IdKey.Of(text, start, end - start)
            : throw At(block, start, field, string.Create(CultureInfo.InvariantCulture, $"expected an id of at most {IdTable.MaxIdBytes} bytes, got {end - start}"), "");
    }

    private bool TakeMissing(TableBlock block, ReadOnlySpan<byte> bytes, int start, int field)
    {
        ColumnKind kind = plan.Kinds[field];
        bool isNumber = kind == ColumnKind.Number;
        if (!IsMissing(bytes) || (kind == ColumnKind.Index && plan.Missing != MissingValues.Drop))
        {
            throw At(block, start, field, $"expected {Expectation(kind)}, got '{TextOf(bytes)}'", isNumber && NumberField.TryParse(bytes, out _) ? "Clean the table, or allow such numbers." : "");
        }

        if (plan.Missing == MissingValues.Drop)
        {
            return false;
        }

        if (plan.Missing == MissingValues.Error || !isNumber)
        {
            string cure = isNumber ? "Fill it in, or choose what a missing number counts as (zero, mean) or that its row is dropped." : "Fill it in, or drop rows with missing values.";
            throw At(block, start, field, $"expected {Expectation(kind)}, got the missing value '{TextOf(bytes)}'", cure);
        }

        block.Numbers[(block.RowCount * plan.NumberCount) + plan.Slots[field]] = NumberField.Missing;
        return true;
    }

    private string Expectation(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => plan.Format.AllowsNonFinite ? "a number" : "a finite number in single precision",
        ColumnKind.Sign => "a sign (a number other than 0, +, -, positive or negative)",
        ColumnKind.Index => "a node number, a whole number from 0 to 2147483646",
        _ => plan.Times switch
        {
            TimeNotation.Integer => "a time as a whole number",
            TimeNotation.EpochSeconds => "a time in seconds since 1970",
            TimeNotation.EpochMilliseconds => "a time in whole milliseconds since 1970",
            _ => "an ISO 8601 date or time such as 2024-05-31T12:30:00Z",
        },
    };

    private bool IsMissing(ReadOnlySpan<byte> field)
    {
        foreach (byte[] marker in plan.Markers)
        {
            if (field.SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
    }

    private DataFormatException TooLong(TableBlock block, int at) => At(
        block, at, -1, string.Create(CultureInfo.InvariantCulture, $"expected a row of at most {plan.Format.MaxRowBytes} bytes, got a longer one"), RowSplitter.TooLongCure);

    private DataFormatException At(TableBlock block, int at, int field, string problem, string cure)
    {
        int place = Math.Min(at, block.Length);
        long line = block.FirstLine + block.Text.AsSpan(0, place).Count((byte)'\n');
        string column = field < 0 ? "" : field < plan.Names.Count ? $", column '{plan.Names[field]}'" : string.Create(CultureInfo.InvariantCulture, $", field {field + 1}");
        return new DataFormatException(plan.Path, string.Create(CultureInfo.InvariantCulture, $"line {line}{column}"), problem, cure);
    }

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

    private static string Quoted(byte* text, int start, int end) => TextOf(new ReadOnlySpan<byte>(text + start, end - start));

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        const int longest = 60;
        string text = System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, longest)]);
        return bytes.Length > longest ? text + "..." : text;
    }
}
