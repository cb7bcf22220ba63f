using System.Buffers.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A tar file, packed by gzip or not. It is read through once for its names; an entry that is asked for is then read alone.</summary>
/// <remarks>
/// Where the file is packed, what is passed over on the way to an entry is kept until it is asked for, up to 64 MiB, so that entries may be asked for in any order;
/// what was not kept, and an entry that is asked for again, is unpacked from the start of the file. Links, devices, sparse files and
/// volumes are refused. The platform's reader is not used because it takes headers whose checksum does not agree.
/// </remarks>
internal sealed class TarFile : Archive
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";
    private const int LongestRecords = 16 * 1024;
    private const long MostKept = 64 * 1024 * 1024;

    private readonly List<(long Offset, long Size)> _entries = [];
    private readonly byte[] _block = new byte[TarHeader.Bytes];
    private readonly Stream _source;
    private readonly Dictionary<int, byte[]> _kept = [];
    private long _keptBytes;
    private readonly bool[] _isRead = [];
    private int _next;
    private GunzipStream? _unpacked;
    private byte[] _records = [];

    /// <summary>Reads through the file and checks every entry.</summary>
    /// <param name="source">The file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <param name="isGzip">Whether it is packed.</param>
    /// <exception cref="DataFormatException">The file is damaged or has what is refused.</exception>
    public TarFile(Stream source, string path, bool isGzip)
        : base(path)
    {
        _source = source;
        _unpacked = isGzip ? new GunzipStream(source, path) : null;
        ReadEntries();
        _isRead = new bool[_entries.Count];
    }

    private Stream Tar => _unpacked ?? _source;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _unpacked?.Dispose();
        _source.Dispose();
    }

    /// <inheritdoc/>
    protected override byte[] Read(int index)
    {
        if (_unpacked is null)
        {
            _source.Position = _entries[index].Offset;
            return Take(index);
        }

        _isRead[index] = true;
        if (_kept.Remove(index, out byte[]? kept))
        {
            _keptBytes -= kept.Length;
            return kept;
        }

        if (_unpacked.Position > _entries[index].Offset)
        {
            _unpacked.Dispose();
            _source.Position = 0;
            _unpacked = new GunzipStream(_source, Path);
            _next = 0;
        }

        for (; _next < index; _next++)
        {
            if (!_isRead[_next] && !_kept.ContainsKey(_next) && _entries[_next].Size <= MostKept - _keptBytes)
            {
                Skip(_entries[_next].Offset - _unpacked.Position);
                _kept.Add(_next, Take(_next));
                _keptBytes += _entries[_next].Size;
            }
        }

        Skip(_entries[index].Offset - _unpacked.Position);
        _next = index + 1;
        return Take(index);
    }

    // The first reading found so many bytes.
    private byte[] Take(int index)
    {
        byte[] bytes = new byte[_entries[index].Size];
        Fill(bytes);
        return bytes;
    }

    private void ReadEntries()
    {
        string? longName = null;
        long? longSize = null;
        while (true)
        {
            string place = $"offset 0x{Tar.Position:x}";
            Fill(_block);
            if (!_block.AsSpan().ContainsAnyExcept((byte)0))
            {
                break;
            }

            TarHeader header = TarHeader.Read(_block, Path, place);
            switch (header.Type)
            {
                case 'x':
                    (longName, longSize) = ReadPax(ReadRecords(header.Size, place), place, longName, longSize);
                    continue;
                case 'L':
                    longName = TarHeader.Text(ReadRecords(header.Size, place));
                    continue;
                case 'g' or 'K':
                    _ = ReadRecords(header.Size, place);
                    continue;
                default:
                    break;
            }

            Take(header.Type, longName ?? header.Name, longSize ?? header.Size);
            (longName, longSize) = (null, null);
        }

        Fill(_block);
        if (_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            throw new DataFormatException(Path, $"offset 0x{Tar.Position - TarHeader.Bytes:x}", "expected two empty blocks at the end of the tar file, got one", Refetch);
        }

        // A packed file proves that it is whole only at its end.
        while (_unpacked?.Read(_block) > 0)
        {
        }
    }

    private void Take(char type, string name, long size)
    {
        bool isFolder = type == '5' || (name.EndsWith('/') && size == 0);
        Add(name, isFolder);
        if (type is not ('0' or '\0' or '7' or '5'))
        {
            string what = type switch { '1' or '2' => "a link", '3' or '4' => "a device", '6' => "a pipe", 'S' => "a sparse file", _ => $"the kind '{Show(type.ToString())}'" };
            throw new DataFormatException(Path, $"entry '{Show(name)}'", $"expected files and folders, got {what}", "Do not trust this file, or pack it again with files alone.");
        }

        if (size > Array.MaxLength)
        {
            throw new DataFormatException(Path, $"entry '{Show(name)}'", $"expected an entry of at most {Array.MaxLength} bytes, got {size}", Expansion.Cure);
        }

        if (!isFolder)
        {
            _entries.Add((Tar.Position, size));
        }

        Skip(Padded(size));
    }

    /// <summary>Reads what an entry says of the next one; the span is good until the next call.</summary>
    private ReadOnlySpan<byte> ReadRecords(long size, string place)
    {
        if (size > LongestRecords)
        {
            throw new DataFormatException(Path, place, $"expected attributes of at most {LongestRecords} bytes, got {size}", Refetch);
        }

        int padded = (int)Padded(size);
        if (_records.Length < padded)
        {
            _records = new byte[padded];
        }

        Fill(_records.AsSpan(0, padded));
        return _records.AsSpan(0, (int)size);
    }

    /// <summary>Reads pax records, <c>LENGTH KEY=VALUE</c> and a line feed each, of which the name and the size count here.</summary>
    private (string? Name, long? Size) ReadPax(ReadOnlySpan<byte> records, string place, string? name, long? size)
    {
        while (records.Length > 0)
        {
            bool isRecord = Utf8Parser.TryParse(records, out int length, out int digits) && length > digits + 2 && length <= records.Length
                && records[digits] == (byte)' ' && records[length - 1] == (byte)'\n';
            int equals = isRecord ? records[..length].IndexOf((byte)'=') : -1;
            if (equals < 0)
            {
                throw new DataFormatException(Path, place, "expected records of the pax format, got another thing", Refetch);
            }

            ReadOnlySpan<byte> key = records[(digits + 1)..equals];
            ReadOnlySpan<byte> value = records[(equals + 1)..(length - 1)];
            if (key.SequenceEqual("path"u8))
            {
                name = TarHeader.Text(value);
            }
            else if (key.SequenceEqual("size"u8))
            {
                size = Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length && number >= 0
                    ? number
                    : throw new DataFormatException(Path, place, "expected a size in digits, got another thing", Refetch);
            }
            else if (key.StartsWith("GNU.sparse"u8))
            {
                throw new DataFormatException(Path, place, "expected files and folders, got a sparse file", "Pack it again with files alone.");
            }

            records = records[length..];
        }

        return (name, size);
    }

    private static long Padded(long size) => (size + TarHeader.Bytes - 1) / TarHeader.Bytes * TarHeader.Bytes;

    private void Skip(long bytes)
    {
        if (_unpacked is null)
        {
            _ = bytes <= _source.Length - _source.Position ? _source.Position += bytes : throw Short();
            return;
        }

        byte[] piece = new byte[(int)Math.Min(bytes, 16 * 1024)];
        for (; bytes > 0; bytes -= Math.Min(bytes, piece.Length))
        {
            Fill(piece.AsSpan(0, (int)Math.Min(bytes, piece.Length)));
        }
    }

    private void Fill(Span<byte> target)
    {
        if (Tar.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw Short();
        }
    }

    private DataFormatException Short() => new(Path, "", "expected two empty blocks at the end of the tar file, got the end of the file before", Refetch);
}
