using System.Buffers.Binary;
using System.Text;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>One block of 512 bytes that begins an entry of a tar file, in the formats v7, ustar, GNU and pax.</summary>
/// <param name="Type">What the entry is: <c>0</c> a file, <c>5</c> a folder, <c>x</c> and <c>g</c> pax records, <c>L</c> a long name, and so on.</param>
/// <param name="Name">The name in the block, of at most 255 characters.</param>
/// <param name="Size">The length of the entry's bytes, which follow.</param>
internal readonly record struct TarHeader(char Type, string Name, long Size)
{
    /// <summary>The size of the block, to a multiple of which everything in a tar file is padded.</summary>
    public const int Bytes = 512;

    private const int NameBytes = 100;
    private const int SizeAt = 124;
    private const int ChecksumAt = 148;
    private const int TypeAt = 156;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;
    private const int PrefixBytes = 155;

    /// <summary>Reads a block that is not all zeros.</summary>
    /// <param name="block">The block.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="place">The place in it, for messages.</param>
    /// <returns>The header.</returns>
    /// <exception cref="DataFormatException">The block is no header: its checksum does not agree, or a number is none.</exception>
    public static TarHeader Read(ReadOnlySpan<byte> block, string path, string place)
    {
        // The checksum is taken with spaces in its own place.
        long sum = 8 * ' ';
        for (int i = 0; i < Bytes; i++)
        {
            sum += i is >= ChecksumAt and < ChecksumAt + 8 ? 0 : block[i];
        }

        if (!TryReadNumber(block.Slice(ChecksumAt, 8), out long claimed) || claimed != sum)
        {
            throw new DataFormatException(
                path, place, $"expected the header of a tar entry with the checksum {sum}, got {(claimed < 0 ? "none" : claimed)}", "The file is damaged, or no zip, tar or gzipped tar file: fetch it again.");
        }

        if (!TryReadNumber(block.Slice(SizeAt, 12), out long size))
        {
            throw new DataFormatException(path, place, "expected the length of a tar entry, got another thing", "The file is damaged: fetch it again.");
        }

        string name = Text(block[..NameBytes]);
        bool hasPrefix = block[MagicAt..].StartsWith("ustar\0"u8) && block[PrefixAt] != 0;
        return new TarHeader((char)block[TypeAt], hasPrefix ? $"{Text(block.Slice(PrefixAt, PrefixBytes))}/{name}" : name, size);
    }

    /// <summary>A name that ends at the first zero, in UTF-8; bytes that are no UTF-8 become the replacement character.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }

    /// <summary>A number in octal digits that ends with a space, a zero or the field, or one in binary, which begins with 0x80.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> field, out long value)
    {
        value = -1;
        if (field[0] == 0x80 && field.Length > sizeof(long))
        {
            ReadOnlySpan<byte> high = field[1..^8];
            value = (long)BinaryPrimitives.ReadUInt64BigEndian(field[^8..]);
            return !high.ContainsAnyExcept((byte)0) && value >= 0;
        }

        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        if (digits.Length == 0 || digits.ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            return false;
        }

        value = 0;
        foreach (byte digit in digits)
        {
            value = (8 * value) + (digit - '0');
        }

        return true;
    }
}
