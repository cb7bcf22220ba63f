using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gnn.Datasets.Parsing;

/// <content>Byte strings and text; a string is a run of the file's bytes unless escapes in it must be undone.</content>
internal sealed partial class PickleMachine
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private bool RunString(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'U': // SHORT_BINSTRING
                PushRun(PickleKind.ByteString, TakeUnsigned(1));
                return true;
            case (byte)'T': // BINSTRING
                PushRun(PickleKind.ByteString, TakeSignedLength());
                return true;
            case (byte)'C': // SHORT_BINBYTES
                PushRun(PickleKind.Bytes, TakeUnsigned(1));
                return true;
            case (byte)'B': // BINBYTES
                PushRun(PickleKind.Bytes, TakeUnsigned(4));
                return true;
            case 0x8e or 0x96: // BINBYTES8, BYTEARRAY8
                PushRun(PickleKind.Bytes, TakeUnsigned(8));
                return true;
            case 0x8c: // SHORT_BINUNICODE
                PushRun(PickleKind.Text, TakeUnsigned(1));
                return true;
            case (byte)'X': // BINUNICODE
                PushRun(PickleKind.Text, TakeUnsigned(4));
                return true;
            case 0x8d: // BINUNICODE8
                PushRun(PickleKind.Text, TakeUnsigned(8));
                return true;
            case (byte)'S': // STRING
                PushQuoted(_input.TakeLine(out int start), start);
                return true;
            case (byte)'V': // UNICODE
                PushEscaped(_input.TakeLine(out int lineStart), lineStart);
                return true;
            default:
                return false;
        }
    }

    private void PushRun(PickleKind kind, ulong length)
    {
        int start = _input.Skip(length);
        if (kind == PickleKind.Text && !Utf8.IsValid(_heap.Bytes.AsSpan(start, (int)length)))
        {
            throw _input.Bad("expected text in UTF-8, got other bytes", "The file is damaged.");
        }

        Push(_heap.FromRun(kind, start, (int)length));
    }

    private void PushNew(PickleKind kind, ReadOnlyMemory<byte> bytes) => Push(_heap.From(new PickleBuffer(kind, bytes)));

    // Protocol 0: the string as Python 2 prints it, in quotes and with escapes.
    private void PushQuoted(ReadOnlySpan<byte> line, int start)
    {
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        if (line.Length < 2 || line[0] is not ((byte)'\'' or (byte)'"') || line[^1] != line[0])
        {
            throw _input.Bad($"expected a string in quotes, got {PickleInput.Show(line)}", "The file is damaged.");
        }

        line = line[1..^1];
        if (!line.Contains((byte)'\\'))
        {
            Push(_heap.FromRun(PickleKind.ByteString, start + 1, line.Length));
            return;
        }

        _budget.ChargeArray(line.Length, 1);
        var bytes = new byte[line.Length];
        int count = 0;
        while (line.Length > 0)
        {
            bytes[count++] = line[0] == '\\' ? Unescape(ref line) : Next(ref line);
        }

        PushNew(PickleKind.ByteString, bytes.AsMemory(0, count));
    }

    private static byte Next(ref ReadOnlySpan<byte> line)
    {
        byte value = line[0];
        line = line[1..];
        return value;
    }

    private byte Unescape(ref ReadOnlySpan<byte> line)
    {
        byte letter = line.Length > 1 ? line[1] : (byte)0;
        if (letter == 'x' && line.Length >= 4 && Utf8Parser.TryParse(line.Slice(2, 2), out byte value, out int used, 'x') && used == 2)
        {
            line = line[4..];
            return value;
        }

        byte? plain = letter switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'\\' or (byte)'\'' or (byte)'"' => letter,
            _ => null,
        };
        line = line[Math.Min(2, line.Length)..];
        return plain ?? throw _input.Bad($"expected an escape that Python 2 prints, got '\\{PickleInput.Show([letter])}'", "The file is damaged.");
    }

    // Protocol 0: Latin-1 with \uXXXX and \UXXXXXXXX for the rest.
    private void PushEscaped(ReadOnlySpan<byte> line, int start)
    {
        if (Ascii.IsValid(line) && !line.Contains((byte)'\\'))
        {
            Push(_heap.FromRun(PickleKind.Text, start, line.Length));
            return;
        }

        _budget.ChargeArray(line.Length, 6);
        var text = new StringBuilder(line.Length);
        while (line.Length > 0)
        {
            int digits = line.Length < 2 || line[0] != '\\' ? 0 : line[1] == 'u' ? 4 : line[1] == 'U' ? 8 : 0;
            if (digits == 0)
            {
                text.Append((char)Next(ref line));
                continue;
            }

            // A pair of surrogates may come as two escapes, so halves are appended as they are and checked at the end.
            ReadOnlySpan<byte> hex = line[2..Math.Min(2 + digits, line.Length)];
            if (!uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code) || hex.Length != digits || code > 0x10ffff)
            {
                throw _input.Bad($"expected {digits} hexadecimal digits of a character, got '{PickleInput.Show(hex)}'", "The file is damaged.");
            }

            AppendCharacter(text, code);
            line = line[(2 + digits)..];
        }

        PushNew(PickleKind.Text, EncodeStrictly(text.ToString()));
    }

    private static void AppendCharacter(StringBuilder text, uint code)
    {
        if (code <= char.MaxValue)
        {
            text.Append((char)code);
        }
        else
        {
            text.Append(char.ConvertFromUtf32((int)code));
        }
    }

    private byte[] EncodeStrictly(string text)
    {
        try
        {
            return StrictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw _input.Bad($"expected whole characters, got half a surrogate pair at character {exception.Index}", "The file is damaged.");
        }
    }
}
