using System.Globalization;
using System.Text;

namespace Gnn.Datasets.Tables;

/// <summary>Fields on their way to a file, quoted where they must be.</summary>
internal sealed class TableText(Stream stream, byte delimiter, byte? quote)
{
    private const int Flush = 64 * 1024;

    private byte[] _buffer = new byte[2 * Flush];
    private int _length;

    internal void Delimiter() => Raw([delimiter]);

    internal void EndRow()
    {
        Raw("\n"u8);
        if (_length >= Flush)
        {
            End();
        }
    }

    internal void End()
    {
        stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    internal void Id(IdMap ids, int node)
    {
        if (ids.Table is { } table)
        {
            Field(table.Utf8(node));
        }
        else
        {
            Text(node.ToString(CultureInfo.InvariantCulture));
        }
    }

    internal void Number(float value)
    {
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out int written, provider: CultureInfo.InvariantCulture);
        Raw(digits[..written]);
    }

    internal void Text(string text) => Field(Encoding.UTF8.GetBytes(text));

    private void Field(ReadOnlySpan<byte> field)
    {
        bool isPlain = field.IndexOfAny(delimiter, (byte)'\n', (byte)'\r') < 0 && (quote is null || field.IndexOf(quote.Value) < 0);
        if (isPlain)
        {
            Raw(field);
            return;
        }

        byte mark = quote ?? throw new ArgumentException(
            $"'{Encoding.UTF8.GetString(field[..Math.Min(field.Length, 60)])}' holds a delimiter or a line break and cannot be written without quotes: choose a quote or another delimiter.");
        Raw([mark]);
        while (field.IndexOf(mark) is >= 0 and int at)
        {
            Raw(field[..(at + 1)]);
            Raw([mark]);
            field = field[(at + 1)..];
        }

        Raw(field);
        Raw([mark]);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Array.Resize(ref _buffer, checked((_buffer.Length * 2) + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
