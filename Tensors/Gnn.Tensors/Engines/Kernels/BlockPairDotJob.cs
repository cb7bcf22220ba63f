using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>P_e = a_i b_j^T + b_i a_j^T for each entry (i, j), for rows that are d x h matrices: three by three elements of a block are summed in registers where
/// h is whole vectors.</summary>
internal unsafe struct BlockPairDotJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>[N, d * h].</summary>
    internal float* A;

    /// <summary>[N, d * h].</summary>
    internal float* B;

    /// <summary>[E, d * d].</summary>
    internal float* Y;

    /// <summary>h.</summary>
    internal long Columns;

    /// <summary>d.</summary>
    internal int Size;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long width = Size * Columns;
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long last = Csr.EntryCount - Prefetch.Ahead;
        for (; row < endRow; row++)
        {
            float* a = A + (row * width);
            float* b = B + (row * width);
            long end = Csr.Begin(row + 1);
            for (long entry = Csr.Begin(row); entry < end; entry++)
            {
                if (entry < last)
                {
                    long ahead = Csr.Columns[entry + Prefetch.Ahead] * width;
                    Prefetch.Row(A + ahead, (int)width);
                    Prefetch.Row(B + ahead, (int)width);
                }

                long column = Csr.Columns[entry] * width;
                Block<TLanes, TVector>(a, b, A + column, B + column, Y + (entry * Size * Size));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Block<TLanes, TVector>(float* a, float* b, float* otherA, float* otherB, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int size = Size;
        long columns = Columns;
        bool isWhole = columns % TLanes.Count == 0;
        for (int r = 0; r < size; r += 3)
        {
            for (int c = 0; c < size; c += 3)
            {
                long row = r * columns;
                long column = c * columns;
                float* to = y + (r * size) + c;
                if (isWhole && r + 3 <= size && c + 3 <= size)
                {
                    Nine<TLanes, TVector>(a + row, b + row, otherA + column, otherB + column, to);
                    continue;
                }

                for (int i = 0; i < Math.Min(3, size - r); i++)
                {
                    for (int j = 0; j < Math.Min(3, size - c); j++)
                    {
                        long from = row + (i * columns);
                        long with = column + (j * columns);
                        to[(i * size) + j] = One<TLanes, TVector>(a + from, b + from, otherA + with, otherB + with);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Nine<TLanes, TVector>(float* a, float* b, float* otherA, float* otherB, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector s00 = TLanes.Zero, s01 = TLanes.Zero, s02 = TLanes.Zero;
        TVector s10 = TLanes.Zero, s11 = TLanes.Zero, s12 = TLanes.Zero;
        TVector s20 = TLanes.Zero, s21 = TLanes.Zero, s22 = TLanes.Zero;
        long columns = Columns;
        for (int side = 0; side < 2; side++)
        {
            float* left = side == 0 ? a : b;
            float* right = side == 0 ? otherB : otherA;
            for (long k = 0; k < columns; k += TLanes.Count)
            {
                TVector r0 = TLanes.Load(right + k);
                TVector r1 = TLanes.Load(right + columns + k);
                TVector r2 = TLanes.Load(right + (2 * columns) + k);
                TVector value = TLanes.Load(left + k);
                s00 = TLanes.MultiplyAdd(value, r0, s00);
                s01 = TLanes.MultiplyAdd(value, r1, s01);
                s02 = TLanes.MultiplyAdd(value, r2, s02);
                value = TLanes.Load(left + columns + k);
                s10 = TLanes.MultiplyAdd(value, r0, s10);
                s11 = TLanes.MultiplyAdd(value, r1, s11);
                s12 = TLanes.MultiplyAdd(value, r2, s12);
                value = TLanes.Load(left + (2 * columns) + k);
                s20 = TLanes.MultiplyAdd(value, r0, s20);
                s21 = TLanes.MultiplyAdd(value, r1, s21);
                s22 = TLanes.MultiplyAdd(value, r2, s22);
            }
        }

        Vector128<float> first = TLanes.Sums(s00, s01, s02, s10);
        Vector128<float> second = TLanes.Sums(s11, s12, s20, s21);
        int size = Size;
        if (size == 3)
        {
            first.Store(y);
            second.Store(y + 4);
        }
        else
        {
            (y[0], y[1], y[2], y[size]) = (first[0], first[1], first[2], first[3]);
            (y[size + 1], y[size + 2], y[2 * size], y[(2 * size) + 1]) = (second[0], second[1], second[2], second[3]);
        }

        y[(2 * size) + 2] = TLanes.Sum(s22);
    }

    private readonly float One<TLanes, TVector>(float* a, float* b, float* otherA, float* otherB)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector sum = TLanes.Zero;
        for (long k = 0; k < Columns; k += TLanes.Count)
        {
            TVector right = Part<TLanes, TVector>(otherB + k, Columns - k);
            sum = TLanes.MultiplyAdd(Part<TLanes, TVector>(a + k, Columns - k), right, sum);
            right = Part<TLanes, TVector>(otherA + k, Columns - k);
            sum = TLanes.MultiplyAdd(Part<TLanes, TVector>(b + k, Columns - k), right, sum);
        }

        return TLanes.Sum(sum);
    }

    /// <summary>A vector of a row, with zeros past its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Part<TLanes, TVector>(float* source, long count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector value = TLanes.Load(source);
        return count >= TLanes.Count ? value : TLanes.Select(TLanes.First((int)count), value, TLanes.Zero);
    }
}
