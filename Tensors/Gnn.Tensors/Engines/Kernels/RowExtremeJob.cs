using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The largest or smallest of what the entries of each row contribute, and the entry it came from: the first of several, a NaN before any number.</summary>
/// <remarks>
/// The place of the best entry in its row travels as the bits of a float vector beside the best value, so that any width of vector will do. Tiles compare
/// as if all values were finite, sum up value * 0 on the way, and begin anew with care if that is not 0.
/// </remarks>
internal unsafe struct RowExtremeJob<TIndex, TTerm, TOrder> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TTerm : struct, IEntryTerm
    where TOrder : struct, IExtremeOrder
{
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
        (long turn, long endTurn) = Cut.Rows(Csr, chunk);
        long headWidth = Width / Heads;
        for (; turn < endTurn; turn++)
        {
            long row = Csr.RowAt(turn);
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

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile4<TLanes, TVector>(long begin, long end, long head, long offset, long at, int last)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector zero = TLanes.Zero;
        EntryPlace entry = term.At(begin);
        TVector best0 = term.Value<TLanes, TVector>(entry, 0);
        TVector best1 = term.Value<TLanes, TVector>(entry, TLanes.Count);
        TVector best2 = term.Value<TLanes, TVector>(entry, 2 * TLanes.Count);
        TVector best3 = term.Value<TLanes, TVector>(entry, 3 * TLanes.Count);
        TVector slot0 = zero, slot1 = zero, slot2 = zero, slot3 = zero;
        TVector check0 = TLanes.Multiply(best0, zero), check1 = TLanes.Multiply(best1, zero);
        TVector check2 = TLanes.Multiply(best2, zero), check3 = TLanes.Multiply(best3, zero);
        long entries = Csr.EntryCount;
        for (long place = begin + 1; place < end; place++)
        {
            if (place + Prefetch.Ahead < entries)
            {
                term.Ask(place + Prefetch.Ahead, 4 * TLanes.Count);
            }

            entry = term.At(place);
            TVector slot = TLanes.BroadcastBits((int)(place - begin));
            Take<TLanes, TVector>(term.Value<TLanes, TVector>(entry, 0), slot, ref best0, ref slot0, ref check0);
            Take<TLanes, TVector>(term.Value<TLanes, TVector>(entry, TLanes.Count), slot, ref best1, ref slot1, ref check1);
            Take<TLanes, TVector>(term.Value<TLanes, TVector>(entry, 2 * TLanes.Count), slot, ref best2, ref slot2, ref check2);
            Take<TLanes, TVector>(term.Value<TLanes, TVector>(entry, 3 * TLanes.Count), slot, ref best3, ref slot3, ref check3);
        }

        at += offset;
        Put<TLanes, TVector>(best0, slot0, begin, at, TLanes.Count);
        Put<TLanes, TVector>(best1, slot1, begin, at + TLanes.Count, TLanes.Count);
        Put<TLanes, TVector>(best2, slot2, begin, at + (2 * TLanes.Count), TLanes.Count);
        Put<TLanes, TVector>(best3, slot3, begin, at + (3 * TLanes.Count), last);
        if (!IsZero<TLanes, TVector>(TLanes.Add(TLanes.Add(check0, check1), TLanes.Add(check2, check3))))
        {
            // No vector lives across this call: the runtime would keep them all in memory, also in the loop.
            Exact<TLanes, TVector>(begin, end, head, offset, at, (3 * TLanes.Count) + last);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile1<TLanes, TVector>(long begin, long end, long head, long offset, long at, int last)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector best = term.Value<TLanes, TVector>(term.At(begin), 0);
        TVector slot = TLanes.Zero;
        TVector check = TLanes.Multiply(best, slot);
        for (long place = begin + 1; place < end; place++)
        {
            TVector value = term.Value<TLanes, TVector>(term.At(place), 0);
            Take<TLanes, TVector>(value, TLanes.BroadcastBits((int)(place - begin)), ref best, ref slot, ref check);
        }

        Put<TLanes, TVector>(best, slot, begin, at + offset, last);
        if (!IsZero<TLanes, TVector>(check))
        {
            Exact<TLanes, TVector>(begin, end, head, offset, at + offset, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take<TLanes, TVector>(TVector value, TVector slot, ref TVector best, ref TVector bestSlot, ref TVector check)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        bestSlot = TLanes.Select(TOrder.IsMax ? TLanes.Less(best, value) : TLanes.Less(value, best), slot, bestSlot);
        best = TOrder.IsMax ? TLanes.Larger(value, best) : TLanes.Smaller(value, best);
        check = TLanes.MultiplyAdd(value, TLanes.Zero, check);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsZero<TLanes, TVector>(TVector check)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Bits(TLanes.Equal(check, TLanes.Zero)) == TLanes.Bits(TLanes.First(TLanes.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Put<TLanes, TVector>(TVector best, TVector slot, long begin, long at, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TLanes.StoreFirst(Y + at, best, count);
        if (sizeof(TIndex) == sizeof(float))
        {
            TLanes.StoreFirst((float*)(Arg + at), TLanes.AddBits(slot, TLanes.BroadcastBits((int)begin)), count);
            for (int i = 0; Csr.Entries != null && i < count; i++)
            {
                Arg[at + i] = Csr.Entries[long.CreateTruncating(Arg[at + i])];
            }

            return;
        }

        int* slots = (int*)&slot;
        for (int i = 0; i < count; i++)
        {
            Arg[at + i] = TIndex.CreateTruncating(Csr.EntryAt(begin + slots[i]));
        }
    }

    /// <summary>A tile once more, with NaN and infinities: better is what is not at most the best, larger or NaN; but nothing is better than a NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly void Exact<TLanes, TVector>(long begin, long end, long head, long offset, long at, int columns)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int column = 0; column < columns; column += TLanes.Count)
        {
            TTerm term = Term;
            term.Move(head, offset + column);
            TVector best = term.Value<TLanes, TVector>(term.At(begin), 0);
            TVector slot = TLanes.Zero;
            for (long place = begin + 1; place < end; place++)
            {
                TVector value = term.Value<TLanes, TVector>(term.At(place), 0);
                TVector better = TLanes.AndNot(TLanes.Equal(best, best), TOrder.IsMax ? TLanes.LessOrEqual(value, best) : TLanes.LessOrEqual(best, value));
                best = TLanes.Select(better, value, best);
                slot = TLanes.Select(better, TLanes.BroadcastBits((int)(place - begin)), slot);
            }

            Put<TLanes, TVector>(best, slot, begin, at + column, Math.Min(TLanes.Count, columns - column));
        }
    }
}
