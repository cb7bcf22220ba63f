using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The softmax of the scores [E, heads] over the entries of each row.</summary>
internal unsafe struct EdgeSoftmaxJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Scores;
    internal float* Y;
    internal long Heads;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long heads = Heads;
        for (; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            long length = Csr.Begin(row + 1) - begin;
            if (length == 0)
            {
                continue;
            }

            float* x = Scores + (begin * heads);
            float* y = Y + (begin * heads);
            if (heads == 1)
            {
                Row<TLanes, TVector>(x, y, length);
                continue;
            }

            for (long head = 0; head < heads; head += TLanes.Count)
            {
                int count = (int)Math.Min(TLanes.Count, heads - head);
                TVector max = Softmax.Columns<TLanes, TVector>(x + head, length, heads, out TVector sum);
                for (long at = head; at < length * heads; at += heads)
                {
                    TVector share = TLanes.Divide(LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + at), max)), sum);
                    TLanes.StoreFirst(y + at, share, count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TLanes, TVector>(float* x, float* y, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (float max, float sum) = Softmax.Row<TLanes, TVector>(x, length);
        TVector shift = TLanes.Broadcast(max);
        TVector total = TLanes.Broadcast(sum);
        for (long i = 0; i < length; i += TLanes.Count)
        {
            TVector share = TLanes.Divide(LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), shift)), total);
            TLanes.StoreFirst(y + i, share, (int)Math.Min(TLanes.Count, length - i));
        }
    }
}
