using System.Buffers.Binary;
using System.Buffers.Text;

namespace Gnn.Datasets.Parsing;

/// <content>None, truth values and numbers.</content>
internal sealed partial class PickleMachine
{
    private bool RunScalar(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': // NONE
                Push(_heap.None);
                return true;
            case 0x88: // NEWTRUE
                Push(_heap.From(true));
                return true;
            case 0x89: // NEWFALSE
                Push(_heap.From(false));
                return true;
            case (byte)'K': // BININT1
                Push(_heap.From((long)TakeUnsigned(1)));
                return true;
            case (byte)'M': // BININT2
                Push(_heap.From((long)TakeUnsigned(2)));
                return true;
            case (byte)'J': // BININT
                Push(_heap.From((long)(int)TakeUnsigned(4)));
                return true;
            case 0x8a: // LONG1
                Push(_heap.From(TakeLong(TakeUnsigned(1))));
                return true;
            case 0x8b: // LONG4
                Push(_heap.From(TakeLong(TakeSignedLength())));
                return true;
            case (byte)'G': // BINFLOAT
                Push(_heap.From(BinaryPrimitives.ReadDoubleBigEndian(_input.Take(8))));
                return true;
            case (byte)'I': // INT, or a truth value as 00 and 01
                ReadOnlySpan<byte> text = _input.TakeLine(out _);
                bool isBool = text.SequenceEqual("00"u8) || text.SequenceEqual("01"u8);
                Push(isBool ? _heap.From(text[1] == '1') : _heap.From(ParseInteger(text)));
                return true;
            case (byte)'L': // LONG
                ReadOnlySpan<byte> digits = _input.TakeLine(out _);
                Push(_heap.From(ParseInteger(digits.EndsWith("L"u8) ? digits[..^1] : digits)));
                return true;
            case (byte)'F': // FLOAT
                Push(_heap.From(ParseFloat(_input.TakeLine(out _))));
                return true;
            default:
                return false;
        }
    }

    private ulong TakeUnsigned(int bytes)
    {
        ReadOnlySpan<byte> source = _input.Take((ulong)bytes);
        ulong value = 0;
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | source[i];
        }

        return value;
    }

    private ulong TakeSignedLength()
    {
        int length = (int)TakeUnsigned(4);
        return length >= 0 ? (ulong)length : throw _input.Bad($"expected a length of at least 0, got {length}", "The file is damaged.");
    }

    // Two's complement, least significant byte first; bytes past the eighth may only repeat the sign.
    private long TakeLong(ulong length)
    {
        ReadOnlySpan<byte> source = _input.Take(length);
        byte sign = source.Length > 0 && source[^1] >= 0x80 ? (byte)0xff : (byte)0;
        long value = sign == 0 ? 0 : -1;
        for (int i = Math.Min(source.Length, sizeof(long)) - 1; i >= 0; i--)
        {
            value = (value << 8) | source[i];
        }

        bool fits = source.Length <= sizeof(long) || (source[sizeof(long)..].IndexOfAnyExcept(sign) < 0 && (value < 0) == (sign != 0));
        return fits ? value : throw _input.Bad($"expected an integer of at most 64 bits, got one of {source.Length} bytes");
    }

    private long TakeLineInteger() => ParseInteger(_input.TakeLine(out _));

    private long ParseInteger(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long value, out int used) && used == text.Length
        ? value
        : throw _input.Bad($"expected an integer of at most 64 bits, got '{PickleInput.Show(text)}'");

    private double ParseFloat(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("nan"u8))
        {
            return double.NaN;
        }

        if (text.SequenceEqual("inf"u8) || text.SequenceEqual("-inf"u8))
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return Utf8Parser.TryParse(text, out double value, out int used) && used == text.Length
            ? value
            : throw _input.Bad($"expected a float, got '{PickleInput.Show(text)}'");
    }
}
