using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Copies rows between matrices of different widths, run by run of rows.</summary>
internal unsafe struct StridedCopyJob : IChunkJob
{
    internal byte* From;
    internal byte* To;
    internal long FromStep;
    internal long ToStep;
    internal long RowBytes;
    internal long Rows;
    internal long RowsPerChunk;

    public readonly void Execute(int chunk)
    {
        long end = Math.Min(Rows, (chunk + 1) * RowsPerChunk);
        for (long row = chunk * RowsPerChunk; row < end; row++)
        {
            Buffer.MemoryCopy(From + (row * FromStep), To + (row * ToStep), RowBytes, RowBytes);
        }
    }
}
