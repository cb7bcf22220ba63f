using System.Buffers.Text;
using System.Globalization;

namespace Gnn.Datasets.Tables;

/// <summary>Reads numbers.</summary>
internal static class NumberField
{
    private const int MissingBits = 0x7FC0_5A5A;

    // Powers of ten that a double holds exactly: a whole number below 2^53 divided by one of them is rounded once, and so right.
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>The NaN that stands for a missing number: no text is read as it.</summary>
    internal static float Missing => BitConverter.Int32BitsToSingle(MissingBits);

    internal static bool IsMissing(float value) => BitConverter.SingleToInt32Bits(value) == MissingBits;

    internal static bool TryParse(ReadOnlySpan<byte> text, out float value)
    {
        if (TryParseShort(text, out double number) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
        {
            value = (float)number;
            return true;
        }

        value = 0;
        return false;
    }

    internal static bool TryParseSign(ReadOnlySpan<byte> text, out float sign)
    {
        if (text.SequenceEqual("+"u8) || text.SequenceEqual("positive"u8))
        {
            sign = 1;
            return true;
        }

        if (text.SequenceEqual("-"u8) || text.SequenceEqual("negative"u8))
        {
            sign = -1;
            return true;
        }

        bool isNumber = TryParse(text, out float number) && !float.IsNaN(number) && number != 0;
        sign = isNumber ? Math.Sign(number) : 0;
        return isNumber;
    }

    internal static bool TryParseIndex(ReadOnlySpan<byte> text, out int index)
    {
        bool isWhole = Utf8Parser.TryParse(text, out index, out int consumed) && consumed == text.Length;
        return isWhole && index >= 0 && index < int.MaxValue && text[0] is not ((byte)'+' or (byte)'-');
    }

    // Up to 15 digits with a point among them or none: most numbers of a table.
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        if (text.Length == at || text.Length > 16)
        {
            return false;
        }

        long digits = 0;
        int count = 0;
        int point = -1;
        for (int i = at; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
            }
            else if (text[i] == '.' && point < 0)
            {
                point = i;
            }
            else
            {
                return false;
            }
        }

        if (count is 0 or > 15)
        {
            return false;
        }

        value = point < 0 ? digits : digits / Powers[text.Length - 1 - point];
        value = at == 1 ? -value : value;
        return true;
    }
}
