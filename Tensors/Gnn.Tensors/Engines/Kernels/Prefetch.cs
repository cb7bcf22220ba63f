using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Asks for memory that is needed soon.</summary>
internal static unsafe class Prefetch
{
    /// <summary>The floats of a cache line.</summary>
    internal const int LineFloats = 16;

    /// <summary>Asks for the cache lines of a run of floats; does nothing where the machine cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(float* row, int length)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < length; i += LineFloats)
            {
                Sse.Prefetch0(row + i);
            }
        }
    }

    /// <summary>Asks for one cache line of each of several rows; does nothing where the machine cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows(float* row, long step, int rows)
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < rows; i++, row += step)
            {
                Sse.Prefetch0(row);
            }
        }
    }
}
