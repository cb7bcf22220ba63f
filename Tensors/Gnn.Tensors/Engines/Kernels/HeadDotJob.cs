using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The inner product of row i of a and row j of b for each entry (i, j), all heads of a group in one pass.</summary>
internal unsafe struct HeadDotJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int Ahead = 16;

    /// <summary>A structure that is nobody's transpose: a row's entries follow each other.</summary>
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* A;
    internal float* B;

    /// <summary>[E, heads].</summary>
    internal float* Y;
    internal long Width;
    internal long Heads;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* products = stackalloc float[HeadDots.Floats];
        float* spread = stackalloc float[HeadDots.SpreadFloats];
        (long firstRow, long endRow) = Cut.Rows(Csr, chunk);
        long begin = Csr.Begin(firstRow);
        long end = Csr.Begin(endRow);
        int headWidth = (int)(Width / Heads);
        for (long head = 0; head < Heads; head += TLanes.Count)
        {
            int heads = (int)Math.Min(TLanes.Count, Heads - head);
            HeadDots dots = HeadDots.Create<TLanes, TVector>(heads, headWidth, spread);
            int block = dots.MaxEntries;
            long row = firstRow;
            for (long place = begin; place < end; place += block)
            {
                int count = (int)Math.Min(block, end - place);
                Multiply<TLanes, TVector>(place, count, head, dots, products, ref row);
                dots.Fold<TLanes, TVector>(products, count);
                dots.Store<TLanes, TVector>(products, Y + (place * Heads) + head, Heads, count);
            }
        }
    }

    /// <summary>The products of a block, which may reach over several rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Multiply<TLanes, TVector>(long begin, int count, long head, in HeadDots dots, float* products, ref long row)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int* columns = Csr.Columns + begin;
        long offset = head * (Width / Heads);
        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
        int width = (int)(Math.Min(TLanes.Count, Heads - head) * (Width / Heads));
        int k = 0;
        while (k < count)
        {
            while (Csr.Begin(row + 1) <= begin + k)
            {
                row++;
            }

            float* a = A + (row * Width) + offset;
            int rowEnd = (int)Math.Min(count, Csr.Begin(row + 1) - begin);
            for (; k < rowEnd; k++)
            {
                if (k < ahead)
                {
                    Prefetch.Row(B + (columns[k + Ahead] * Width) + offset, width);
                }

                dots.Products<TLanes, TVector>(a, B + (columns[k] * Width) + offset, products, k);
            }
        }
    }
}
