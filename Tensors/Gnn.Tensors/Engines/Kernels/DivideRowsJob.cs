using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y[i] = x[i] / max(1, number of entries of row i).</summary>
internal unsafe struct DivideRowsJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal float* X;
    internal float* Y;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(Width);
        long endRow = Math.Min(Csr.RowCount, (chunk + 1) * rows);
        for (long row = chunk * rows; row < endRow; row++)
        {
            TVector divisor = TLanes.Broadcast(Math.Max(1, Csr.Begin(row + 1) - Csr.Begin(row)));
            long at = row * Width;
            for (long i = 0; i < Width; i += TLanes.Count)
            {
                TVector value = TLanes.Divide(TLanes.Load(X + at + i), divisor);
                TLanes.StoreFirst(Y + at + i, value, (int)Math.Min(TLanes.Count, Width - i));
            }
        }
    }
}
