using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Gnn.Graphs.Files;

/// <summary>The checksum of a run of bytes: the CRC-32C of the CRC-32Cs of its blocks, each four bytes, little-endian.</summary>
/// <remarks>A CRC-32C (Castagnoli polynomial, reflected, as iSCSI and ext4 have it) differs for certain where all changes lie within 32 bits in a row; so does
/// the outer one then, whose changed bits lie in one block's four bytes. Every single changed byte is found, at any length; of arbitrary changes, one in 2^32
/// is missed. Blocks make the checksum of one run the work of many threads.</remarks>
internal static class Checksum
{
    /// <summary>The bytes of a block; the last one of a run is shorter.</summary>
    public const int BlockBytes = 256 * 1024;

    /// <summary>Four blocks, which are read and checked at once: arrays are read and written in pieces of this size.</summary>
    public const int PieceBytes = 4 * BlockBytes;

    /// <summary>The number of blocks of a run.</summary>
    public static long BlockCount(long bytes) => (bytes / BlockBytes) + (bytes % BlockBytes == 0 ? 0 : 1);

    /// <summary>The checksum of a run in memory.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint[] blocks = new uint[BlockCount(bytes.Length)];
        OfBlocks(bytes, blocks);
        return Combine(blocks);
    }

    /// <summary>The CRC-32C of each block of a run.</summary>
    /// <param name="bytes">A run that begins with a block.</param>
    /// <param name="blocks">Receives one for each block.</param>
    public static void OfBlocks(ReadOnlySpan<byte> bytes, Span<uint> blocks)
    {
        int block = 0;
        for (; bytes.Length >= PieceBytes; bytes = bytes[PieceBytes..], block += 4)
        {
            FourAbreast(bytes, blocks[block..]);
        }

        for (; bytes.Length > 0; bytes = bytes[Math.Min(BlockBytes, bytes.Length)..], block++)
        {
            blocks[block] = Crc(bytes[..Math.Min(BlockBytes, bytes.Length)]);
        }
    }

    /// <summary>The checksum of a run from those of its blocks.</summary>
    public static uint Combine(ReadOnlySpan<uint> blocks)
    {
        uint crc = ~0u;
        foreach (uint block in blocks)
        {
            crc = BitOperations.Crc32C(crc, block);
        }

        return ~crc;
    }

    // A step waits for the one before: four blocks at a time keep the instruction's unit busy, and go three times as fast as one.
    private static void FourAbreast(ReadOnlySpan<byte> bytes, Span<uint> crcs)
    {
        ReadOnlySpan<ulong> a = Words(bytes, 0);
        ReadOnlySpan<ulong> b = Words(bytes, 1)[..a.Length];
        ReadOnlySpan<ulong> c = Words(bytes, 2)[..a.Length];
        ReadOnlySpan<ulong> d = Words(bytes, 3)[..a.Length];
        (uint crcA, uint crcB, uint crcC, uint crcD) = (~0u, ~0u, ~0u, ~0u);
        for (int i = 0; i < a.Length; i++)
        {
            crcA = BitOperations.Crc32C(crcA, a[i]);
            crcB = BitOperations.Crc32C(crcB, b[i]);
            crcC = BitOperations.Crc32C(crcC, c[i]);
            crcD = BitOperations.Crc32C(crcD, d[i]);
        }

        (crcs[0], crcs[1], crcs[2], crcs[3]) = (~crcA, ~crcB, ~crcC, ~crcD);

        static ReadOnlySpan<ulong> Words(ReadOnlySpan<byte> bytes, int block) =>
            MemoryMarshal.Cast<byte, ulong>(bytes.Slice(block * BlockBytes, BlockBytes));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
