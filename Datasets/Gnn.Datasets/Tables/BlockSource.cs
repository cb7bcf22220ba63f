using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Tables;

/// <summary>Reads a file in blocks that end where rows do. A block begins at a row, so quotes are counted from its start.</summary>
internal sealed class BlockSource : IDisposable
{
    private const int BlockBytes = 1024 * 1024;

    private readonly FileStream _stream;
    private readonly string _path;
    private readonly TableFormat _format;
    private readonly int _blockBytes;
    private byte[] _carry = [];
    private int _carryLength;
    private long _line = 1;
    private bool _isAtEnd;

    internal BlockSource(string path, TableFormat format)
    {
        (_path, _format) = (path, format);
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        FileLength = _stream.Length;
        _blockBytes = (int)Math.Clamp(FileLength + 1, 64, BlockBytes);
    }

    internal long FileLength { get; }

    /// <summary>Whether the whole file fits one block.</summary>
    internal bool IsSmall => FileLength < BlockBytes;

    /// <summary>Reads the first row and leaves the rest, or with <paramref name="keeps"/> all of it, for the blocks.</summary>
    internal List<string> ReadFirstRow(bool keeps)
    {
        var block = new TableBlock();
        if (!Fill(block))
        {
            throw new DataFormatException(_path, "line 1", "expected a row of column names, got an empty file");
        }

        RefuseOtherEncodings(block);
        int start = block.Text.AsSpan(0, block.Length).StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        (List<string> fields, int end) = RowSplitter.Split(_path, _format, block, start);
        int rest = keeps ? start : end;
        int newCarry = block.Length - rest + _carryLength;
        byte[] carry = new byte[newCarry];
        block.Text.AsSpan(rest, block.Length - rest).CopyTo(carry);
        _carry.AsSpan(0, _carryLength).CopyTo(carry.AsSpan(block.Length - rest));
        (_carry, _carryLength) = (carry, newCarry);
        _line = block.FirstLine + block.Text.AsSpan(0, rest).Count((byte)'\n');
        return fields;
    }

    /// <summary>Fills a block with the next rows.</summary>
    /// <returns>False at the end of the file.</returns>
    internal bool Fill(TableBlock block)
    {
        block.Clear();
        block.FirstLine = _line;
        block.EnsureText(Math.Max(_blockBytes, _carryLength + 1));
        _carry.AsSpan(0, _carryLength).CopyTo(block.Text);
        int length = _carryLength;
        _carryLength = 0;
        while (true)
        {
            length = ReadFully(block.Text, length);
            if (_isAtEnd)
            {
                return Finish(block, length);
            }

            int cut = FindCut(block.Text.AsSpan(0, length));
            if (cut > 0)
            {
                Cut(block, cut, length);
                return true;
            }

            if (length > _format.MaxRowBytes)
            {
                (block.Length, block.End) = (length, BlockEnd.RowTooLong);
                ClearPadding(block);
                _isAtEnd = true;
                return true;
            }

            block.EnsureText((int)Math.Min(length * 2L, _format.MaxRowBytes + 1L));
        }
    }

    public void Dispose() => _stream.Dispose();

    // The last block: a last row without its line break gets one.
    private bool Finish(TableBlock block, int length)
    {
        if (length == 0)
        {
            return false;
        }

        int cut = FindCut(block.Text.AsSpan(0, length));
        if (cut < length)
        {
            block.EnsureText(length + 1);
            block.Text[length] = (byte)'\n';
            block.End = FindCut(block.Text.AsSpan(0, length + 1)) == length + 1 ? BlockEnd.Row : BlockEnd.FileInQuotes;
            length += block.End == BlockEnd.Row ? 1 : 0;
        }

        block.Length = length;
        ClearPadding(block);
        _line += block.Text.AsSpan(0, length).Count((byte)'\n');
        return true;
    }

    private void Cut(TableBlock block, int cut, int length)
    {
        _carryLength = length - cut;
        if (_carry.Length < _carryLength)
        {
            _carry = new byte[Math.Max(_carryLength, 256)];
        }

        block.Text.AsSpan(cut, _carryLength).CopyTo(_carry);
        block.Length = cut;
        ClearPadding(block);
        _line += block.Text.AsSpan(0, cut).Count((byte)'\n');
    }

    private static void ClearPadding(TableBlock block) => block.Text.AsSpan(block.Length, TableBlock.Padding).Clear();

    private int ReadFully(byte[] text, int length)
    {
        // The padding stays free, and so does a byte for the line break that the last row may lack.
        int capacity = text.Length - TableBlock.Padding;
        while (!_isAtEnd && length < capacity)
        {
            int read = _stream.Read(text, length, capacity - length);
            _isAtEnd = read == 0;
            length += read;
        }

        return length;
    }

    // One past the last line break outside quotes; 0 if there is none.
    private int FindCut(ReadOnlySpan<byte> text)
    {
        if (_format.Quote is not { } quoteCharacter || !text.Contains((byte)quoteCharacter))
        {
            return text.LastIndexOf((byte)'\n') + 1;
        }

        byte quote = (byte)quoteCharacter;
        int cut = 0;
        int at = 0;
        while (true)
        {
            int open = text[at..].IndexOf(quote);
            ReadOnlySpan<byte> outside = open < 0 ? text[at..] : text.Slice(at, open);
            int line = outside.LastIndexOf((byte)'\n');
            cut = line >= 0 ? at + line + 1 : cut;
            if (open < 0)
            {
                return cut;
            }

            at += open + 1;
            int close = text[at..].IndexOf(quote);
            if (close < 0)
            {
                return cut;
            }

            at += close + 1;
        }
    }

    private void RefuseOtherEncodings(TableBlock block)
    {
        ReadOnlySpan<byte> text = block.Text.AsSpan(0, block.Length);
        if (text.StartsWith(Encoding.Unicode.Preamble) || text.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            throw new DataFormatException(_path, "line 1", "expected UTF-8, got UTF-16", "Save the table as UTF-8.");
        }

        if (text.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            throw new DataFormatException(_path, "line 1", "expected a table as text, got a gzip file", "Unpack it first, for example with gunzip.");
        }
    }
}
