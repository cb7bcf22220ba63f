using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Asks for memory that is needed soon.</summary>
internal static unsafe class Prefetch
{
    /// <summary>The floats of a cache line.</summary>
    internal const int LineFloats = 16;

    /// <summary>How many entries ahead their rows are asked for, into the rows to come: most rows are short. Near distances are all alike.</summary>
    internal const int Ahead = 12;

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

    /// <summary>Asks for the cache line at an address; does nothing where the machine cannot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }

    /// <summary>The same as <see cref="Row"/> for a constant length of at most 8 lines: no loop is left of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lines(float* row, int length)
    {
        Line(row);
        if (length > LineFloats)
        {
            Line(row + LineFloats);
        }

        if (length > 2 * LineFloats)
        {
            Line(row + (2 * LineFloats));
            Line(row + (3 * LineFloats));
        }

        if (length > 4 * LineFloats)
        {
            Line(row + (4 * LineFloats));
            Line(row + (5 * LineFloats));
            Line(row + (6 * LineFloats));
            Line(row + (7 * LineFloats));
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
