using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Sampling.Temporal;

/// <summary>Binary searches side by side, so that they wait for memory together, and without a branch that is not foreseen.</summary>
internal static unsafe class SortedSearch
{
    /// <summary>How many searches at a time.</summary>
    internal const int Lanes = 16;

    /// <summary>In each of some runs of rising numbers, the place of the first that is not below a bound, or of the run's end.</summary>
    /// <param name="values">Where the runs lie.</param>
    /// <param name="begins">Where each run begins.</param>
    /// <param name="lengths">How many elements each has, at least 1.</param>
    /// <param name="bounds">The bound of each.</param>
    /// <param name="ends">Receives the places.</param>
    internal static void Find(int* values, int* begins, int* lengths, int* bounds, int* ends)
    {
        if (!Avx2.IsSupported || !Vector256.IsHardwareAccelerated)
        {
            FindScalar(values, begins, lengths, bounds, ends);
            return;
        }

        int steps = Steps(lengths);
        Vector256<int> bound0 = Vector256.Load(bounds), bound1 = Vector256.Load(bounds + 8);
        Vector256<int> end0 = Vector256.Load(begins), end1 = Vector256.Load(begins + 8);
        Vector256<int> left0 = Vector256.Load(lengths), left1 = Vector256.Load(lengths + 8);
        for (int step = 0; step < steps; step++)
        {
            Vector256<int> half0 = left0 >>> 1, half1 = left1 >>> 1;
            Vector256<int> value0 = Avx2.GatherVector256(values, Middle(end0, half0), sizeof(int));
            Vector256<int> value1 = Avx2.GatherVector256(values, Middle(end1, half1), sizeof(int));
            end0 += half0 & Vector256.LessThan(value0, bound0);
            end1 += half1 & Vector256.LessThan(value1, bound1);
            (left0, left1) = (left0 - half0, left1 - half1);
        }

        (end0 - Vector256.LessThan(Avx2.GatherVector256(values, end0, sizeof(int)), bound0)).Store(ends);
        (end1 - Vector256.LessThan(Avx2.GatherVector256(values, end1, sizeof(int)), bound1)).Store(ends + 8);
    }

    /// <summary>The same of 64-bit numbers.</summary>
    internal static void Find(long* values, int* begins, int* lengths, long* bounds, int* ends)
    {
        if (!Avx2.IsSupported || !Vector256.IsHardwareAccelerated)
        {
            FindScalar(values, begins, lengths, bounds, ends);
            return;
        }

        int steps = Steps(lengths);
        Vector256<int> end0 = Vector256.Load(begins), end1 = Vector256.Load(begins + 8);
        Vector256<int> left0 = Vector256.Load(lengths), left1 = Vector256.Load(lengths + 8);
        for (int step = 0; step < steps; step++)
        {
            Vector256<int> half0 = left0 >>> 1, half1 = left1 >>> 1;
            Vector256<int> below0 = Below(values, Middle(end0, half0), bounds), below1 = Below(values, Middle(end1, half1), bounds + 8);
            end0 += half0 & below0;
            end1 += half1 & below1;
            (left0, left1) = (left0 - half0, left1 - half1);
        }

        (end0 - Below(values, end0, bounds)).Store(ends);
        (end1 - Below(values, end1, bounds + 8)).Store(ends + 8);
    }

    /// <summary>The same one by one.</summary>
    internal static void FindScalar<T>(T* values, int* begins, int* lengths, T* bounds, int* ends)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int lane = 0; lane < Lanes; lane++)
        {
            int end = begins[lane];
            for (int left = lengths[lane]; left > 0;)
            {
                int half = left >>> 1;
                bool isBelow = values[end + half] < bounds[lane];
                end += isBelow ? half + 1 : 0;
                left = isBelow ? left - half - 1 : half;
            }

            ends[lane] = end;
        }
    }

    /// <summary>How often the longest run is halved until one element is left.</summary>
    private static int Steps(int* lengths)
    {
        int longest = 1;
        for (int lane = 0; lane < Lanes; lane++)
        {
            longest = Math.Max(longest, lengths[lane]);
        }

        return 32 - BitOperations.LeadingZeroCount((uint)longest - 1);
    }

    /// <summary>The last element of the lower half, or where one element is left, that one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Middle(Vector256<int> end, Vector256<int> half) => end + half + Vector256.GreaterThan(half, Vector256<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Below(long* values, Vector256<int> places, long* bounds) => Vector256.Narrow(
        Vector256.LessThan(Avx2.GatherVector256(values, places.GetLower(), sizeof(long)), Vector256.Load(bounds)),
        Vector256.LessThan(Avx2.GatherVector256(values, places.GetUpper(), sizeof(long)), Vector256.Load(bounds + 4)));
}
