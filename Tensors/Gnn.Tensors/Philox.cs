using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors;

/// <summary>Philox4x32-10: a keyed bijection of 128-bit counters whose images are random numbers.</summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011. There is no state: block <c>b</c> of stream <c>s</c>
/// under seed <c>k</c> is the image of the counter <c>(b, s)</c> under the key <c>k</c>, whoever asks for it and in whatever order.
/// </remarks>
internal static partial class Philox
{
    /// <summary>The number of 32-bit words in a block.</summary>
    public const int WordsPerBlock = 4;

    /// <summary>The blocks of a group, for <see cref="FillGroups"/>.</summary>
    public const int GroupBlocks = 16;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>Computes one block. This is the scalar form that the vector forms are tested against.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ulong counterLow, ulong counterHigh, ulong key, out uint x0, out uint x1, out uint x2, out uint x3)
    {
        uint c0 = (uint)counterLow;
        uint c1 = (uint)(counterLow >> 32);
        uint c2 = (uint)counterHigh;
        uint c3 = (uint)(counterHigh >> 32);
        uint k0 = (uint)key;
        uint k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong p0 = (ulong)Multiplier0 * c0;
            ulong p1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(p1 >> 32) ^ c1 ^ k0;
            c1 = (uint)p1;
            c2 = (uint)(p0 >> 32) ^ c3 ^ k1;
            c3 = (uint)p0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        x0 = c0;
        x1 = c1;
        x2 = c2;
        x3 = c3;
    }

    /// <summary>Fills a span with the words of consecutive blocks, by the widest vectors of this machine.</summary>
    /// <param name="destination">Where the words go; the last block is cut short if the length is not a multiple of four.</param>
    /// <param name="firstBlock">The index of the block whose first word is <c>destination[0]</c>; indices wrap around at 2^64.</param>
    /// <param name="stream">The upper half of the counter.</param>
    /// <param name="seed">The key.</param>
    public static void Fill(Span<uint> destination, ulong firstBlock, ulong stream, ulong seed)
    {
        int done = 0;
        if (Lanes512.IsSupported)
        {
            done = FillWide<Lanes512, Vector512<ulong>>(destination, firstBlock, stream, seed);
        }
        else if (Lanes256.IsSupported)
        {
            done = FillWide<Lanes256, Vector256<ulong>>(destination, firstBlock, stream, seed);
        }
        else if (Lanes128.IsSupported)
        {
            done = FillWide<Lanes128, Vector128<ulong>>(destination, firstBlock, stream, seed);
        }

        FillScalar(destination[done..], firstBlock + (ulong)(done / WordsPerBlock), stream, seed);
    }

    /// <summary>Computes the blocks of a list, by the widest vectors of this machine.</summary>
    /// <param name="blocks">The block numbers.</param>
    /// <param name="destination">Where the words go, four for each block.</param>
    /// <param name="stream">The upper half of the counter.</param>
    /// <param name="seed">The key.</param>
    public static void FillList(ReadOnlySpan<ulong> blocks, Span<uint> destination, ulong stream, ulong seed)
    {
        int done = 0;
        if (Lanes512.IsSupported)
        {
            done = FillListWide<Lanes512, Vector512<ulong>>(blocks, destination, stream, seed);
        }
        else if (Lanes256.IsSupported)
        {
            done = FillListWide<Lanes256, Vector256<ulong>>(blocks, destination, stream, seed);
        }
        else if (Lanes128.IsSupported)
        {
            done = FillListWide<Lanes128, Vector128<ulong>>(blocks, destination, stream, seed);
        }

        for (; done < blocks.Length; done++)
        {
            Span<uint> words = destination.Slice(done * WordsPerBlock, WordsPerBlock);
            Block(blocks[done], stream, seed, out words[0], out words[1], out words[2], out words[3]);
        }
    }

    /// <summary>Computes groups of <see cref="GroupBlocks"/> blocks for code whose lanes are blocks: the first words of a group's blocks, then the second ones, and so on.</summary>
    /// <param name="blocks">The block numbers, whole groups.</param>
    /// <param name="streams">The upper half of the counter of each block of a group, the same in all groups.</param>
    /// <param name="destination">Word w of block i of group g goes to place 64 g + 16 w + i.</param>
    /// <param name="seed">The key.</param>
    public static void FillGroups(ReadOnlySpan<ulong> blocks, ReadOnlySpan<ulong> streams, Span<uint> destination, ulong seed)
    {
        Debug.Assert(blocks.Length % GroupBlocks == 0 && streams.Length == GroupBlocks, "Groups are whole, and each of their blocks has a stream.");
        Debug.Assert(destination.Length >= WordsPerBlock * blocks.Length, "There is room for the words.");
        if (Lanes512.IsSupported)
        {
            FillGroupsWide<Lanes512, Vector512<ulong>>(blocks, streams, destination, seed);
        }
        else if (Lanes256.IsSupported)
        {
            FillGroupsWide<Lanes256, Vector256<ulong>>(blocks, streams, destination, seed);
        }
        else if (Lanes128.IsSupported)
        {
            FillGroupsWide<Lanes128, Vector128<ulong>>(blocks, streams, destination, seed);
        }
        else
        {
            FillGroupsScalar(blocks, streams, destination, seed);
        }
    }

    /// <summary>The same block by block.</summary>
    public static void FillGroupsScalar(ReadOnlySpan<ulong> blocks, ReadOnlySpan<ulong> streams, Span<uint> destination, ulong seed)
    {
        for (int i = 0; i < blocks.Length; i++)
        {
            int place = (i / GroupBlocks * GroupBlocks * WordsPerBlock) + (i % GroupBlocks);
            Block(
                blocks[i], streams[i % GroupBlocks], seed, out destination[place], out destination[place + GroupBlocks], out destination[place + (2 * GroupBlocks)],
                out destination[place + (3 * GroupBlocks)]);
        }
    }

    /// <summary>Fills a span block by block.</summary>
    public static void FillScalar(Span<uint> destination, ulong firstBlock, ulong stream, ulong seed)
    {
        while (destination.Length >= WordsPerBlock)
        {
            Block(firstBlock++, stream, seed, out destination[0], out destination[1], out destination[2], out destination[3]);
            destination = destination[WordsPerBlock..];
        }

        if (!destination.IsEmpty)
        {
            Span<uint> last = stackalloc uint[WordsPerBlock];
            Block(firstBlock, stream, seed, out last[0], out last[1], out last[2], out last[3]);
            last[..destination.Length].CopyTo(destination);
        }
    }
}
