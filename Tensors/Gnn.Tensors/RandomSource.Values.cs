namespace Gnn.Tensors;

/// <content>Single values and runs of raw words.</content>
public readonly partial record struct RandomSource
{
    private const float SingleUnit = 1f / (1 << 24);
    private const double DoubleUnit = 1d / (1L << 53);

    /// <summary>The word at an index: 32 random bits.</summary>
    /// <param name="index">Zero or more; lane <c>index % 4</c> of block <c>index / 4</c>.</param>
    /// <returns>The word.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    /// <remarks>Each call computes a block of four words; read runs by <see cref="Fill"/> or <see cref="Sequence"/>.</remarks>
    public uint UInt32At(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Philox.Block((ulong)index >> 2, StreamId, Seed, out uint x0, out uint x1, out uint x2, out uint x3);
        return (index & 3) switch
        {
            0 => x0,
            1 => x1,
            2 => x2,
            _ => x3,
        };
    }

    /// <summary>The single-precision number at an index, a multiple of 2^-24 in [0, 1).</summary>
    /// <param name="index">Zero or more; the upper 24 bits of the word at this index.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public float SingleAt(long index) => ToSingle(UInt32At(index));

    /// <summary>The double-precision number at an index, a multiple of 2^-53 in [0, 1).</summary>
    /// <param name="index">Zero or more; made of the words <c>2 * index</c> and <c>2 * index + 1</c>.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative.</exception>
    public double DoubleAt(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Philox.Block((ulong)index >> 1, StreamId, Seed, out uint x0, out uint x1, out uint x2, out uint x3);
        return (index & 1) == 0 ? ToDouble(x0, x1) : ToDouble(x2, x3);
    }

    /// <summary>Copies a run of words.</summary>
    /// <param name="destination">Receives the words from <paramref name="firstIndex"/> on.</param>
    /// <param name="firstIndex">The index of the first word, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstIndex"/> is negative, or the run ends past 2^63 - 1.</exception>
    public void Fill(Span<uint> destination, long firstIndex)
    {
        CheckRange(firstIndex, destination.Length);
        FillWords(destination, (ulong)firstIndex);
    }

    /// <summary>Copies the four words of each of several blocks, as many blocks at a time as the machine's vectors have lanes: for values keyed by what they are
    /// drawn for, such as a node or a walk.</summary>
    /// <param name="blocks">The numbers of the blocks: block b has the words 4 b to 4 b + 3. In [0, 2^62).</param>
    /// <param name="words">Receives four words for each block, in the order of the list.</param>
    /// <exception cref="ArgumentException"><paramref name="words"/> has not four words for each block.</exception>
    /// <remarks>Block numbers are not looked at one by one; a number out of range is taken modulo 2^64, as the generator does.</remarks>
    public void FillBlocks(ReadOnlySpan<ulong> blocks, Span<uint> words)
    {
        if (words.Length / Philox.WordsPerBlock != blocks.Length || words.Length % Philox.WordsPerBlock != 0)
        {
            throw new ArgumentException($"A block has {Philox.WordsPerBlock} words: {blocks.Length} blocks need {4L * blocks.Length} words, got {words.Length}.", nameof(words));
        }

        Philox.FillList(blocks, words, StreamId, Seed);
    }

    /// <summary>The words of groups of 16 blocks, in lanes: word w of block i of group g goes to place 64 g + 16 w + i.</summary>
    /// <param name="blocks">The block numbers, whole groups.</param>
    /// <param name="streams">The <see cref="StreamId"/> of each block of a group, the same in all groups; the seed is this source's.</param>
    /// <param name="words">Receives the words.</param>
    internal void FillGroups(ReadOnlySpan<ulong> blocks, ReadOnlySpan<ulong> streams, Span<uint> words) => Philox.FillGroups(blocks, streams, words, Seed);

    /// <summary>The stream of this seed that has an id.</summary>
    internal RandomSource WithStreamId(ulong streamId) => new(Seed, streamId);

    internal static float ToSingle(uint word) => (word >> 8) * SingleUnit;

    internal static double ToDouble(uint low, uint high) => ((((ulong)high << 32) | low) >> 11) * DoubleUnit;

    private static void CheckRange(long firstIndex, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstIndex, long.MaxValue - length);
    }

    private void FillWords(Span<uint> destination, ulong firstWord)
    {
        int lane = (int)(firstWord % Philox.WordsPerBlock);
        ulong block = firstWord / Philox.WordsPerBlock;
        if (lane != 0)
        {
            Span<uint> head = stackalloc uint[Philox.WordsPerBlock];
            Philox.FillScalar(head, block++, StreamId, Seed);
            head = head[lane..];
            head = head[..Math.Min(head.Length, destination.Length)];
            head.CopyTo(destination);
            destination = destination[head.Length..];
        }

        Philox.Fill(destination, block, StreamId, Seed);
    }
}
