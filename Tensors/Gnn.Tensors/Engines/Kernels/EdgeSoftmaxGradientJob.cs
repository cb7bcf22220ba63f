using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = y * (dy - the row's sum of y * dy), for [E, heads].</summary>
internal unsafe struct EdgeSoftmaxGradientJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Y;
    internal float* Gradient;
    internal float* Result;
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
            long begin = Csr.Begin(row) * heads;
            long length = (Csr.Begin(row + 1) * heads) - begin;
            float* y = Y + begin;
            float* dy = Gradient + begin;
            float* dx = Result + begin;
            if (heads == 1)
            {
                Row<TLanes, TVector>(y, dy, dx, length);
                continue;
            }

            for (long head = 0; head < heads; head += TLanes.Count)
            {
                int count = (int)Math.Min(TLanes.Count, heads - head);
                TVector sum = TLanes.Zero;
                for (long at = head; at < length; at += heads)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(y + at), TLanes.Load(dy + at), sum);
                }

                for (long at = head; at < length; at += heads)
                {
                    TLanes.StoreFirst(dx + at, TLanes.Multiply(TLanes.Load(y + at), TLanes.Subtract(TLanes.Load(dy + at), sum)), count);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TLanes, TVector>(float* y, float* dy, float* dx, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector sum = TLanes.Zero;
        long i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            sum = TLanes.MultiplyAdd(TLanes.Load(y + i), TLanes.Load(dy + i), sum);
        }

        if (i < length)
        {
            TVector product = TLanes.Multiply(TLanes.Load(y + i), TLanes.Load(dy + i));
            sum = TLanes.Add(sum, TLanes.Select(TLanes.First((int)(length - i)), product, TLanes.Zero));
        }

        TVector total = TLanes.Broadcast(TLanes.Sum(sum));
        for (i = 0; i < length; i += TLanes.Count)
        {
            TVector value = TLanes.Multiply(TLanes.Load(y + i), TLanes.Subtract(TLanes.Load(dy + i), total));
            TLanes.StoreFirst(dx + i, value, (int)Math.Min(TLanes.Count, length - i));
        }
    }
}
