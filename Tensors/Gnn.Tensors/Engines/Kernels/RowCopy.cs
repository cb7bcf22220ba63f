using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Copies the rows of a table that an index names, asking for rows some way ahead.</summary>
internal static unsafe class RowCopy
{
    /// <summary>The bytes of a result from which it is stored past the caches: by then it does not stay in them until it is read.</summary>
    internal const long StreamedBytes = 16 << 20;

    // The processor goes on with a long row by itself.
    private const long MostAskedFloats = 256;

    /// <summary>y[i] = x[index[i]] for a run of rows.</summary>
    /// <param name="x">The table.</param>
    /// <param name="index">The row of the table for each row of the result, in range.</param>
    /// <param name="y">The result, aligned to 64 bytes.</param>
    /// <param name="first">The first row of the run.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="rowBytes">The bytes of a row.</param>
    /// <param name="streams">Whether to store past the caches where rows allow it.</param>
    internal static void Gather<TIndex>(byte* x, TIndex* index, byte* y, long first, long end, long rowBytes, bool streams)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        int asked = (int)Math.Min(rowBytes / sizeof(float), MostAskedFloats);
        long last = end - 1;
        if (streams && rowBytes % Vector128<byte>.Count == 0)
        {
            for (long row = first; row < end; row++)
            {
                Prefetch.Row((float*)(x + (long.CreateTruncating(index[Math.Min(row + Prefetch.Ahead, last)]) * rowBytes)), asked);
                Stream(x + (long.CreateTruncating(index[row]) * rowBytes), y + (row * rowBytes), rowBytes);
            }

            // Such stores are not ordered with others: whoever is told that the rows are there must find them.
            Interlocked.MemoryBarrier();
            return;
        }

        for (long row = first; row < end; row++)
        {
            Prefetch.Row((float*)(x + (long.CreateTruncating(index[Math.Min(row + Prefetch.Ahead, last)]) * rowBytes)), asked);
            Copy(x + (long.CreateTruncating(index[row]) * rowBytes), y + (row * rowBytes), rowBytes);
        }
    }

    /// <summary>Copies a row past the caches; the destination and the length are multiples of 16 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Stream(byte* from, byte* to, long bytes)
    {
        if (Vector256.IsHardwareAccelerated && bytes % Vector256<byte>.Count == 0)
        {
            for (long at = 0; at < bytes; at += Vector256<byte>.Count)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.Load(from + at), to + at);
            }

            return;
        }

        for (long at = 0; at < bytes; at += Vector128<byte>.Count)
        {
            Vector128.StoreAlignedNonTemporal(Vector128.Load(from + at), to + at);
        }
    }

    /// <summary>Copies a row; short ones without the call of a general copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy(byte* from, byte* to, long bytes)
    {
        if (!Vector256.IsHardwareAccelerated || bytes < Vector256<byte>.Count || bytes > MostAskedFloats * sizeof(float))
        {
            Buffer.MemoryCopy(from, to, bytes, bytes);
            return;
        }

        // The last vector may overlap the one before.
        long tail = bytes - Vector256<byte>.Count;
        for (long at = 0; at < tail; at += Vector256<byte>.Count)
        {
            Vector256.Store(Vector256.Load(from + at), to + at);
        }

        Vector256.Store(Vector256.Load(from + tail), to + tail);
    }
}
