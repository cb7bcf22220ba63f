using Gnn.Tensors.Engines.Kernels;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Features;

/// <summary>Copies rows that were read to the positions where they are wanted.</summary>
internal unsafe struct ScatterRowsJob : IChunkJob
{
    internal byte* X;
    internal int* Positions;
    internal long Count;
    internal long RowBytes;
    internal int RowsPerChunk;
    internal byte* Y;

    public readonly void Execute(int chunk)
    {
        long end = Math.Min(Count, (chunk + 1L) * RowsPerChunk);
        for (long row = (long)chunk * RowsPerChunk; row < end; row++)
        {
            RowCopy.Copy(X + (row * RowBytes), Y + (Positions[row] * RowBytes), RowBytes);
        }
    }
}
