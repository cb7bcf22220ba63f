using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The largest or smallest of what the entries of each row contribute, and the entry it came from: the first of several, a NaN before any number.</summary>
/// <remarks>The place of the best entry in its row travels as the bits of a float vector beside the best value, so that any width of vector will do.</remarks>
internal unsafe struct RowExtremeJob<TIndex, TTerm, TOrder> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TTerm : struct, IEntryTerm
    where TOrder : struct, IExtremeOrder
{
    // As in RowSumJob.
    private const int Ahead = 8;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal TTerm Term;
    internal float* Y;
    internal TIndex* Arg;
    internal long Width;
    internal long Heads;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long row, long endRow) = Cut.Rows(Csr, chunk);
        long headWidth = Width / Heads;
        for (; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            long end = Csr.Begin(row + 1);
            long at = row * Width;
            if (begin == end)
            {
                new Span<float>(Y + at, (int)Width).Clear();
                new Span<TIndex>(Arg + at, (int)Width).Fill(-TIndex.One);
                continue;
            }

            for (long head = 0; head < Heads; head++)
            {
                long offset = head * headWidth;
                long endOffset = offset + headWidth;
                for (; offset < endOffset - (3 * TLanes.Count); offset += 4 * TLanes.Count)
                {
                    Tile4<TLanes, TVector>(begin, end, head, offset, at, (int)Math.Min(TLanes.Count, endOffset - offset - (3 * TLanes.Count)));
                }

                for (; offset < endOffset; offset += TLanes.Count)
                {
                    Tile1<TLanes, TVector>(begin, end, head, offset, at, (int)Math.Min(TLanes.Count, endOffset - offset));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile4<TLanes, TVector>(long begin, long end, long head, long offset, long at, int last)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        EntryPlace entry = term.At(begin, head);
        TVector best0 = term.Value<TLanes, TVector>(entry, offset);
        TVector best1 = term.Value<TLanes, TVector>(entry, offset + TLanes.Count);
        TVector best2 = term.Value<TLanes, TVector>(entry, offset + (2 * TLanes.Count));
        TVector best3 = term.Value<TLanes, TVector>(entry, offset + (3 * TLanes.Count));
        TVector slot0 = TLanes.Zero, slot1 = TLanes.Zero, slot2 = TLanes.Zero, slot3 = TLanes.Zero;
        for (long place = begin + 1; place < end; place++)
        {
            if (place + Ahead < end)
            {
                Prefetch.Row(term.At(place + Ahead, head).Row + offset, 4 * TLanes.Count);
            }

            entry = term.At(place, head);
            TVector slot = TLanes.BroadcastBits((int)(place - begin));
            TVector value0 = term.Value<TLanes, TVector>(entry, offset);
            TVector better0 = Better<TLanes, TVector>(value0, best0);
            best0 = TLanes.Select(better0, value0, best0);
            slot0 = TLanes.Select(better0, slot, slot0);
            TVector value1 = term.Value<TLanes, TVector>(entry, offset + TLanes.Count);
            TVector better1 = Better<TLanes, TVector>(value1, best1);
            best1 = TLanes.Select(better1, value1, best1);
            slot1 = TLanes.Select(better1, slot, slot1);
            TVector value2 = term.Value<TLanes, TVector>(entry, offset + (2 * TLanes.Count));
            TVector better2 = Better<TLanes, TVector>(value2, best2);
            best2 = TLanes.Select(better2, value2, best2);
            slot2 = TLanes.Select(better2, slot, slot2);
            TVector value3 = term.Value<TLanes, TVector>(entry, offset + (3 * TLanes.Count));
            TVector better3 = Better<TLanes, TVector>(value3, best3);
            best3 = TLanes.Select(better3, value3, best3);
            slot3 = TLanes.Select(better3, slot, slot3);
        }

        at += offset;
        Put<TLanes, TVector>(best0, slot0, at, begin, TLanes.Count);
        Put<TLanes, TVector>(best1, slot1, at + TLanes.Count, begin, TLanes.Count);
        Put<TLanes, TVector>(best2, slot2, at + (2 * TLanes.Count), begin, TLanes.Count);
        Put<TLanes, TVector>(best3, slot3, at + (3 * TLanes.Count), begin, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile1<TLanes, TVector>(long begin, long end, long head, long offset, long at, int last)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        TVector best = term.Value<TLanes, TVector>(term.At(begin, head), offset);
        TVector slot = TLanes.Zero;
        for (long place = begin + 1; place < end; place++)
        {
            TVector value = term.Value<TLanes, TVector>(term.At(place, head), offset);
            TVector better = Better<TLanes, TVector>(value, best);
            best = TLanes.Select(better, value, best);
            slot = TLanes.Select(better, TLanes.BroadcastBits((int)(place - begin)), slot);
        }

        Put<TLanes, TVector>(best, slot, at + offset, begin, last);
    }

    /// <summary>Better is what is not at most the best: larger, or NaN; but nothing is better than a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Better<TLanes, TVector>(TVector value, TVector best)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        TLanes.AndNot(TLanes.Equal(best, best), TOrder.IsMax ? TLanes.LessOrEqual(value, best) : TLanes.LessOrEqual(best, value));

    private readonly void Put<TLanes, TVector>(TVector best, TVector slot, long at, long begin, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TLanes.StoreFirst(Y + at, best, count);
        int* slots = (int*)&slot;
        for (int i = 0; i < count; i++)
        {
            Arg[at + i] = TIndex.CreateTruncating(Csr.EntryAt(begin + slots[i]));
        }
    }
}
