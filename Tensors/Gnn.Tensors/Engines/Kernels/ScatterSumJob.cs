using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y[j] += value(e) * x[i] for the entries e = (i, j) in order: a product with the transpose, small enough for one thread, that needs no transpose.</summary>
internal unsafe struct ScatterSumJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;

    /// <summary>[E], or null for 1 everywhere.</summary>
    internal float* Values;

    /// <summary>[rows, width].</summary>
    internal float* X;

    /// <summary>[columns, width], zero at the start.</summary>
    internal float* Y;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long width = Width;
        TIndex* pointers = Csr.Pointers;
        int* columns = Csr.Columns;
        float* values = Values;
        float* y = Y;
        for (long column = 0; column < width; column += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, width - column);
            float* x = X + column;
            long place = 0;
            for (long row = 0; row < Csr.RowCount; row++, x += width)
            {
                TVector own = TLanes.Load(x);
                long end = long.CreateTruncating(pointers[row + 1]);
                for (; place < end; place++)
                {
                    float* target = y + (columns[place] * width) + column;
                    TVector weight = TLanes.Broadcast(values == null ? 1 : values[place]);
                    TVector sum = TLanes.MultiplyAdd(weight, own, TLanes.Load(target));
                    if (count == TLanes.Count)
                    {
                        TLanes.Store(target, sum);
                    }
                    else
                    {
                        TLanes.StoreFirst(target, sum, count);
                    }
                }
            }
        }
    }
}
