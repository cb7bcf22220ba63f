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

    /// <summary>Whether the result is large: it is then stored past the caches.</summary>
    internal readonly bool Streams => Rows * RowBytes >= RowCopy.StreamedBytes;

    public readonly void Execute(int chunk)
    {
        RowCopy.Gather(X, Index, Y, chunk * RowsPerChunk, Math.Min(Rows, (chunk + 1) * RowsPerChunk), RowBytes, Streams);
    }
}
