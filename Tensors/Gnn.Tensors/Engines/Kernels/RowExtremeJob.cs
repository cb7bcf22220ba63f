using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The largest or smallest of what the entries of each row contribute, and the entry it came from: the first of several, a NaN before any number.</summary>
/// <remarks>The place of the best entry in its row travels as the bits of a float vector beside the best value, so that any width of vector will do.</remarks>
internal unsafe struct RowExtremeJob<TIndex, TTerm> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TTerm : struct, IEntryTerm
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal TTerm Term;
    internal float* Y;
    internal TIndex* Arg;
    internal long Width;
    internal long Heads;
    internal bool IsMax;

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
            entry = term.At(place, head);
            TVector slot = TLanes.BroadcastBits((int)(place - begin));
            Improve<TLanes, TVector>(ref best0, ref slot0, term.Value<TLanes, TVector>(entry, offset), slot);
            Improve<TLanes, TVector>(ref best1, ref slot1, term.Value<TLanes, TVector>(entry, offset + TLanes.Count), slot);
            Improve<TLanes, TVector>(ref best2, ref slot2, term.Value<TLanes, TVector>(entry, offset + (2 * TLanes.Count)), slot);
            Improve<TLanes, TVector>(ref best3, ref slot3, term.Value<TLanes, TVector>(entry, offset + (3 * TLanes.Count)), slot);
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
            Improve<TLanes, TVector>(
                ref best, ref slot, term.Value<TLanes, TVector>(term.At(place, head), offset), TLanes.BroadcastBits((int)(place - begin)));
        }

        Put<TLanes, TVector>(best, slot, at + offset, begin, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Improve<TLanes, TVector>(ref TVector best, ref TVector bestSlot, TVector value, TVector slot)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Better is what is not at most the best: larger, or NaN; but nothing is better than a NaN.
        TVector atMost = IsMax ? TLanes.LessOrEqual(value, best) : TLanes.LessOrEqual(best, value);
        TVector better = TLanes.AndNot(TLanes.Equal(best, best), atMost);
        best = TLanes.Select(better, value, best);
        bestSlot = TLanes.Select(better, slot, bestSlot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
