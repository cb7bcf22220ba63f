using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gradients of additive scores that a walk over the rows of one side gives: to that side, to a, and to the entries' own rows.</summary>
internal unsafe struct AdditiveScoresGradientJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;

    /// <summary>The side whose rows are walked, [rows, width].</summary>
    internal float* Own;

    /// <summary>The other side, [columns, width].</summary>
    internal float* Other;

    /// <summary>[E, width], or null.</summary>
    internal float* Edge;

    /// <summary>[width].</summary>
    internal float* A;

    /// <summary>[E, heads].</summary>
    internal float* Gradient;

    /// <summary>Each column's head in its group, as bits, and as many columns more as there are lanes.</summary>
    internal float* HeadOf;

    /// <summary>[rows, width].</summary>
    internal float* ToOwn;

    /// <summary>Each chunk's share, [chunks, width], or null.</summary>
    internal float* ToA;

    /// <summary>[E, width], or null.</summary>
    internal float* ToEdge;
    internal float Slope;
    internal long Width;
    internal long Heads;

    [SkipLocalsInit]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* own = stackalloc float[HeadGroup.Floats];
        float* toA = stackalloc float[HeadGroup.Floats];
        (long firstRow, long endRow) = Cut.Rows(Csr, chunk);
        int headWidth = (int)(Width / Heads);
        int group = HeadGroup.Size(headWidth, TLanes.Count);
        for (long head = 0; head < Heads; head += group)
        {
            int width = (int)Math.Min(group, Heads - head) * headWidth;
            long offset = head * headWidth;
            new Span<float>(toA, width).Clear();
            for (long row = firstRow; row < endRow; row++)
            {
                new Span<float>(own, width).Clear();
                long end = Csr.Begin(row + 1);
                for (long place = Csr.Begin(row); place < end; place++)
                {
                    Add<TLanes, TVector>(row, place, head, offset, width, own, toA);
                }

                new Span<float>(own, width).CopyTo(new Span<float>(ToOwn + (row * Width) + offset, width));
            }

            if (ToA != null)
            {
                new Span<float>(toA, width).CopyTo(new Span<float>(ToA + (chunk * Width) + offset, width));
            }
        }
    }

    /// <summary>With z the sum of the rows and s its slope: ds = gradient * a * s goes to the row and the entry, gradient * z * s to a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Add<TLanes, TVector>(long row, long place, long head, long offset, int width, float* toOwn, float* toA)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (place + Prefetch.Ahead < Csr.EntryCount)
        {
            Prefetch.Row(Other + (Csr.Columns[place + Prefetch.Ahead] * Width) + offset, width);
        }

        long entry = Csr.EntryAt(place);
        float* own = Own + (row * Width) + offset;
        float* other = Other + (Csr.Columns[place] * Width) + offset;
        float* edge = Edge == null ? null : Edge + (entry * Width) + offset;
        float* toEdge = ToEdge == null ? null : ToEdge + (entry * Width) + offset;
        float* a = A + offset;
        float* headOf = HeadOf + offset;
        TVector weights = TLanes.Load(Gradient + (entry * Heads) + head);
        TVector slope = TLanes.Broadcast(Slope);
        for (int i = 0; i < width; i += TLanes.Count)
        {
            TVector z = TLanes.Add(TLanes.Load(own + i), TLanes.Load(other + i));
            if (edge != null)
            {
                z = TLanes.Add(z, TLanes.Load(edge + i));
            }

            TVector weight = TLanes.Permute(weights, TLanes.Load(headOf + i));
            TVector bent = TLanes.Multiply(weight, UnaryOperators.LeakyRelu.Slope<TLanes, TVector>(z, z, slope));
            TVector share = TLanes.Multiply(bent, TLanes.Load(a + i));
            TLanes.Store(toOwn + i, TLanes.Add(TLanes.Load(toOwn + i), share));
            TLanes.Store(toA + i, TLanes.MultiplyAdd(bent, z, TLanes.Load(toA + i)));
            if (toEdge != null)
            {
                TLanes.StoreFirst(toEdge + i, share, Math.Min(TLanes.Count, width - i));
            }
        }
    }
}
