using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    /// <remarks>A search whose steps are in proportion to how many words each side has: few, as the words are spread evenly.</remarks>
    internal static (uint Bound, int Equal) Bound(uint* words, int length, int count)
    {
        // Fewer than wanted are up to low, more than wanted up to high.
        (long low, long high) = (-1, uint.MaxValue);
        (int belowLow, int upToHigh) = (0, length);
        for (int step = 1; high - low > 1; step++)
        {
            double share = step % 4 == 0 ? 0.5 : (count - belowLow + 0.5) / (upToHigh - belowLow + 1.0);
            long middle = Math.Clamp(low + (long)((high - low) * share), low + 1, high - 1);
            int upTo = CountUpTo(words, length, (uint)middle);
            if (upTo == count)
            {
                return ((uint)middle + 1, 0);
            }

            if (upTo < count)
            {
                (low, belowLow) = (middle, upTo);
            }
            else
            {
                (high, upToHigh) = (middle, upTo);
            }
        }

        return ((uint)high, count - belowLow);
    }

    /// <summary>Copies the edges whose words are less than a bound, in the order of the row.</summary>
    /// <param name="words">The words.</param>
    /// <param name="length">How many.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="neighbors">The node of each edge.</param>
    /// <param name="found">Receives the nodes; there is room for all.</param>
    /// <param name="places">Receives the places in the row; there is room for all.</param>
    /// <returns>How many there are.</returns>
    internal static int TakeBelow(uint* words, int length, uint bound, int* neighbors, int* found, int* places)
    {
        int taken = 0;
        for (int i = 0; i < length; i++)
        {
            found[taken] = neighbors[i];
            places[taken] = i;
            taken += words[i] < bound ? 1 : 0;
        }

        return taken;
    }

    /// <summary>Whether a word is in a row.</summary>
    internal static bool Contains(uint* words, int length, uint word) => new ReadOnlySpan<uint>(words, length).Contains(word);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountUpTo(uint* words, int length, uint bound)
    {
        Vector256<uint> bounds = Vector256.Create(bound);
        Vector256<int> count = Vector256<int>.Zero;
        for (int i = 0; i < length; i += Vector256<uint>.Count)
        {
            count -= Vector256.LessThanOrEqual(Vector256.Load(words + i), bounds).AsInt32();
        }

        return Vector256.Sum(count);
    }
}
