using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads a text of numbers and names line by line and field by field, in place; errors name the line and the column.</summary>
/// <remarks>
/// Lines end with LF, CR LF or the text. Fields are separated by one delimiter, or by runs of spaces and tabs. Bytes are those of the file: what a name's
/// encoding is, its reader says. A UTF-8 byte order mark at the start is left out.
/// </remarks>
internal sealed class TextScanner
{
    private const int LongestShown = 40;
    private const int MostPlainDigits = 18;

    private readonly byte[] _bytes;
    private readonly byte? _delimiter;
    private int _next;
    private int _start;
    private int _end;
    private int _field;

    /// <summary>Begins before the first line.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="delimiter">What stands between fields; null for runs of spaces and tabs.</param>
    public TextScanner(byte[] bytes, string path, byte? delimiter = null)
    {
        _bytes = bytes;
        Path = path;
        _delimiter = delimiter;
        _next = bytes.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0;
    }

    /// <summary>The same text before its first line.</summary>
    public TextScanner FromStart() => new(_bytes, Path, _delimiter);

    /// <summary>What the text is called in messages.</summary>
    public string Path { get; }

    /// <summary>The number of the current line, from 1; 0 before the first.</summary>
    public int LineNumber { get; private set; }

    /// <summary>The current line without its end.</summary>
    public ReadOnlySpan<byte> Line => _bytes.AsSpan(_start, _end - _start);

    /// <summary>What of the line has not been read.</summary>
    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(Math.Min(_field, _end), Math.Max(0, _end - _field));

    /// <summary>An upper bound of the number of lines, for the size of buffers: the bytes of the text and one.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether the line has another field.</summary>
    public bool HasField
    {
        get
        {
            SkipSpaces();
            return _delimiter is null ? _field < _end : _field <= _end;
        }
    }

    /// <summary>Goes to the next line, blank or not.</summary>
    /// <returns>Whether there is one. A text's last line need not end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool NextLine()
    {
        if (_next >= _bytes.Length)
        {
            (_start, _end, _field) = (_bytes.Length, _bytes.Length, _bytes.Length + 1);
            return false;
        }

        int length = _bytes.AsSpan(_next).IndexOf((byte)'\n');
        _start = _next;
        _end = length < 0 ? _bytes.Length : _next + length;
        _next = _end + 1;
        if (_end > _start && _bytes[_end - 1] == (byte)'\r')
        {
            _end--;
        }

        _field = _start;
        LineNumber++;
        return true;
    }

    /// <summary>Goes to the next line that is not blank and does not begin with a comment mark.</summary>
    /// <param name="comment">The mark.</param>
    public bool NextContent(byte comment = (byte)'#')
    {
        while (NextLine())
        {
            ReadOnlySpan<byte> text = Line.TrimStart(" \t"u8);
            if (text.Length > 0 && text[0] != comment)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the next line, which must be there.</summary>
    /// <param name="what">What the line is, for the message.</param>
    /// <exception cref="DataFormatException">The text ends.</exception>
    public void RequireLine(string what)
    {
        if (!NextLine())
        {
            throw Ended(what);
        }
    }

    /// <summary>An error of a text that ends where it should go on.</summary>
    /// <param name="what">What should come.</param>
    public DataFormatException Ended(string what) =>
        new(Path, $"line {LineNumber + 1}", $"expected {what}, got the end of the file", "The file is cut short: fetch it again.");

    /// <summary>The most rows that the text can have, to make room for them once.</summary>
    /// <param name="leastRowBytes">The fewest bytes of a row, with its end.</param>
    public int MostRows(int leastRowBytes) => TypedFields.MostRows(_bytes, leastRowBytes);

    /// <summary>How often a byte is in the text.</summary>
    public int Count(byte value) => _bytes.AsSpan().Count(value);

    /// <summary>The number of fields in all lines, those of comments too: an upper bound, to make room once.</summary>
    public int CountFields()
    {
        if (_delimiter is { } delimiter)
        {
            return checked(Count(delimiter) + MostRows(1));
        }

        int count = 0;
        bool isApart = true;
        foreach (byte value in _bytes)
        {
            bool isSpace = value is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';
            count += isApart && !isSpace ? 1 : 0;
            isApart = isSpace;
        }

        return count;
    }

    /// <summary>Reads a field, which may be empty where there is a delimiter.</summary>
    /// <param name="what">What the field is, for the message.</param>
    /// <exception cref="DataFormatException">The line has no more fields.</exception>
    public ReadOnlySpan<byte> ReadField(string what)
    {
        if (!HasField)
        {
            throw Bad($"expected {what}, got the end of the line");
        }

        ReadOnlySpan<byte> rest = _bytes.AsSpan(_field, _end - _field);
        int length = _delimiter is { } delimiter ? rest.IndexOf(delimiter) : rest.IndexOfAny((byte)' ', (byte)'\t');
        length = length < 0 ? rest.Length : length;
        _field += length + 1;
        return rest[..length];
    }

    /// <summary>Reads a field as text in UTF-8.</summary>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is not UTF-8.</exception>
    public string ReadText(string what)
    {
        int start = _field;
        ReadOnlySpan<byte> field = ReadField(what);
        return System.Text.Unicode.Utf8.IsValid(field) ? Encoding.UTF8.GetString(field) : throw BadAt(start, $"expected {what} in UTF-8, got other bytes");
    }

    /// <summary>Reads a field as a whole number within bounds; spaces around it are left out.</summary>
    /// <param name="what">What the field is, for the message.</param>
    /// <param name="least">The smallest allowed.</param>
    /// <param name="most">The largest allowed.</param>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is another thing.</exception>
    public long ReadInt64(string what, long least = long.MinValue, long most = long.MaxValue)
    {
        if (TryReadPlain(out long plain, out int plainEnd) && plain >= least && plain <= most)
        {
            _field = plainEnd + 1;
            return plain;
        }

        ReadOnlySpan<byte> field = ReadField(what).Trim(" \t"u8);
        ReadOnlySpan<byte> digits = field.Length > 1 && field[0] == (byte)'+' ? field[1..] : field;
        if (!Utf8Parser.TryParse(digits, out long value, out int used) || used != digits.Length)
        {
            throw BadBefore(field.Length, $"expected {what}, a whole number, got '{Show(field)}'");
        }

        return value >= least && value <= most ? value : throw BadBefore(field.Length, $"expected {what} of {least} to {most}, got {value}");
    }

    /// <summary>Reads a field as a whole number of 32 bits within bounds.</summary>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is another thing.</exception>
    public int ReadInt32(string what, int least = int.MinValue, int most = int.MaxValue) => (int)ReadInt64(what, least, most);

    /// <summary>Reads a field as a finite number; spaces around it are left out.</summary>
    /// <exception cref="DataFormatException">The line has no more fields, or the field is another thing.</exception>
    public double ReadNumber(string what)
    {
        ReadOnlySpan<byte> field = ReadField(what).Trim(" \t"u8);
        return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw BadBefore(field.Length, $"expected {what}, a finite number, got '{Show(field)}'");
    }

    /// <summary>Passes if all fields of the line were read.</summary>
    /// <exception cref="DataFormatException">There are more.</exception>
    public void EndLine()
    {
        if (HasField)
        {
            throw Bad($"expected the end of the line, got '{Show(Rest)}'");
        }
    }

    /// <summary>An error at the current place.</summary>
    public DataFormatException Bad(string problem, string cure = "") => BadAt(_field, problem, cure);

    /// <summary>Bytes for a message: as Latin-1, cut if they are many.</summary>
    public static string Show(ReadOnlySpan<byte> text) =>
        text.Length > LongestShown ? Encoding.Latin1.GetString(text[..LongestShown]) + "..." : Encoding.Latin1.GetString(text);

    // A field that is digits, perhaps after spaces and a minus, in one pass; what is left out here is read at length.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadPlain(out long value, out int fieldEnd)
    {
        ReadOnlySpan<byte> line = _bytes.AsSpan(0, _end);
        byte delimiter = _delimiter ?? (byte)' ', other = _delimiter ?? (byte)'\t';
        int at = _field;
        while (at < line.Length && (line[at] is (byte)' ' or (byte)'\t') && line[at] != _delimiter)
        {
            at++;
        }

        bool isNegative = at < line.Length && line[at] == (byte)'-';
        int first = isNegative ? at + 1 : at;
        value = 0;
        for (at = first; at < line.Length && line[at] - (uint)'0' <= 9 && at - first < MostPlainDigits; at++)
        {
            value = (value * 10) + (line[at] - '0');
        }

        value = isNegative ? -value : value;
        fieldEnd = at;
        return at > first && (at == line.Length || line[at] == delimiter || line[at] == other);
    }

    private DataFormatException BadBefore(int length, string problem) => BadAt(Math.Max(_start, _field - 1 - length), problem);

    private DataFormatException BadAt(int at, string problem, string cure = "") =>
        new(Path, $"line {LineNumber}, column {Math.Clamp(at, _start, _end) - _start + 1}", problem, cure);

    private void SkipSpaces()
    {
        if (_delimiter is not null)
        {
            return;
        }

        while (_field < _end && _bytes[_field] is (byte)' ' or (byte)'\t')
        {
            _field++;
        }
    }
}
