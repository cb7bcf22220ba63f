using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The inner product of a and the leaky ReLU of the sum of source row j, target row i and the entry's own row, for each entry (i, j), all heads of a
/// group in one pass.</summary>
internal unsafe struct AdditiveScoresJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    /// <summary>A structure that is nobody's transpose: a row's entries follow each other.</summary>
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Source;
    internal float* Target;

    /// <summary>[E, width], or null.</summary>
    internal float* Edge;

    /// <summary>[width].</summary>
    internal float* A;

    /// <summary>[E, heads].</summary>
    internal float* Y;
    internal float Slope;
    internal long Width;
    internal long Heads;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* products = stackalloc float[HeadDots.Floats];
        float* spread = stackalloc float[HeadDots.SpreadFloats];
        float* bent = stackalloc float[HeadGroup.Floats];
        (long firstRow, long endRow) = Cut.Rows(Csr, chunk);
        long begin = Csr.Begin(firstRow);
        long end = Csr.Begin(endRow);
        int headWidth = (int)(Width / Heads);
        int group = HeadGroup.Size(headWidth, TLanes.Count);
        for (long head = 0; head < Heads; head += group)
        {
            int heads = (int)Math.Min(group, Heads - head);
            HeadDots dots = HeadDots.Create<TLanes, TVector>(heads, headWidth, spread);
            int block = dots.MaxEntries;
            long row = firstRow;
            for (long place = begin; place < end; place += block)
            {
                int count = (int)Math.Min(block, end - place);
                Multiply<TLanes, TVector>(place, count, head * headWidth, heads * headWidth, dots, bent, products, ref row);
                dots.Fold<TLanes, TVector>(products, count);
                dots.Store<TLanes, TVector>(products, Y + (place * Heads) + head, Heads, count);
            }
        }
    }

    /// <summary>The products of a block, which may reach over several rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Multiply<TLanes, TVector>(
        long begin, int count, long offset, int width, in HeadDots dots, float* bent, float* products, ref long row)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int* columns = Csr.Columns + begin;
        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Prefetch.Ahead);
        for (int k = 0; k < count; k++)
        {
            while (Csr.Begin(row + 1) <= begin + k)
            {
                row++;
            }

            if (k < ahead)
            {
                Prefetch.Row(Source + (columns[k + Prefetch.Ahead] * Width) + offset, width);
            }

            float* edge = Edge == null ? null : Edge + ((begin + k) * Width) + offset;
            Bend<TLanes, TVector>(Source + (columns[k] * Width) + offset, Target + (row * Width) + offset, edge, width, bent);
            dots.Products<TLanes, TVector>(bent, A + offset, products, k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Bend<TLanes, TVector>(float* source, float* target, float* edge, int width, float* bent)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector slope = TLanes.Broadcast(Slope);
        for (int i = 0; i < width; i += TLanes.Count)
        {
            TVector sum = TLanes.Add(TLanes.Load(target + i), TLanes.Load(source + i));
            if (edge != null)
            {
                sum = TLanes.Add(sum, TLanes.Load(edge + i));
            }

            TLanes.Store(bent + i, UnaryOperators.LeakyRelu.Value<TLanes, TVector>(sum, slope));
        }
    }
}
