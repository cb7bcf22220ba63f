using System.Buffers.Binary;

namespace Gnn.Tensors.Files;

/// <summary>What a .npy file says of its array, held against the length of the file.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="IsColumnMajor">Whether the first axis of a matrix runs fastest in the file (Fortran order).</param>
/// <param name="DataOffset">Where the elements begin, in bytes.</param>
internal sealed record NpyHeader(NpyType Type, Shape Shape, bool IsColumnMajor, long DataOffset)
{
    /// <summary>What to do with a file that is not whole.</summary>
    public const string Refetch = "The file is truncated or damaged: fetch or write it again.";

    private const string Resave = "Save it with numpy.save(path, numpy.ascontiguousarray(a)).";
    private const int LongestHeader = ushort.MaxValue;
    private const int PrefixBytes = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    /// <param name="stream">The file at its start; its length is known.</param>
    /// <param name="path">The file, for messages.</param>
    /// <returns>The header; the elements it promises are as many as the file holds.</returns>
    /// <exception cref="DataFormatException">The file is truncated, damaged, of another format, or holds what is not read here.</exception>
    public static NpyHeader Read(Stream stream, string path)
    {
        NpyHeaderParser parser = Parse(stream, path, out long dataOffset);
        return Check(parser, stream.Length, dataOffset, path);
    }

    /// <summary>Reads what the header says, whatever the elements and the lengths are, and leaves the stream at the first element.</summary>
    /// <param name="stream">The file at its start; its length is known.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="dataOffset">Where the elements begin, in bytes.</param>
    /// <returns>The header, not yet held against the file's length.</returns>
    /// <exception cref="DataFormatException">The header is truncated, damaged or of another format.</exception>
    public static NpyHeaderParser Parse(Stream stream, string path, out long dataOffset)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes + sizeof(uint)];
        int got = stream.ReadAtLeast(prefix[..PrefixBytes], PrefixBytes, throwOnEndOfStream: false);
        if (got < PrefixBytes || !prefix.StartsWith(Magic))
        {
            throw new DataFormatException(
                path, "offset 0x0", "expected a .npy file, which begins with the byte 0x93, NUMPY and a version, got another", "Name a file that numpy.save wrote.");
        }

        (byte major, byte minor) = (prefix[6], prefix[7]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new DataFormatException(path, "offset 0x6", $"expected version 1.0, 2.0 or 3.0 of the format, got {major}.{minor}", Resave);
        }

        int lengthBytes = major == 1 ? sizeof(ushort) : sizeof(uint);
        Fill(stream, prefix.Slice(PrefixBytes, lengthBytes), path);
        uint length = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(prefix[PrefixBytes..]) : BinaryPrimitives.ReadUInt32LittleEndian(prefix[PrefixBytes..]);
        long start = PrefixBytes + lengthBytes;
        long most = Math.Min(stream.Length - start, LongestHeader);
        if (length > most)
        {
            throw new DataFormatException(path, "offset 0x8", $"expected a header of at most {most} bytes, got {length}", Refetch);
        }

        byte[] text = new byte[length];
        Fill(stream, text, path);
        var parser = new NpyHeaderParser(text, start, path);
        parser.Parse();
        dataOffset = start + length;
        return parser;
    }

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="DataFormatException">The file ends before.</exception>
    public static void Fill(Stream stream, Span<byte> target, string path)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new DataFormatException(path, "", $"expected {target.Length} more bytes, got the end of the file", Refetch);
        }
    }

    private static NpyHeader Check(in NpyHeaderParser parser, long fileBytes, long dataOffset, string path)
    {
        if (NpyCodes.Find(parser.Type) is not { } type)
        {
            string cure = parser.Type.StartsWith('>') ? $"Save it with the other byte order: numpy.save(path, a.astype('<{parser.Type[1..]}'))." : "Convert it with a.astype before saving.";
            throw new DataFormatException(path, "header", $"expected elements of {NpyCodes.Known}, got '{parser.Type}'", cure);
        }

        ReadOnlySpan<long> axes = parser.Shape;
        if (axes.Length > Tensors.Shape.MaxRank)
        {
            throw new DataFormatException(path, "header", $"expected at most {Tensors.Shape.MaxRank} axes, got {axes.Length}", "Reshape the array before saving.");
        }

        if (parser.IsColumnMajor && axes.Length > 2)
        {
            throw new DataFormatException(path, "header", $"expected Fortran order of a matrix at most, got {axes.Length} axes", Resave);
        }

        Int128 count = 1;
        foreach (long axis in axes)
        {
            count *= axis;
            if (count > long.MaxValue)
            {
                throw new DataFormatException(path, "header", "expected at most 2^63 - 1 elements, got more", Refetch);
            }
        }

        Int128 expected = count * NpyCodes.BytesOf(type);
        if (expected != fileBytes - dataOffset)
        {
            throw new DataFormatException(
                path, $"offset 0x{dataOffset:x}", $"expected {expected} bytes for {parser.Type} {new Shape(axes)}, got {fileBytes - dataOffset}", Refetch);
        }

        return new NpyHeader(type, new Shape(axes), parser.IsColumnMajor && axes.Length == 2, dataOffset);
    }
}
