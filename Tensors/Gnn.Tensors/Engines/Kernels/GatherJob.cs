using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Copies the rows that an index names, run by run of rows.</summary>
internal unsafe struct GatherJob<TIndex> : IChunkJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal byte* X;
    internal TIndex* Index;
    internal byte* Y;
    internal long Rows;
    internal long RowBytes;
    internal long RowsPerChunk;

    public readonly void Execute(int chunk)
    {
        long end = Math.Min(Rows, (chunk + 1) * RowsPerChunk);
        for (long row = chunk * RowsPerChunk; row < end; row++)
        {
            Buffer.MemoryCopy(X + (long.CreateTruncating(Index[row]) * RowBytes), Y + (row * RowBytes), RowBytes, RowBytes);
        }
    }
}
