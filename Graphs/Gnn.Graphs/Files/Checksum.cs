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
    /// <summary>The bytes of a block, which is read, checked and written at once; the last one of a run is shorter.</summary>
    public const int BlockBytes = 256 * 1024;

    // Below, joining the lanes costs more than they save.
    private const int LeastLaneBytes = 2048;
    private const uint Polynomial = 0x82f63b78;
    private const uint One = 1u << 31;
    private const uint X = One >> 1;

    /// <summary>The number of blocks of a run.</summary>
    public static long BlockCount(long bytes) => (bytes / BlockBytes) + (bytes % BlockBytes == 0 ? 0 : 1);

    /// <summary>The checksum of a run in memory.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        for (; bytes.Length > 0; bytes = bytes[Math.Min(BlockBytes, bytes.Length)..])
        {
            crc = BitOperations.Crc32C(crc, OfBlock(bytes[..Math.Min(BlockBytes, bytes.Length)]));
        }

        return ~crc;
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

    /// <summary>The CRC-32C of a block.</summary>
    /// <remarks>A step waits for the one before: four lanes at a time keep the instruction's unit busy, and go three times as fast as one. The remainder of a
    /// lane that others follow is the lane's own times x to the number of bits that follow, because a CRC is the remainder of a polynomial over GF(2).</remarks>
    /// <param name="bytes">The block, of any length.</param>
    public static uint OfBlock(ReadOnlySpan<byte> bytes)
    {
        int lane = (bytes.Length / 4) & -sizeof(ulong);
        if (lane < LeastLaneBytes)
        {
            return ~Continue(~0u, bytes);
        }

        ReadOnlySpan<ulong> a = Words(bytes, 0, lane);
        ReadOnlySpan<ulong> b = Words(bytes, lane, lane)[..a.Length];
        ReadOnlySpan<ulong> c = Words(bytes, 2 * lane, lane)[..a.Length];
        ReadOnlySpan<ulong> d = Words(bytes, 3 * lane, lane)[..a.Length];
        (uint crcA, uint crcB, uint crcC, uint crcD) = (~0u, 0u, 0u, 0u);
        for (int i = 0; i < a.Length; i++)
        {
            crcA = BitOperations.Crc32C(crcA, a[i]);
            crcB = BitOperations.Crc32C(crcB, b[i]);
            crcC = BitOperations.Crc32C(crcC, c[i]);
            crcD = BitOperations.Crc32C(crcD, d[i]);
        }

        uint shift = PowerOfX(8L * lane);
        uint joined = Multiply(Multiply(Multiply(crcA, shift) ^ crcB, shift) ^ crcC, shift) ^ crcD;
        return ~Continue(joined, bytes[(4 * lane)..]);

        static ReadOnlySpan<ulong> Words(ReadOnlySpan<byte> bytes, int start, int length) => MemoryMarshal.Cast<byte, ulong>(bytes.Slice(start, length));
    }

    private static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }

    // x^exponent modulo the polynomial; the highest bit of a word is the coefficient of 1.
    private static uint PowerOfX(long exponent)
    {
        uint power = One;
        for (uint square = X; exponent > 0; exponent >>= 1, square = Multiply(square, square))
        {
            power = (exponent & 1) != 0 ? Multiply(power, square) : power;
        }

        return power;
    }

    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (; left != 0; left <<= 1)
        {
            // Without a branch, which random bits would mislead every second time.
            product ^= right & (uint)((int)left >> 31);
            right = (right >> 1) ^ (Polynomial & (0u - (right & 1)));
        }

        return product;
    }
}
