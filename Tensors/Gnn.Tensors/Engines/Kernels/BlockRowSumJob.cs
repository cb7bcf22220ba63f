using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y_i = the sum over the entries (i, j) of B_e x_j for blocks of d x d and rows of d x h; up to three rows of a result and a vector of its columns are summed in
/// registers over all entries.</summary>
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
            for (long column = 0; column < Columns; column += TLanes.Count)
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

        TLanes.StoreFirst(y, s0, count);
        TLanes.StoreFirst(y + columns, s1, count);
        TLanes.StoreFirst(y + (2 * columns), s2, count);
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

        TLanes.StoreFirst(y, s0, count);
        TLanes.StoreFirst(y + columns, s1, count);
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

        TLanes.StoreFirst(y, sum, count);
    }
}
