using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Datasets.Tables;

/// <summary>Walks over the delimiters, line feeds and quotes of a text, 64 bytes at a time.</summary>
/// <remarks>The text has <see cref="TableBlock.Padding"/> zeros behind it.</remarks>
internal unsafe ref struct MarkCursor
{
    private readonly byte* _text;
    private readonly int _length;
    private readonly Vector256<byte> _delimiter;
    private readonly Vector256<byte> _quote;
    private readonly Vector256<byte> _lineFeed;
    private ulong _marks;
    private int _window;

    internal MarkCursor(byte* text, int length, byte delimiter, byte? quote)
    {
        _text = text;
        _length = length;
        _delimiter = Vector256.Create(delimiter);
        _quote = Vector256.Create(quote ?? delimiter);
        _lineFeed = Vector256.Create((byte)'\n');
        _marks = length > 0 ? Load(0) : 0;
    }

    /// <summary>The place of the next mark, or the length of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Next()
    {
        while (_marks == 0)
        {
            _window += 64;
            if (_window >= _length)
            {
                _window -= 64;
                return _length;
            }

            _marks = Load(_window);
        }

        int at = _window + BitOperations.TrailingZeroCount(_marks);
        _marks &= _marks - 1;
        return at;
    }

    /// <summary>Goes to a place: the next mark is the first at or after it.</summary>
    internal void MoveTo(int place)
    {
        Debug.Assert(place <= _length, "the place is in the text");
        _window = place & ~63;
        _marks = _window < _length ? Load(_window) & (ulong.MaxValue << (place & 63)) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Load(int window)
    {
        uint low = Marks(Vector256.Load(_text + window));
        uint high = Marks(Vector256.Load(_text + window + 32));
        return low | ((ulong)high << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint Marks(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, _delimiter) | Vector256.Equals(bytes, _lineFeed) | Vector256.Equals(bytes, _quote)).ExtractMostSignificantBits();
}
