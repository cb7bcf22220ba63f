using System.Buffers.Binary;
using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A zip file, stored or deflated, whose entries are read one by one as they are asked for; zip64 in so far as the file is below 4 GB unpacked.</summary>
/// <remarks>
/// The directory is read here and not by the platform, which takes some twelve times its size in memory, checks no checksum and lets entries share bytes.
/// </remarks>
internal sealed class ZipFile : Archive
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";
    private const int EndBytes = 22;
    private const int LocalBytes = 30;
    private const int LocatorBytes = 20;
    private const int WideEndBytes = 56;

    private readonly List<ZipEntry> _entries;
    private readonly Stream _stream;

    /// <summary>Reads and checks the directory.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="DataFormatException">The directory is damaged or has what is refused.</exception>
    public ZipFile(Stream stream, string path)
        : base(path)
    {
        _stream = stream;
        (long count, long size, long offset) = FindDirectory();
        if (offset < 0 || size < 0 || count < 0 || offset > stream.Length - size || size > Array.MaxLength || count > size / ZipEntry.LeastBytes)
        {
            throw Bad("", $"expected a directory of {count} entries inside the file of {stream.Length} bytes, got {size} bytes at offset 0x{offset:x}", Refetch);
        }

        ReadOnlySpan<byte> directory = ReadAt(offset, (int)size, "");
        _entries = new List<ZipEntry>((int)count);
        (long unpacked, long packed) = (0, 0);
        for (long i = 0; i < count; i++)
        {
            int bytes = ZipEntry.TryRead(directory, out ZipEntry entry);
            if (bytes == 0)
            {
                throw Bad($"entry {i} of the directory", "expected a name, lengths and a place, got another thing", Refetch);
            }

            Check(entry, offset, ref unpacked, ref packed);
            Add(entry.Name, entry.IsFolder);
            if (!entry.IsFolder)
            {
                _entries.Add(entry);
            }

            directory = directory[bytes..];
        }

        if (directory.Length > 0)
        {
            throw Bad("", $"expected a directory of {count} entries, got {directory.Length} bytes more", Refetch);
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => _stream.Dispose();

    /// <inheritdoc/>
    protected override byte[] Read(int index)
    {
        ZipEntry entry = _entries[index];
        string place = $"entry '{Show(Names[index])}'";
        ReadOnlySpan<byte> local = ReadAt(entry.Offset, LocalBytes, place);
        long start = entry.Offset + LocalBytes + BinaryPrimitives.ReadUInt16LittleEndian(local[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(local[28..]);
        if (!local.StartsWith("PK\x03\x04"u8) || entry.Packed > _stream.Length - start)
        {
            throw Bad(place, $"expected a header and {entry.Packed} bytes at offset 0x{entry.Offset:x}, got another thing or the end of the file", Refetch);
        }

        byte[] bytes = ReadAt(start, (int)entry.Packed, place);
        if (entry.Method != 0)
        {
            bytes = Inflate(bytes, entry.Length, place);
        }

        uint crc = Crc32.Of(bytes);
        return crc == entry.Crc ? bytes : throw Bad(place, $"expected bytes with the checksum {entry.Crc:x8}, got {crc:x8}", Refetch);
    }

    private byte[] Inflate(byte[] packed, long length, string place)
    {
        try
        {
            using var stream = new DeflateStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            byte[] bytes = Expansion.Read(stream, length, packed.Length, length, Path, place);
            return bytes.Length == length ? bytes : throw Bad(place, $"expected {length} bytes once unpacked, as the file says, got {bytes.Length}", Refetch);
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(Path, place, $"expected deflated bytes, got damaged data: {exception.Message}", Refetch, exception);
        }
    }

    private void Check(in ZipEntry entry, long directoryOffset, ref long unpacked, ref long packed)
    {
        string place = $"entry '{Show(entry.Name)}'";
        if (entry.IsEncrypted)
        {
            throw Bad(place, "expected entries that are not encrypted, got one that is", "Unpack the file with its password and pack it again without.");
        }

        if (entry.IsLink)
        {
            throw Bad(place, "expected files and folders, got a link", "Do not trust this file, or pack it again with files alone.");
        }

        if (entry.Method is not (0 or 8) || (entry.Method == 0 && entry.Packed != entry.Length))
        {
            throw Bad(place, $"expected an entry that is stored as it is or deflated, got method {entry.Method} from {entry.Packed} bytes to {entry.Length}", "Pack it again with deflate.");
        }

        long limit = Expansion.Limit(_stream.Length);
        if (entry.Length > limit - unpacked || entry.Length > Array.MaxLength)
        {
            throw Bad(place, $"expected at most {Math.Min(Array.MaxLength, limit - unpacked)} bytes from the file of {_stream.Length}, got {entry.Length}", Expansion.Cure);
        }

        // Entries that share bytes would take more than there are.
        if (entry.Offset > directoryOffset || entry.Packed > directoryOffset - packed - LocalBytes)
        {
            throw Bad(place, $"expected entries that lie apart before the directory at offset 0x{directoryOffset:x}, got {entry.Packed} bytes at 0x{entry.Offset:x}", Refetch);
        }

        unpacked += entry.Length;
        packed += entry.Packed + LocalBytes;
    }

    /// <summary>Finds the end of the directory, which is the end of the file but for a comment.</summary>
    private (long Count, long Size, long Offset) FindDirectory()
    {
        long at = _stream.Length - EndBytes;
        byte[] end = at >= 0 ? ReadAt(at, EndBytes, "") : [];
        if (!IsEnd(end))
        {
            long first = Math.Max(0, at - ushort.MaxValue);
            end = ReadAt(first, (int)(_stream.Length - first), "");
            int found = end.Length;
            do
            {
                found = end.AsSpan(0, Math.Max(0, found)).LastIndexOf("PK\x05\x06"u8);
            }
            while (found >= 0 && !IsEnd(end.AsSpan(found)));

            at = first + found;
            end = found >= 0 ? end[found..] : throw Bad("", "expected the end of a zip file's directory at the end of the file, got another thing", Refetch);
        }

        if (Short(end, 4) != 0 || Short(end, 6) != 0)
        {
            throw Bad($"offset 0x{at:x}", "expected a zip file in one part, got one of several", "Join the parts into one file.");
        }

        (long count, long size, long offset) = (Short(end, 10), Word(end, 12), Word(end, 16));
        if (count != ushort.MaxValue && size != uint.MaxValue && offset != uint.MaxValue)
        {
            return (count, size, offset);
        }

        byte[] locator = ReadAt(at - LocatorBytes, LocatorBytes, "");
        if (!locator.AsSpan().StartsWith("PK\x06\x07"u8))
        {
            return (count, size, offset);
        }

        byte[] wide = ReadAt(BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), WideEndBytes, "");
        return wide.AsSpan().StartsWith("PK\x06\x06"u8)
            ? (BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(32)), BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(48)))
            : throw Bad("", "expected the end of a zip64 directory where the file says it is, got another thing", Refetch);
    }

    private static bool IsEnd(ReadOnlySpan<byte> end) => end.Length >= EndBytes && end.StartsWith("PK\x05\x06"u8) && Short(end, 20) == end.Length - EndBytes;

    private byte[] ReadAt(long offset, int length, string place)
    {
        if (offset < 0 || offset > _stream.Length - length)
        {
            throw Bad(place, $"expected {length} bytes at offset 0x{offset:x}, got a file of {_stream.Length} bytes", Refetch);
        }

        byte[] bytes = new byte[length];
        _stream.Position = offset;
        return _stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : throw Bad(place, $"expected {length} bytes at offset 0x{offset:x}, got fewer", Refetch);
    }

    private DataFormatException Bad(string place, string problem, string cure) => new(Path, place, problem, cure);

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
