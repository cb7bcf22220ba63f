using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y[e] = x[i] for the entries of row i; with arguments, only in the columns that chose the entry, and 0 in the others.</summary>
internal unsafe struct ExpandJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>[rows, width].</summary>
    internal float* X;

    /// <summary>[rows, width], or null for all columns.</summary>
    internal TIndex* Arg;

    /// <summary>[E, width].</summary>
    internal float* Y;
    internal long Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (Arg != null && Args.NeedScalar<TIndex, TLanes, TVector>())
        {
            Execute<LanesScalar, float>(chunk);
            return;
        }

        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long width = Width;
        for (; row < endRow; row++)
        {
            float* x = X + (row * width);
            TIndex* arg = Arg + (row * width);
            long end = Csr.Begin(row + 1);
            for (long place = Csr.Begin(row); place < end; place++)
            {
                long entry = Csr.EntryAt(place);
                float* y = Y + (entry * width);
                for (long i = 0; i < width; i += TLanes.Count)
                {
                    TVector value = TLanes.Load(x + i);
                    if (Arg != null)
                    {
                        value = TLanes.Select(Args.Match<TIndex, TLanes, TVector>(arg + i, entry), value, TLanes.Zero);
                    }

                    TLanes.StoreFirst(y + i, value, (int)Math.Min(TLanes.Count, width - i));
                }
            }
        }
    }
}
