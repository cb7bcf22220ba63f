using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Sampling.Neighbors;

/// <summary>The edges of one node that have small random numbers.</summary>
internal static unsafe class LaborRow
{
    /// <summary>How many words may be read past the last one of a row, which must be the largest there are.</summary>
    internal const int Padding = 8;

    /// <summary>Bounds the smallest words of a row.</summary>
    /// <param name="words">The words, padded.</param>
    /// <param name="length">How many.</param>
    /// <param name="count">How many are wanted, fewer than there are.</param>
    /// <returns>A bound, and how many words that equal it are wanted beside all that are less.</returns>
    /// <remarks>A search whose steps are in proportion to how many words each side has: few, as the words are spread evenly. A step also finds the words next to
    /// its bound, so that it need not find the right bound but one that is off by a word.</remarks>
    internal static (uint Bound, int Equal) Bound(uint* words, int length, int count)
    {
        // Fewer than wanted are up to low, more than wanted up to high.
        (long low, long high) = (-1, uint.MaxValue);
        (int belowLow, int upToHigh) = (0, length);
        for (int step = 1; high - low > 1; step++)
        {
            double share = step % 4 == 0 ? 0.5 : (count - belowLow + 0.5) / (upToHigh - belowLow + 1.0);
            uint middle = (uint)Math.Clamp(low + (long)((high - low) * share), low + 1, high - 1);
            int upTo = CountUpTo(words, length, middle, out Vector256<uint> before, out Vector256<uint> after);
            switch (upTo - count)
            {
                case 0:
                    return (middle + 1, 0);
                case 1 when Largest(before) is uint last && IsSingle(words, length, last):
                    return (last, 0);
                case -1 when ~Largest(~after) is uint first && IsSingle(words, length, first):
                    return (first + 1, 0);
                case < 0:
                    (low, belowLow) = (middle, upTo);
                    break;
                default:
                    (high, upToHigh) = (middle, upTo);
                    break;
            }
        }

        return ((uint)high, count - belowLow);
    }

    /// <summary>Copies the edges whose words are less than a bound, in the order of the row.</summary>
    /// <param name="words">The words.</param>
    /// <param name="length">How many.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="neighbors">The node of each edge.</param>
    /// <param name="found">Receives the nodes; there is room for all and <see cref="Padding"/>.</param>
    /// <param name="places">Receives the places in the row; there is room for all and <see cref="Padding"/>.</param>
    /// <param name="hasEqual">Whether a word equals the bound.</param>
    /// <returns>How many there are.</returns>
    internal static int TakeBelow(uint* words, int length, uint bound, int* neighbors, int* found, int* places, out bool hasEqual)
    {
        hasEqual = false;
        if (!Avx2.IsSupported || !Bmi2.X64.IsSupported)
        {
            return TakeBelowScalar(words, length, bound, neighbors, found, places, first: 0, taken: 0, ref hasEqual);
        }

        const ulong eachByte = 0x0101010101010101;
        const ulong identity = 0x0706050403020100;
        Vector256<uint> bounds = Vector256.Create(bound);
        Vector256<uint> equal = Vector256<uint>.Zero;
        int taken = 0;
        int i = 0;
        for (; i <= length - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Vector256<uint> word = Vector256.Load(words + i);
            equal |= Vector256.Equals(word, bounds);
            uint isBelow = Vector256.LessThan(word, bounds).ExtractMostSignificantBits();
            if (isBelow == 0)
            {
                continue;
            }

            // The lanes that are below, in order: a byte each.
            ulong lanes = Bmi2.X64.ParallelBitExtract(identity, Bmi2.X64.ParallelBitDeposit(isBelow, eachByte) * byte.MaxValue);
            Vector256<int> order = Avx2.ConvertToVector256Int32(Vector128.CreateScalar(lanes).AsByte());
            Avx2.PermuteVar8x32(Vector256.Load(neighbors + i), order).Store(found + taken);
            (order + Vector256.Create(i)).Store(places + taken);
            taken += BitOperations.PopCount(isBelow);
        }

        hasEqual = equal != Vector256<uint>.Zero;
        return TakeBelowScalar(words, length, bound, neighbors, found, places, i, taken, ref hasEqual);
    }

    /// <summary>The same edge by edge, from a place on where some were taken before.</summary>
    internal static int TakeBelowScalar(uint* words, int length, uint bound, int* neighbors, int* found, int* places, int first, int taken, ref bool hasEqual)
    {
        for (int i = first; i < length; i++)
        {
            found[taken] = neighbors[i];
            places[taken] = i;
            taken += words[i] < bound ? 1 : 0;
            hasEqual |= words[i] == bound;
        }

        return taken;
    }

    /// <summary>How many words are up to a bound, less than the largest word; the last of them, and the first of the others, are one of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountUpTo(uint* words, int length, uint bound, out Vector256<uint> before, out Vector256<uint> after)
    {
        Vector256<uint> bounds = Vector256.Create(bound);
        Vector256<uint> count = Vector256<uint>.Zero;
        (before, after) = (Vector256<uint>.Zero, Vector256<uint>.AllBitsSet);
        for (int i = 0; i < length; i += Vector256<uint>.Count)
        {
            Vector256<uint> word = Vector256.Load(words + i);
            Vector256<uint> isUpTo = Vector256.LessThanOrEqual(word, bounds);
            count -= isUpTo;
            before = Vector256.Max(before, word & isUpTo);
            after = Vector256.Min(after, word | isUpTo);
        }

        return (int)Vector256.Sum(count);
    }

    private static uint Largest(Vector256<uint> words)
    {
        Vector128<uint> half = Vector128.Max(words.GetLower(), words.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2u, 3, 0, 1)));
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(1u, 0, 3, 2)));
        return half[0];
    }

    /// <summary>Whether a word, not the largest there is, is in a row once.</summary>
    private static bool IsSingle(uint* words, int length, uint word)
    {
        Vector256<uint> wanted = Vector256.Create(word);
        Vector256<uint> count = Vector256<uint>.Zero;
        for (int i = 0; i < length; i += Vector256<uint>.Count)
        {
            count -= Vector256.Equals(Vector256.Load(words + i), wanted);
        }

        return word != uint.MaxValue && Vector256.Sum(count) == 1;
    }
}
