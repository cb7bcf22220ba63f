using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y_i = the sum over the entries (i, j) of B_e x_j for blocks of d x d and rows of d x h; up to three rows of a result and a vector of its columns, or
/// two, are summed in registers over all entries.</summary>
/// <remarks>Tiles are methods of their own: in one, the compiler would give up keeping the sums in registers.</remarks>
internal unsafe struct BlockRowSumJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>[E, d * d], in the order of the original structure.</summary>
    internal float* Blocks;

    /// <summary>[columns, d * h].</summary>
    internal float* X;

    /// <summary>[rows, d * h].</summary>
    internal float* Y;

    /// <summary>h.</summary>
    internal long Columns;

    /// <summary>d.</summary>
    internal long Size;

    /// <summary>From one row of a block, or of its transpose, to the next.</summary>
    internal long RowStep;

    /// <summary>From one column of a block, or of its transpose, to the next.</summary>
    internal long ColumnStep;

    /// <summary>Whether the sums are added to what Y holds.</summary>
    internal bool IsAdded;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        for (; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            long end = Csr.Begin(row + 1);
            float* y = Y + (row * Size * Columns);
            long column = 0;
            if (Size == 3)
            {
                for (; column <= Columns - (2 * TLanes.Count); column += 2 * TLanes.Count)
                {
                    Sum6<TLanes, TVector>(begin, end, column, y + column);
                }
            }

            for (; column < Columns; column += TLanes.Count)
            {
                int count = (int)Math.Min(TLanes.Count, Columns - column);
                long place = 0;
                for (; place <= Size - 3; place += 3)
                {
                    Sum3<TLanes, TVector>(begin, end, place, column, y + (place * Columns) + column, count);
                }

                if (place <= Size - 2)
                {
                    Sum2<TLanes, TVector>(begin, end, place, column, y + (place * Columns) + column, count);
                    place += 2;
                }

                if (place < Size)
                {
                    Sum1<TLanes, TVector>(begin, end, place, column, y + (place * Columns) + column, count);
                }
            }
        }
    }

    /// <summary>Three rows of two vectors for blocks of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum6<TLanes, TVector>(long begin, long end, long column, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector a0 = TLanes.Zero, a1 = TLanes.Zero, a2 = TLanes.Zero;
        TVector b0 = TLanes.Zero, b1 = TLanes.Zero, b2 = TLanes.Zero;
        (long columns, long rowStep, long columnStep) = (Columns, RowStep, ColumnStep);
        long last = Csr.EntryCount - Prefetch.Ahead;
        for (long entry = begin; entry < end; entry++)
        {
            if (entry < last)
            {
                float* ahead = Blocks + (Csr.EntryAt(entry + Prefetch.Ahead) * 9);
                Prefetch.Line(ahead); // Nine floats, which may reach into a second line.
                Prefetch.Line(ahead + 8);
                Prefetch.Rows(X + (Csr.Columns[entry + Prefetch.Ahead] * 3 * columns) + column, columns, 3);
            }

            float* block = Blocks + (Csr.EntryAt(entry) * 9);
            float* x = X + (Csr.Columns[entry] * 3 * columns) + column;
            for (int k = 0; k < 3; k++)
            {
                TVector left = TLanes.Load(x);
                TVector right = TLanes.Load(x + TLanes.Count);
                TVector value = TLanes.Broadcast(block[0]);
                a0 = TLanes.MultiplyAdd(value, left, a0);
                b0 = TLanes.MultiplyAdd(value, right, b0);
                value = TLanes.Broadcast(block[rowStep]);
                a1 = TLanes.MultiplyAdd(value, left, a1);
                b1 = TLanes.MultiplyAdd(value, right, b1);
                value = TLanes.Broadcast(block[2 * rowStep]);
                a2 = TLanes.MultiplyAdd(value, left, a2);
                b2 = TLanes.MultiplyAdd(value, right, b2);
                block += columnStep;
                x += columns;
            }
        }

        Put<TLanes, TVector>(y, a0, TLanes.Count);
        Put<TLanes, TVector>(y + TLanes.Count, b0, TLanes.Count);
        y += columns;
        Put<TLanes, TVector>(y, a1, TLanes.Count);
        Put<TLanes, TVector>(y + TLanes.Count, b1, TLanes.Count);
        y += columns;
        Put<TLanes, TVector>(y, a2, TLanes.Count);
        Put<TLanes, TVector>(y + TLanes.Count, b2, TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum3<TLanes, TVector>(long begin, long end, long place, long column, float* y, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero;
        (long size, long columns, long rowStep, long columnStep) = (Size, Columns, RowStep, ColumnStep);
        for (long entry = begin; entry < end; entry++)
        {
            float* block = Blocks + (Csr.EntryAt(entry) * size * size) + (place * rowStep);
            float* x = X + (Csr.Columns[entry] * size * columns) + column;
            for (long k = 0; k < size; k++)
            {
                TVector value = TLanes.Load(x);
                s0 = TLanes.MultiplyAdd(TLanes.Broadcast(block[0]), value, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Broadcast(block[rowStep]), value, s1);
                s2 = TLanes.MultiplyAdd(TLanes.Broadcast(block[2 * rowStep]), value, s2);
                block += columnStep;
                x += columns;
            }
        }

        Put<TLanes, TVector>(y, s0, count);
        Put<TLanes, TVector>(y + columns, s1, count);
        Put<TLanes, TVector>(y + (2 * columns), s2, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum2<TLanes, TVector>(long begin, long end, long place, long column, float* y, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector s0 = TLanes.Zero, s1 = TLanes.Zero;
        (long size, long columns, long rowStep, long columnStep) = (Size, Columns, RowStep, ColumnStep);
        for (long entry = begin; entry < end; entry++)
        {
            float* block = Blocks + (Csr.EntryAt(entry) * size * size) + (place * rowStep);
            float* x = X + (Csr.Columns[entry] * size * columns) + column;
            for (long k = 0; k < size; k++)
            {
                TVector value = TLanes.Load(x);
                s0 = TLanes.MultiplyAdd(TLanes.Broadcast(block[0]), value, s0);
                s1 = TLanes.MultiplyAdd(TLanes.Broadcast(block[rowStep]), value, s1);
                block += columnStep;
                x += columns;
            }
        }

        Put<TLanes, TVector>(y, s0, count);
        Put<TLanes, TVector>(y + columns, s1, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Sum1<TLanes, TVector>(long begin, long end, long place, long column, float* y, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector sum = TLanes.Zero;
        (long size, long columns, long rowStep, long columnStep) = (Size, Columns, RowStep, ColumnStep);
        for (long entry = begin; entry < end; entry++)
        {
            float* block = Blocks + (Csr.EntryAt(entry) * size * size) + (place * rowStep);
            float* x = X + (Csr.Columns[entry] * size * columns) + column;
            for (long k = 0; k < size; k++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(block[0]), TLanes.Load(x), sum);
                block += columnStep;
                x += columns;
            }
        }

        Put<TLanes, TVector>(y, sum, count);
    }

    /// <summary>Writes the first lanes of a sum, or adds them to what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put<TLanes, TVector>(float* y, TVector sum, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector value = IsAdded ? TLanes.Add(TLanes.Load(y), sum) : sum;
        TLanes.StoreFirst(y, value, count);
    }
}
