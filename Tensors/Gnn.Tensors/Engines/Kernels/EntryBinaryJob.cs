using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>f(a[i], b[j]) for each entry (i, j), column by column.</summary>
internal unsafe struct EntryBinaryJob<TIndex, TOperator> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TOperator : struct, IBinaryOperator
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* A;
    internal float* B;

    /// <summary>[E, width].</summary>
    internal float* Y;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long width = Width;
        for (; row < endRow; row++)
        {
            float* a = A + (row * width);
            long end = Csr.Begin(row + 1);
            for (long place = Csr.Begin(row); place < end; place++)
            {
                float* b = B + (Csr.Columns[place] * width);
                float* y = Y + (Csr.EntryAt(place) * width);
                long i = 0;
                for (; i <= width - TLanes.Count; i += TLanes.Count)
                {
                    TLanes.Store(y + i, TOperator.Value<TLanes, TVector>(TLanes.Load(a + i), TLanes.Load(b + i)));
                }

                if (i < width)
                {
                    TLanes.StoreFirst(y + i, TOperator.Value<TLanes, TVector>(TLanes.Load(a + i), TLanes.Load(b + i)), (int)(width - i));
                }
            }
        }
    }
}
