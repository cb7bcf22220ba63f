using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The inner product of row i of a and row j of b for each entry (i, j), head by head, over the columns that chose the
/// entry.</summary>
internal unsafe struct DotJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* A;
    internal float* B;

    /// <summary>[E, heads].</summary>
    internal float* Y;

    /// <summary>The entry that each column of a row chose, [rows, width].</summary>
    internal TIndex* Arg;
    internal long Width;
    internal long Heads;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (Args.NeedScalar<TIndex, TLanes, TVector>())
        {
            Execute<LanesScalar, float>(chunk);
            return;
        }

        (long row, long endRow) = Cut.Rows(Csr, chunk);
        for (; row < endRow; row++)
        {
            long end = Csr.Begin(row + 1);
            for (long place = Csr.Begin(row); place < end; place++)
            {
                Dot<TLanes, TVector>(row, place, Csr.EntryAt(place));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Dot<TLanes, TVector>(long row, long place, long entry)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long headWidth = Width / Heads;
        float* a = A + (row * Width);
        float* b = B + (Csr.Columns[place] * Width);
        float* y = Y + (entry * Heads);
        TIndex* arg = Arg + (row * Width);
        for (long head = 0; head < Heads; head++)
        {
            TVector sum = TLanes.Zero;
            long i = 0;
            for (; i <= headWidth - TLanes.Count; i += TLanes.Count)
            {
                TVector chosen = Args.Match<TIndex, TLanes, TVector>(arg + i, entry);
                sum = TLanes.Add(sum, TLanes.Select(chosen, TLanes.Multiply(TLanes.Load(a + i), TLanes.Load(b + i)), TLanes.Zero));
            }

            if (i < headWidth)
            {
                TVector product = TLanes.Multiply(TLanes.Load(a + i), TLanes.Load(b + i));
                product = TLanes.Select(TLanes.First((int)(headWidth - i)), product, TLanes.Zero);
                sum = TLanes.Add(sum, TLanes.Select(Args.Match<TIndex, TLanes, TVector>(arg + i, entry), product, TLanes.Zero));
            }

            y[head] = TLanes.Sum(sum);
            a += headWidth;
            b += headWidth;
            arg += headWidth;
        }
    }
}
