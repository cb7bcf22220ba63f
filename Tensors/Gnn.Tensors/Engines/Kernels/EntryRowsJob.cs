using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Heads of rows against the rows of their own entries.</summary>
internal unsafe struct EntryRowsJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>A structure that is nobody's transpose: a row's entries follow each other.</summary>
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal EntryRowsForm Form;

    /// <summary>[rows, heads, width].</summary>
    internal float* Rows;

    /// <summary>[E, width].</summary>
    internal float* Entries;

    /// <summary>[E, heads].</summary>
    internal float* Weights;
    internal long Width;
    internal long Heads;

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        for (; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            long end = Csr.Begin(row + 1);
            float* heads = Rows + (row * Heads * Width);
            switch (Form)
            {
                case EntryRowsForm.Dots:
                    Dots<TLanes, TVector>(heads, begin, end);
                    break;
                case EntryRowsForm.Sums:
                    Sums<TLanes, TVector>(heads, begin, end);
                    break;
                default:
                    Mixes<TLanes, TVector>(heads, begin, end);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Dots<TLanes, TVector>(float* heads, long begin, long end)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long width = Width;
        TVector last = TLanes.First((int)(width % TLanes.Count));
        for (long entry = begin; entry < end; entry++)
        {
            float* values = Entries + (entry * width);
            float* head = heads;
            for (long h = 0; h < Heads; h++, head += width)
            {
                TVector s0 = TLanes.Zero, s1 = TLanes.Zero;
                long i = 0;
                for (; i <= width - (2 * TLanes.Count); i += 2 * TLanes.Count)
                {
                    s0 = TLanes.MultiplyAdd(TLanes.Load(head + i), TLanes.Load(values + i), s0);
                    s1 = TLanes.MultiplyAdd(TLanes.Load(head + i + TLanes.Count), TLanes.Load(values + i + TLanes.Count), s1);
                }

                if (i <= width - TLanes.Count)
                {
                    s0 = TLanes.MultiplyAdd(TLanes.Load(head + i), TLanes.Load(values + i), s0);
                    i += TLanes.Count;
                }

                if (i < width)
                {
                    // What lies beyond the row may be no number at all.
                    s1 = TLanes.Add(s1, TLanes.Select(last, TLanes.Multiply(TLanes.Load(head + i), TLanes.Load(values + i)), TLanes.Zero));
                }

                Weights[(entry * Heads) + h] = TLanes.Sum(TLanes.Add(s0, s1));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sums<TLanes, TVector>(float* heads, long begin, long end)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long width = Width;
        for (long h = 0; h < Heads; h++)
        {
            float* head = heads + (h * width);
            for (long i = 0; i < width; i += 4 * TLanes.Count)
            {
                TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
                float* values = Entries + (begin * width) + i;
                float* weights = Weights + (begin * Heads) + h;
                long left = width - i;
                for (long entry = begin; entry < end; entry++, values += width, weights += Heads)
                {
                    TVector weight = TLanes.Broadcast(*weights);
                    s0 = TLanes.MultiplyAdd(weight, TLanes.Load(values), s0);
                    if (left > TLanes.Count)
                    {
                        s1 = TLanes.MultiplyAdd(weight, TLanes.Load(values + TLanes.Count), s1);
                    }

                    if (left > 2 * TLanes.Count)
                    {
                        s2 = TLanes.MultiplyAdd(weight, TLanes.Load(values + (2 * TLanes.Count)), s2);
                    }

                    if (left > 3 * TLanes.Count)
                    {
                        s3 = TLanes.MultiplyAdd(weight, TLanes.Load(values + (3 * TLanes.Count)), s3);
                    }
                }

                Store<TLanes, TVector>(head + i, s0, left);
                Store<TLanes, TVector>(head + i + TLanes.Count, s1, left - TLanes.Count);
                Store<TLanes, TVector>(head + i + (2 * TLanes.Count), s2, left - (2 * TLanes.Count));
                Store<TLanes, TVector>(head + i + (3 * TLanes.Count), s3, left - (3 * TLanes.Count));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Mixes<TLanes, TVector>(float* heads, long begin, long end)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long width = Width;
        for (long entry = begin; entry < end; entry++)
        {
            float* values = Entries + (entry * width);
            float* weights = Weights + (entry * Heads);
            for (long i = 0; i < width; i += TLanes.Count)
            {
                TVector sum = TLanes.Multiply(TLanes.Broadcast(*weights), TLanes.Load(heads + i));
                float* head = heads + i;
                for (long h = 1; h < Heads; h++)
                {
                    head += width;
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[h]), TLanes.Load(head), sum);
                }

                Store<TLanes, TVector>(values + i, sum, width - i);
            }
        }
    }

    /// <summary>Stores a vector as far as a row goes, which may have ended before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(float* destination, TVector value, long left)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (left > 0)
        {
            TLanes.StoreFirst(destination, value, (int)Math.Min(TLanes.Count, left));
        }
    }
}
