using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The softmax of the scores [E, heads] over the entries of each row.</summary>
internal unsafe struct EdgeSoftmaxJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    // Sums of a block are added up on their own, so that a hub's stays accurate.
    private const int SumBlock = 4096;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Scores;
    internal float* Y;
    internal long HeadCount;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long heads = HeadCount;
        float* pattern = stackalloc float[HeadBlock.PatternFloats];
        int period = heads <= TLanes.Count ? HeadBlock.FillPattern(pattern, (int)heads, TLanes.Count) : 0;
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

            if (heads <= TLanes.Count)
            {
                Heads<TLanes, TVector>(x, y, length, pattern, period);
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

    /// <summary>A row of several heads, at most as many as lanes: one exponential an element, whole vectors of neighbouring entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Heads<TLanes, TVector>(float* x, float* y, long entries, float* pattern, int period)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = (int)HeadCount;
        TVector max = TLanes.Load(x);
        for (long k = 1; k < entries; k++)
        {
            max = TLanes.Max(max, TLanes.Load(x + (k * heads)));
        }

        long length = entries * heads;
        long step = period * TLanes.Count;
        for (long start = 0; start < Math.Min(step, length); start += TLanes.Count)
        {
            TVector top = TLanes.Permute(max, TLanes.Load(pattern + start));
            for (long i = start; i < length; i += step)
            {
                TVector power = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), top));
                TLanes.StoreFirst(y + i, power, (int)Math.Min(TLanes.Count, length - i));
            }
        }

        TVector sum = TLanes.Zero;
        for (long k = 0; k < entries; k += SumBlock)
        {
            sum = TLanes.Add(sum, HeadBlock.Sum<TLanes, TVector>(y + (k * heads), (int)Math.Min(SumBlock, entries - k), heads));
        }

        TVector one = TLanes.Broadcast(1);
        TVector isInfinite = TLanes.Equal(TLanes.Abs(max), TLanes.Broadcast(float.PositiveInfinity));
        TVector inverse = TLanes.Divide(one, TLanes.Select(isInfinite, one, sum));
        for (long start = 0; start < Math.Min(step, length); start += TLanes.Count)
        {
            TVector factor = TLanes.Permute(inverse, TLanes.Load(pattern + start));
            for (long i = start; i < length; i += step)
            {
                TLanes.StoreFirst(y + i, TLanes.Multiply(TLanes.Load(y + i), factor), (int)Math.Min(TLanes.Count, length - i));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TLanes, TVector>(float* x, float* y, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector max = Softmax.Max<TLanes, TVector, RowForms.Along>(x, length);
        TVector sum = Softmax.Sum<TLanes, TVector, RowForms.Along>(x, length, max, null);
        for (long i = 0; i < length; i += TLanes.Count)
        {
            TVector share = TLanes.Divide(LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), max)), sum);
            TLanes.StoreFirst(y + i, share, (int)Math.Min(TLanes.Count, length - i));
        }
    }
}
