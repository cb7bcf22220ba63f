using System.Buffers.Binary;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>What stands at both ends of a graph file: 64 bytes each, little-endian, with a checksum of their own.</summary>
/// <remarks>
/// <code>
/// header   0  89 'g' 'n' 'n' 0D 0A 1A 0A      8  version, u32    12  zeros    60  CRC-32C of bytes 0 to 59
/// sections    each at the next multiple of 64, zeros between them
/// table       JSON, UTF-8, at the next multiple of 64
/// footer   0  offset of the table, u64        8  its length, u64      16  length of the file, u64     24  checksum of the table, u32
///         28  zeros                          52  CRC-32C of bytes 0 to 51    56  89 'e' 'n' 'd' 0D 0A 1A 0A
/// </code>
/// The footer stands at the next multiple of 64 after the table and ends the file, so every array has 64 bytes after it. Nothing is left out: given the
/// lengths of the sections and of the table, every byte has its place.
/// </remarks>
internal readonly record struct FileFrame(long TableOffset, long TableLength, long FileLength, uint TableChecksum)
{
    public const int Version = 1;
    public const int Alignment = 64;
    public const int HeaderBytes = 64;
    public const int FooterBytes = 64;

    private const string Again = "The file is truncated, damaged or of another kind: write or fetch it again.";

    private static ReadOnlySpan<byte> HeaderMagic => [0x89, (byte)'g', (byte)'n', (byte)'n', 0x0d, 0x0a, 0x1a, 0x0a];

    private static ReadOnlySpan<byte> FooterMagic => [0x89, (byte)'e', (byte)'n', (byte)'d', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>The first multiple of <see cref="Alignment"/> that is not before an offset.</summary>
    public static long Align(long offset) => checked(offset + Alignment - 1) & -Alignment;

    public static byte[] Header()
    {
        byte[] header = new byte[HeaderBytes];
        HeaderMagic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), Checksum.Of(header.AsSpan(0, 60)));
        return header;
    }

    public byte[] Footer()
    {
        byte[] footer = new byte[FooterBytes];
        BinaryPrimitives.WriteInt64LittleEndian(footer, TableOffset);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(8), TableLength);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(16), FileLength);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(24), TableChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(52), Checksum.Of(footer.AsSpan(0, 52)));
        FooterMagic.CopyTo(footer.AsSpan(56));
        return footer;
    }

    /// <summary>Passes the header of a graph file of this version.</summary>
    /// <exception cref="DataFormatException">It is not one.</exception>
    public static void CheckHeader(ReadOnlySpan<byte> header, string path)
    {
        if (!header.StartsWith(HeaderMagic))
        {
            throw new DataFormatException(
                path, "offset 0", $"expected a graph file, which begins with the bytes {Convert.ToHexString(HeaderMagic)}, got {Convert.ToHexString(header[..8])}");
        }

        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(header[60..]);
        uint found = Checksum.Of(header[..60]);
        if (stated != found)
        {
            throw new DataFormatException(path, "offset 60", $"expected a header with the checksum {stated:x8}, got {found:x8}", Again);
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != Version || header[12..60].ContainsAnyExcept((byte)0))
        {
            throw new DataFormatException(
                path, "offset 8", $"expected version {Version}, got {version}", "Read the file with the release of Gnn that wrote it, or write it again with this one.");
        }
    }

    /// <summary>Reads the footer and checks it against the file.</summary>
    /// <exception cref="DataFormatException">The file was cut or altered.</exception>
    public static FileFrame ReadFooter(ReadOnlySpan<byte> footer, long fileLength, string path)
    {
        long at = fileLength - FooterBytes;
        if (!footer.EndsWith(FooterMagic))
        {
            throw new DataFormatException(
                path, $"offset {at + 56}", $"expected the end of a graph file, {Convert.ToHexString(FooterMagic)}, got {Convert.ToHexString(footer[56..])}", Again);
        }

        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(footer[52..]);
        uint found = Checksum.Of(footer[..52]);
        if (stated != found || footer[28..52].ContainsAnyExcept((byte)0))
        {
            throw new DataFormatException(path, $"offset {at + 52}", $"expected a footer with the checksum {stated:x8}, got {found:x8}", Again);
        }

        var frame = new FileFrame(
            BinaryPrimitives.ReadInt64LittleEndian(footer),
            BinaryPrimitives.ReadInt64LittleEndian(footer[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(footer[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(footer[24..]));
        if (frame.FileLength != fileLength)
        {
            throw new DataFormatException(path, $"offset {at + 16}", $"expected a file of {frame.FileLength} bytes, got {fileLength}", Again);
        }

        if (frame.TableOffset < HeaderBytes || frame.TableLength < 0 || frame.TableLength > at - frame.TableOffset || Align(frame.TableOffset + frame.TableLength) != at)
        {
            throw new DataFormatException(
                path,
                $"offset {at}",
                $"expected a table of sections between the header and the footer at {at}, got {frame.TableLength} bytes at {frame.TableOffset}",
                Again);
        }

        return frame;
    }
}
