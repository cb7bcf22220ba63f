using System.Globalization;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Takes the values of a row, each as its column says, into the last row of a block.</summary>
internal sealed unsafe class FieldParser(ColumnPlan plan, RowSource source)
{
    /// <summary>Takes a field as text.</summary>
    /// <param name="block">The block, whose text the field is in.</param>
    /// <param name="text">Its text.</param>
    /// <param name="start">Where the field begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="field">The column, which has a role.</param>
    /// <param name="at">The place for messages.</param>
    /// <returns>False if the row is to be dropped.</returns>
    internal bool Take(TableBlock block, byte* text, int start, int end, int field, int at)
    {
        var bytes = new ReadOnlySpan<byte>(text + start, end - start);
        switch (plan.Kinds[field])
        {
            case ColumnKind.TextId or ColumnKind.IntegerId or ColumnKind.Category:
                return TakeKey(block, text, start, end, field, at);
            case ColumnKind.Number:
                if (NumberField.TryParse(bytes, out float number) && TryTakeNumber(block, number, field))
                {
                    return true;
                }

                break;
            case ColumnKind.Sign:
                if (NumberField.TryParseSign(bytes, out float sign))
                {
                    SetNumber(block, sign, field);
                    return true;
                }

                break;
            case ColumnKind.Time:
                if (TimeField.TryParse(bytes, plan.Times, out long time))
                {
                    SetWhole(block, time, field);
                    return true;
                }

                break;
            default:
                if (NumberField.TryParseIndex(bytes, out int index))
                {
                    SetWhole(block, index, field);
                    return true;
                }

                break;
        }

        return TakeMissing(block, bytes, field, at);
    }

    /// <summary>Takes a number, if it is one that the table may hold.</summary>
    internal bool TryTakeNumber(TableBlock block, float number, int field)
    {
        if (!float.IsFinite(number) && !plan.Format.AllowsNonFinite)
        {
            return false;
        }

        SetNumber(block, number, field);
        return true;
    }

    internal void SetWhole(TableBlock block, long value, int field) => block.Wholes[(block.RowCount * plan.WholeCount) + plan.Slots[field]] = value;

    /// <summary>Takes a value that is not there: false if the row is to be dropped.</summary>
    internal bool TakeNull(TableBlock block, int field, int at)
    {
        ColumnKind kind = plan.Kinds[field];
        if (kind is not (ColumnKind.TextId or ColumnKind.IntegerId or ColumnKind.Category))
        {
            return TakeMissingNumber(block, [], field, at, isNull: true);
        }

        SetKey(block, IdKey.Missing, field);
        return kind == ColumnKind.Category || (plan.Missing == MissingValues.Drop ? false : throw At(block, at, field, "expected an id, got null", MissingIdCure));
    }

    internal DataFormatException At(TableBlock block, int at, int field, string problem, string cure)
    {
        string? column = field < 0 ? null : field < plan.Names.Count ? $"column '{plan.Names[field]}'" : string.Create(CultureInfo.InvariantCulture, $"field {field + 1}");
        return source.At(block, at, column, problem, cure);
    }

    private const string MissingIdCure = "Fill it in, or drop rows with missing values.";

    private void SetNumber(TableBlock block, float value, int field) => block.Numbers[(block.RowCount * plan.NumberCount) + plan.Slots[field]] = value;

    private void SetKey(TableBlock block, IdKey key, int field) => block.Keys[(block.RowCount * plan.KeyCount) + plan.Slots[field]] = key;

    private bool TakeKey(TableBlock block, byte* text, int start, int end, int field, int at)
    {
        ColumnKind kind = plan.Kinds[field];
        bool isMissing = kind == ColumnKind.Category ? IsMissing(new ReadOnlySpan<byte>(text + start, end - start)) : start == end;
        if (isMissing)
        {
            if (kind != ColumnKind.Category && plan.Missing != MissingValues.Drop)
            {
                throw At(block, at, field, "expected an id, got an empty field", MissingIdCure);
            }

            SetKey(block, IdKey.Missing, field);
            return kind == ColumnKind.Category;
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
                string got = TextOf(new ReadOnlySpan<byte>(text + start, end - start));
                throw At(block, at, field, $"expected a whole number of at least 0 as an id, got '{got}'", "Read the ids as text, if that is what they are.");
            }

            while (end - start > 1 && text[start] == '0')
            {
                start++;
            }
        }

        if (end - start > IdTable.MaxIdBytes)
        {
            throw At(block, at, field, string.Create(CultureInfo.InvariantCulture, $"expected an id of at most {IdTable.MaxIdBytes} bytes, got {end - start}"), "");
        }

        SetKey(block, IdKey.Of(text, start, end - start), field);
        return true;
    }

    private bool TakeMissing(TableBlock block, ReadOnlySpan<byte> bytes, int field, int at)
    {
        ColumnKind kind = plan.Kinds[field];
        if (!IsMissing(bytes) || (kind == ColumnKind.Index && plan.Missing != MissingValues.Drop))
        {
            throw At(block, at, field, $"expected {Expectation(kind)}, got '{TextOf(bytes)}'", kind == ColumnKind.Number && NumberField.TryParse(bytes, out _) ? "Clean the table, or allow such numbers." : "");
        }

        return TakeMissingNumber(block, bytes, field, at, isNull: false);
    }

    private bool TakeMissingNumber(TableBlock block, ReadOnlySpan<byte> bytes, int field, int at, bool isNull)
    {
        ColumnKind kind = plan.Kinds[field];
        bool isNumber = kind == ColumnKind.Number;
        if (plan.Missing == MissingValues.Drop)
        {
            return false;
        }

        if (plan.Missing == MissingValues.Error || !isNumber)
        {
            string cure = isNumber ? "Fill it in, or choose what a missing number counts as (zero, mean) or that its row is dropped." : MissingIdCure;
            string got = isNull ? "null" : $"the missing value '{TextOf(bytes)}'";
            throw At(block, at, field, $"expected {Expectation(kind)}, got {got}", cure);
        }

        SetNumber(block, NumberField.Missing, field);
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

    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        const int longest = 60;
        string text = System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, longest)]);
        return bytes.Length > longest ? text + "..." : text;
    }
}
