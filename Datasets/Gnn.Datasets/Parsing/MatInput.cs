using System.Buffers.Binary;
using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>A cursor over the data elements of a MAT file, or of one of its elements; it never runs past their end.</summary>
internal sealed class MatInput
{
    private const int TagBytes = 8;
    private const int PieceBytes = 64 * 1024;
    private const int SmallDataBytes = 4;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly string _path;
    private readonly string _place;
    private int _position;
    private int _element;

    /// <param name="bytes">What the cursor goes over.</param>
    /// <param name="path">What to call the file in messages.</param>
    /// <param name="place">What to call the bytes in messages, before the offset in them.</param>
    /// <param name="isBigEndian">The order of bytes.</param>
    public MatInput(ReadOnlyMemory<byte> bytes, string path, string place, bool isBigEndian)
    {
        (_bytes, _path, _place, IsBigEndian) = (bytes, path, place, isBigEndian);
    }

    /// <summary>Whether the most significant byte of a number comes first.</summary>
    public bool IsBigEndian { get; }

    /// <summary>The bytes not yet read.</summary>
    public int Left => _bytes.Length - _position;

    /// <summary>Takes the next element.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <returns>Its type, perhaps one that is not known, and its data.</returns>
    public (MatType Type, ReadOnlyMemory<byte> Data) Next(string what)
    {
        _element = _position;
        ReadOnlySpan<byte> tag = Take(TagBytes, what).Span;
        uint first = Number(tag);
        if (first >> 16 != 0)
        {
            // The small form: type, length and data in eight bytes.
            int length = (int)(first >> 16);
            return length <= SmallDataBytes
                ? ((MatType)(first & 0xffff), _bytes.Slice(_position - SmallDataBytes, length))
                : throw Bad($"expected {what}, small data of at most {SmallDataBytes} bytes, got {length}");
        }

        var type = (MatType)first;
        uint stated = Number(tag[4..]);
        ReadOnlyMemory<byte> data = Take(stated, what);
        if (type != MatType.Compressed)
        {
            _position += Math.Min(Left, -(int)stated & (TagBytes - 1));
        }

        return (type, data);
    }

    /// <summary>Takes the next element, which must hold numbers.</summary>
    public MatNumbers NextNumbers(string what)
    {
        (MatType type, ReadOnlyMemory<byte> data) = Next(what);
        int size = MatNumbers.SizeOf(type);
        return size != 0 && data.Length % size == 0
            ? new MatNumbers(type, data, IsBigEndian)
            : throw Bad($"expected {what}, numbers, got {data.Length} bytes of type {(int)type}");
    }

    /// <summary>Takes the next element, which must hold integers of 32 bits.</summary>
    public MatNumbers NextIntegers(string what)
    {
        MatNumbers numbers = NextNumbers(what);
        return numbers.Type is MatType.Int32 or MatType.UInt32 ? numbers : throw Bad($"expected {what}, 32-bit integers, got {numbers.Type}");
    }

    /// <summary>Unpacks an element that holds another.</summary>
    /// <param name="packed">The data of a compressed element.</param>
    /// <param name="most">The most bytes that may be unpacked.</param>
    /// <returns>A cursor over what is unpacked.</returns>
    public MatInput Unpack(ReadOnlyMemory<byte> packed, long most)
    {
        byte[] header = new byte[TagBytes];
        try
        {
            using var source = new ZLibStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            if (source.ReadAtLeast(header, TagBytes, throwOnEndOfStream: false) < TagBytes)
            {
                throw Bad("expected a packed variable, got fewer than 8 bytes", "The file is truncated or damaged: fetch it again.");
            }

            long stated = TagBytes + (long)Number(header.AsSpan(4));
            if (stated > Math.Min(most, Array.MaxLength))
            {
                throw Bad($"expected a variable of at most {Math.Min(most, Array.MaxLength)} bytes from {packed.Length} that are packed, got {stated}", Expansion.Cure);
            }

            return new MatInput(ReadAll(source, header, (int)stated), _path, $"{_place}offset 0x{_element:x}, unpacked ", IsBigEndian);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Bad($"expected a variable packed by zlib, got damaged data: {exception.Message}", "Fetch the file again.");
        }
    }

    /// <summary>Makes the exception for a defect at the current element.</summary>
    public DataFormatException Bad(string problem, string cure = "The file is damaged: fetch it again.") =>
        new(_path, $"{_place}offset 0x{_element:x}", problem, cure);

    // Room grows with what is there, not with what is stated.
    private byte[] ReadAll(ZLibStream source, byte[] header, int stated)
    {
        byte[] bytes = new byte[Math.Min(stated, PieceBytes)];
        header.CopyTo(bytes, 0);
        int count = TagBytes;
        while (count < stated)
        {
            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(stated, 2L * bytes.Length));
            }

            int read = source.Read(bytes, count, bytes.Length - count);
            count += read;
            if (read == 0)
            {
                throw Bad($"expected {stated} bytes of a packed variable, got {count}", "The file is truncated or damaged: fetch it again.");
            }
        }

        // Reading to the end compares the checksum.
        return source.ReadByte() < 0 ? bytes : throw Bad($"expected {stated} bytes of a packed variable, got more");
    }

    private ReadOnlyMemory<byte> Take(uint length, string what)
    {
        if (length > (uint)Left)
        {
            throw Bad($"expected {what} of {length} bytes, got {Left}", "The file is truncated or damaged: fetch it again.");
        }

        ReadOnlyMemory<byte> taken = _bytes.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    private uint Number(ReadOnlySpan<byte> bytes) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
