using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Sampling.Temporal;

/// <summary>Binary searches side by side, so that they wait for memory together, and without a branch that is not foreseen.</summary>
internal static unsafe class SortedSearch
{
    /// <summary>How many searches at most.</summary>
    internal const int Lanes = 16;

    /// <summary>How many elements of each of some runs are below a bound.</summary>
    /// <param name="values">Where the runs lie, each sorted.</param>
    /// <param name="begins">Where each run begins.</param>
    /// <param name="lengths">How many elements each has, at least 1.</param>
    /// <param name="bounds">The bound of each.</param>
    /// <param name="ends">Receives the place of the first element of each that is not below its bound, or of its end.</param>
    /// <param name="count">How many runs, at most <see cref="Lanes"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FindEnds<T>(T* values, int* begins, int* lengths, T* bounds, int* ends, int count)
        where T : unmanaged, IBinaryInteger<T>
    {
        int* left = stackalloc int[Lanes];
        int longest = 1;
        for (int lane = 0; lane < count; lane++)
        {
            (ends[lane], left[lane]) = (begins[lane], lengths[lane]);
            longest = Math.Max(longest, lengths[lane]);
        }

        // The answer is among left + 1 places from the end so far on; the half that is looked at is 0 where one element is left.
        for (int steps = BitOperations.Log2((uint)longest - 1) + 1; longest > 1 && steps > 0; steps--)
        {
            for (int lane = 0; lane < count; lane++)
            {
                int half = left[lane] >>> 1;
                int middle = ends[lane] + half + ((-half >>> 31) ^ 1) - 1;
                ends[lane] += half & -Below(values[middle], bounds[lane]);
                left[lane] -= half;
            }
        }

        for (int lane = 0; lane < count; lane++)
        {
            ends[lane] += Below(values[ends[lane]], bounds[lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Below<T>(T value, T bound)
        where T : unmanaged, IBinaryInteger<T> => value < bound ? 1 : 0;
}
