using System.Buffers.Binary;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads files that may be compressed by gzip, which is told by their first bytes and not by their names.</summary>
/// <remarks>How far they may expand, <see cref="Expansion"/> says; what is unpacked must fit an array.</remarks>
internal static class Gzip
{
    private const int MagicBytes = 2;

    /// <summary>Whether bytes begin as a gzip file does.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> bytes) => bytes.Length >= MagicBytes && bytes[0] == 0x1f && bytes[1] == 0x8b;

    /// <summary>Reads a file and unpacks it if it is compressed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is longer than an array, or is compressed and damaged or grows by too much.</exception>
    public static byte[] ReadFile(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new DataFormatException(path, "", $"expected a file of at most {Array.MaxLength} bytes, got {length}");
        }

        byte[] bytes = File.ReadAllBytes(path);
        return IsGzip(bytes) ? Unpack(bytes, path) : bytes;
    }

    /// <summary>Unpacks bytes.</summary>
    /// <param name="packed">A gzip file, of one member or several.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The unpacked bytes.</returns>
    /// <exception cref="DataFormatException">The bytes are damaged, cut short or followed by others, or grow by too much.</exception>
    public static byte[] Unpack(byte[] packed, string path)
    {
        using var stream = new GunzipStream(new MemoryStream(packed, writable: false), path);

        // A file of one member ends with its unpacked length.
        long claimed = packed.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - sizeof(uint)));
        return Expansion.Read(stream, claimed, packed.Length, Array.MaxLength, path, "");
    }
}
