using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Sparse;

/// <summary>Checks that indices are in range: by vectors and on all threads, and one by one only where one is wrong.</summary>
internal static unsafe class IndexCheck
{
    private const int ChunkElements = 1 << 18;

    /// <summary>Checks the two ends of each edge.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range; the message names the first edge that has one.</exception>
    internal static void Run(ForkJoinPool pool, int* targets, int rows, int* sources, int columns, long edges)
    {
        if (AreBelow(pool, targets, edges, rows) && AreBelow(pool, sources, edges, columns))
        {
            return;
        }

        for (long edge = 0; edge < edges; edge++)
        {
            One(targets[edge], rows, edge, nameof(targets));
            One(sources[edge], columns, edge, nameof(sources));
        }
    }

    /// <summary>Checks one index.</summary>
    internal static void One(int index, int count, long position, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"Entry {position} of '{name}' must be in [0, {count}), got {index}: check the node count or the ids."));
        }
    }

    /// <summary>Whether all indices are at least 0 and below a count.</summary>
    internal static bool AreBelow(ForkJoinPool pool, int* indices, long length, int count)
    {
        var job = new BoundJob { Indices = indices, Length = length, Count = count };
        pool.Run(ref job, (int)((length + ChunkElements - 1) / ChunkElements));
        return job.IsWrong == 0;
    }

    private struct BoundJob : IChunkJob
    {
        internal int* Indices;
        internal long Length;
        internal int Count;
        internal int IsWrong;

        public void Execute(int chunk)
        {
            long start = (long)chunk * ChunkElements;
            var indices = new ReadOnlySpan<int>(Indices + start, (int)Math.Min(ChunkElements, Length - start));

            // Seen as unsigned, a negative index is a large one.
            if (TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(indices)) >= (uint)Count)
            {
                Volatile.Write(ref IsWrong, 1);
            }
        }
    }
}
