using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Features;

/// <summary>Copies the rows that a cache has, and lists the positions of the others.</summary>
internal unsafe struct CachedRowsJob : IChunkJob
{
    internal RowCache Cache;
    internal int* Ids;
    internal long Count;
    internal long RowBytes;
    internal int RowsPerChunk;
    internal byte* Y;

    /// <summary>Receives the misses of each chunk from the chunk's first row on.</summary>
    internal int* MissPositions;

    /// <summary>Receives the number of misses of each chunk.</summary>
    internal int* MissCounts;

    public readonly void Execute(int chunk)
    {
        long first = (long)chunk * RowsPerChunk;
        long end = Math.Min(Count, first + RowsPerChunk);
        bool streams = Count * RowBytes >= RowCopy.StreamedBytes && RowBytes % 16 == 0;
        int* misses = MissPositions + first;
        int count = 0;
        for (long row = first; row < end; row++)
        {
            Cache.AskForPlace(Ids[Math.Min(row + (2 * Prefetch.Ahead), end - 1)]);
            Cache.AskForRow(Ids[Math.Min(row + Prefetch.Ahead, end - 1)]);
            if (!Cache.TryCopy(Ids[row], Y + (row * RowBytes), streams))
            {
                misses[count++] = (int)row;
            }
        }

        MissCounts[chunk] = count;
        if (streams)
        {
            // Such stores are not ordered with others: whoever is told that the rows are there must find them.
            Interlocked.MemoryBarrier();
        }
    }
}
