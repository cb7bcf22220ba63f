using System.Diagnostics;
using Gnn.Tensors;

namespace Gnn.Sampling.Walks;

/// <summary>What a caller asks of a walker, checked once, and the blocks of random words that each walk has.</summary>
/// <remarks>
/// A walk with the key k has the words from k 2^24 on of the stream <c>walks</c> of the source that was given: the block 2^22 k is its first. The upper
/// half of a walk's words is for draws that the first word of a step does not decide.
/// </remarks>
internal readonly unsafe struct WalkRequest
{
    /// <summary>Steps that a walk may have at most, so that it does not run out of words of its own.</summary>
    public const int MaxLength = 1 << 16;

    private const int BlockBits = 22;
    private const long MaxKey = (1L << 39) - 1;

    public WalkRequest(int* starts, int startCount, long* keys, int nodeCount, RandomSource random)
    {
        Starts = starts;
        StartCount = startCount;
        Keys = keys;
        NodeCount = nodeCount;
        Words = random.Stream("walks");
    }

    public int* Starts { get; }

    public int StartCount { get; }

    public long* Keys { get; }

    public int NodeCount { get; }

    public RandomSource Words { get; }

    /// <summary>Checks what was given, and says how many walks it means.</summary>
    public static int Check(ReadOnlySpan<int> starts, int nodeCount, int length, int walksPerStart)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(walksPerStart, 1);
        if ((long)walksPerStart * nodeCount > MaxKey)
        {
            throw new ArgumentOutOfRangeException(
                nameof(walksPerStart), walksPerStart, $"Walks of {nodeCount} nodes have keys below 2^39 for {MaxKey / nodeCount} walks of each at most, got {walksPerStart}.");
        }

        if ((long)walksPerStart * starts.Length > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(walksPerStart), walksPerStart, $"{walksPerStart} walks from each of {starts.Length} starts are more than 2^31 - 1: ask for them in batches.");
        }

        for (int i = 0; i < starts.Length; i++)
        {
            if ((uint)starts[i] >= (uint)nodeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(starts), starts[i], $"Start {i} must be a node in [0, {nodeCount}), got {starts[i]}.");
            }
        }

        return walksPerStart * starts.Length;
    }

    /// <summary>Checks keys that a caller gives.</summary>
    public static void CheckKeys(ReadOnlySpan<long> keys, int starts)
    {
        if (keys.Length != starts)
        {
            throw new ArgumentException($"Each walk needs a key: got {keys.Length} keys for {starts} starts.", nameof(keys));
        }

        foreach (long key in keys)
        {
            if (key is < 0 or > MaxKey)
            {
                throw new ArgumentOutOfRangeException(nameof(keys), key, $"A walk's key must be in [0, 2^39), got {key}.");
            }
        }
    }

    public int Start(int walk) => Starts[walk % StartCount];

    /// <summary>The first block of a walk's words.</summary>
    public ulong FirstBlock(int walk)
    {
        long key = Keys != null ? Keys[walk] : ((long)(walk / StartCount) * NodeCount) + Start(walk);
        Debug.Assert(key is >= 0 and <= MaxKey, "Keys are checked.");
        return (ulong)key << BlockBits;
    }

    /// <summary>Draws an entry of a row where the first word leaves it open: exactly uniform, by the words that are kept for it.</summary>
    /// <param name="firstBlock">The first block of the walk's words.</param>
    /// <param name="step">The step.</param>
    /// <param name="product">The first word times the length.</param>
    /// <param name="length">The number of entries, at least 1.</param>
    public ulong Redraw(ulong firstBlock, int step, ulong product, uint length)
    {
        // Two words of the upper half for each step; more are not needed in the age of the universe, and would be those of the next step.
        uint threshold = (0 - length) % length;
        long word = (long)((firstBlock * 4) + (1 << 23) + (2UL * (ulong)step));
        while ((uint)product < threshold)
        {
            product = (ulong)Words.UInt32At(word++) * length;
        }

        return product >> 32;
    }
}
