using System.Numerics;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Features;

/// <summary>Orders wanted rows as they lie in a file.</summary>
internal static unsafe class RowOrder
{
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts row numbers with their positions, by counting, a digit at a time.</summary>
    /// <param name="ids">The rows, in [0, <paramref name="rowCount"/>).</param>
    /// <param name="rowCount">The number of rows of the file.</param>
    /// <returns>For each id in rising order <c>row &lt;&lt; 32 | position</c>; equal rows by position. Owned by the caller.</returns>
    public static NativeArray<ulong> Sort(ReadOnlySpan<int> ids, int rowCount)
    {
        var keys = new NativeArray<ulong>(ids.Length);
        bool isSorted = true;
        int last = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            keys.Pointer[i] = ((ulong)(uint)ids[i] << 32) | (uint)i;
            isSorted &= ids[i] >= last;
            last = ids[i];
        }

        if (isSorted)
        {
            return keys;
        }

        var other = new NativeArray<ulong>(ids.Length);
        long* starts = stackalloc long[Digits];
        int bits = 32 - BitOperations.LeadingZeroCount((uint)rowCount);
        for (int shift = 32; shift < 32 + bits; shift += DigitBits)
        {
            Pass(keys.Pointer, other.Pointer, ids.Length, shift, starts);
            (keys, other) = (other, keys);
        }

        other.Dispose();
        return keys;
    }

    /// <summary>The row of a sorted key.</summary>
    public static long RowOf(ulong key) => (long)(key >> 32);

    /// <summary>The position of a sorted key.</summary>
    public static int PositionOf(ulong key) => (int)key;

    private static void Pass(ulong* from, ulong* to, int count, int shift, long* starts)
    {
        new Span<long>(starts, Digits).Clear();
        for (int i = 0; i < count; i++)
        {
            starts[(from[i] >> shift) & (Digits - 1)]++;
        }

        long place = 0;
        for (int digit = 0; digit < Digits; digit++)
        {
            (starts[digit], place) = (place, place + starts[digit]);
        }

        for (int i = 0; i < count; i++)
        {
            to[starts[(from[i] >> shift) & (Digits - 1)]++] = from[i];
        }
    }
}
