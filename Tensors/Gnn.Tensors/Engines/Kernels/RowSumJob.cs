using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y[i] = the sum or mean of what the entries of row i contribute, a sum beginning with a row of its own if there is one; columns are worked off in tiles whose sums stay in registers.</summary>
/// <remarks>A narrow tile keeps two or four sums of every second or fourth entry, so that none waits for the one before; they are added at the end.
/// Tiles are methods of their own: in one, the compiler would give up inlining the terms.</remarks>
internal unsafe struct RowSumJob<TIndex, TTerm> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
    where TTerm : struct, IEntryTerm
{
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal TTerm Term;
    internal float* Y;
    internal long Width;
    internal long Heads;
    internal bool IsMean;

    /// <summary>As Y, or null: what each sum begins with, times the scale.</summary>
    internal float* Self;
    internal float Scale;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        (long turn, long endTurn) = Cut.Rows(Csr, chunk);
        if (Heads == 1 && Width <= TLanes.Count / 2 && TLanes.Count == Vector512<float>.Count)
        {
            // Half a vector reads a narrow row with less of its neighbours; the sums are the same lane by lane.
            Narrow<Lanes256, Vector256<float>>(turn, endTurn);
            return;
        }

        if (Heads == 1 && Width <= TLanes.Count)
        {
            Narrow<TLanes, TVector>(turn, endTurn);
            return;
        }

        long headWidth = Width / Heads;
        for (; turn < endTurn; turn++)
        {
            long row = Csr.RowAt(turn);
            long begin = Csr.Begin(row);
            long end = Csr.Begin(row + 1);
            TVector divisor = TLanes.Broadcast(IsMean ? Math.Max(1, end - begin) : 1);
            float* y = Y + (row * Width);
            for (long head = 0; head < Heads; head++)
            {
                long offset = head * headWidth;
                long endOffset = offset + headWidth;
                while (offset < endOffset)
                {
                    long left = endOffset - offset;
                    if (left > 7 * TLanes.Count)
                    {
                        Tile8<TLanes, TVector>(begin, end, head, offset, y + offset, (int)Math.Min(TLanes.Count, left - (7 * TLanes.Count)), divisor);
                        offset += 8 * TLanes.Count;
                    }
                    else if (left > 3 * TLanes.Count)
                    {
                        Tile4<TLanes, TVector>(begin, end, head, offset, y + offset, (int)Math.Min(TLanes.Count, left - (3 * TLanes.Count)), divisor);
                        offset += 4 * TLanes.Count;
                    }
                    else if (left > TLanes.Count)
                    {
                        Tile2<TLanes, TVector>(begin, end, head, offset, y + offset, (int)Math.Min(TLanes.Count, left - TLanes.Count), divisor);
                        offset += 2 * TLanes.Count;
                    }
                    else
                    {
                        Tile1<TLanes, TVector>(begin, end, head, offset, y + offset, (int)left, divisor);
                        offset += TLanes.Count;
                    }
                }
            }
        }
    }

    /// <summary>Rows of at most one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Narrow<TLanes, TVector>(long turn, long endTurn)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(0, 0);
        TIndex* pointers = Csr.Pointers;
        byte* order = Csr.Order;
        float* self = Self;
        float scale = Scale;
        bool isMean = IsMean;
        long width = Width;
        for (; turn < endTurn; turn++)
        {
            long row = order == null ? turn : (turn & -SparseStructure.RowBlock) + order[turn];
            float* y = Y + (row * width);
            long begin = long.CreateTruncating(pointers[row]);
            long end = long.CreateTruncating(pointers[row + 1]);
            long place = begin;
            TVector s0 = self == null ? TLanes.Zero : TLanes.Multiply(TLanes.Broadcast(scale), TLanes.Load(self + (row * width)));
            TVector s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
            for (; place < end - 3; place += 4)
            {
                s0 = term.Add<TLanes, TVector>(s0, term.At(place), 0);
                s1 = term.Add<TLanes, TVector>(s1, term.At(place + 1), 0);
                s2 = term.Add<TLanes, TVector>(s2, term.At(place + 2), 0);
                s3 = term.Add<TLanes, TVector>(s3, term.At(place + 3), 0);
            }

            for (; place < end; place++)
            {
                s0 = term.Add<TLanes, TVector>(s0, term.At(place), 0);
            }

            TVector sum = TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3));
            if (isMean)
            {
                sum = TLanes.Divide(sum, TLanes.Broadcast(Math.Max(1, end - begin)));
            }

            if (width == TLanes.Count)
            {
                TLanes.Store(y, sum);
            }
            else
            {
                TLanes.StoreFirst(y, sum, (int)width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile8<TLanes, TVector>(long begin, long end, long head, long offset, float* y, int last, TVector divisor)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector s0 = Start<TLanes, TVector>(y), s1 = Start<TLanes, TVector>(y + TLanes.Count);
        TVector s2 = Start<TLanes, TVector>(y + (2 * TLanes.Count)), s3 = Start<TLanes, TVector>(y + (3 * TLanes.Count));
        TVector s4 = Start<TLanes, TVector>(y + (4 * TLanes.Count)), s5 = Start<TLanes, TVector>(y + (5 * TLanes.Count));
        TVector s6 = Start<TLanes, TVector>(y + (6 * TLanes.Count)), s7 = Start<TLanes, TVector>(y + (7 * TLanes.Count));
        long entries = Csr.EntryCount;
        for (long place = begin; place < end; place++)
        {
            if (place + Prefetch.Ahead < entries)
            {
                term.Ask(place + Prefetch.Ahead, 8 * TLanes.Count);
            }

            EntryPlace entry = term.At(place);
            s0 = term.Add<TLanes, TVector>(s0, entry, 0);
            s1 = term.Add<TLanes, TVector>(s1, entry, TLanes.Count);
            s2 = term.Add<TLanes, TVector>(s2, entry, 2 * TLanes.Count);
            s3 = term.Add<TLanes, TVector>(s3, entry, 3 * TLanes.Count);
            s4 = term.Add<TLanes, TVector>(s4, entry, 4 * TLanes.Count);
            s5 = term.Add<TLanes, TVector>(s5, entry, 5 * TLanes.Count);
            s6 = term.Add<TLanes, TVector>(s6, entry, 6 * TLanes.Count);
            s7 = term.Add<TLanes, TVector>(s7, entry, 7 * TLanes.Count);
        }

        TLanes.Store(y, Scaled<TLanes, TVector>(s0, divisor));
        TLanes.Store(y + TLanes.Count, Scaled<TLanes, TVector>(s1, divisor));
        TLanes.Store(y + (2 * TLanes.Count), Scaled<TLanes, TVector>(s2, divisor));
        TLanes.Store(y + (3 * TLanes.Count), Scaled<TLanes, TVector>(s3, divisor));
        TLanes.Store(y + (4 * TLanes.Count), Scaled<TLanes, TVector>(s4, divisor));
        TLanes.Store(y + (5 * TLanes.Count), Scaled<TLanes, TVector>(s5, divisor));
        TLanes.Store(y + (6 * TLanes.Count), Scaled<TLanes, TVector>(s6, divisor));
        TLanes.StoreFirst(y + (7 * TLanes.Count), Scaled<TLanes, TVector>(s7, divisor), last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile4<TLanes, TVector>(long begin, long end, long head, long offset, float* y, int last, TVector divisor)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector s0 = Start<TLanes, TVector>(y), s1 = Start<TLanes, TVector>(y + TLanes.Count);
        TVector s2 = Start<TLanes, TVector>(y + (2 * TLanes.Count)), s3 = Start<TLanes, TVector>(y + (3 * TLanes.Count));
        long entries = Csr.EntryCount;
        for (long place = begin; place < end; place++)
        {
            if (place + Prefetch.Ahead < entries)
            {
                term.Ask(place + Prefetch.Ahead, 4 * TLanes.Count);
            }

            EntryPlace entry = term.At(place);
            s0 = term.Add<TLanes, TVector>(s0, entry, 0);
            s1 = term.Add<TLanes, TVector>(s1, entry, TLanes.Count);
            s2 = term.Add<TLanes, TVector>(s2, entry, 2 * TLanes.Count);
            s3 = term.Add<TLanes, TVector>(s3, entry, 3 * TLanes.Count);
        }

        TLanes.Store(y, Scaled<TLanes, TVector>(s0, divisor));
        TLanes.Store(y + TLanes.Count, Scaled<TLanes, TVector>(s1, divisor));
        TLanes.Store(y + (2 * TLanes.Count), Scaled<TLanes, TVector>(s2, divisor));
        TLanes.StoreFirst(y + (3 * TLanes.Count), Scaled<TLanes, TVector>(s3, divisor), last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile2<TLanes, TVector>(long begin, long end, long head, long offset, float* y, int last, TVector divisor)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector s0 = Start<TLanes, TVector>(y), s1 = Start<TLanes, TVector>(y + TLanes.Count), t0 = TLanes.Zero, t1 = TLanes.Zero;
        long place = begin;
        long entries = Csr.EntryCount;
        for (; place < end - 1; place += 2)
        {
            if (place + Prefetch.Ahead + 1 < entries)
            {
                term.Ask(place + Prefetch.Ahead, 2 * TLanes.Count);
                term.Ask(place + Prefetch.Ahead + 1, 2 * TLanes.Count);
            }

            EntryPlace entry = term.At(place);
            EntryPlace next = term.At(place + 1);
            s0 = term.Add<TLanes, TVector>(s0, entry, 0);
            s1 = term.Add<TLanes, TVector>(s1, entry, TLanes.Count);
            t0 = term.Add<TLanes, TVector>(t0, next, 0);
            t1 = term.Add<TLanes, TVector>(t1, next, TLanes.Count);
        }

        if (place < end)
        {
            EntryPlace entry = term.At(place);
            s0 = term.Add<TLanes, TVector>(s0, entry, 0);
            s1 = term.Add<TLanes, TVector>(s1, entry, TLanes.Count);
        }

        TLanes.Store(y, Scaled<TLanes, TVector>(TLanes.Add(s0, t0), divisor));
        TLanes.StoreFirst(y + TLanes.Count, Scaled<TLanes, TVector>(TLanes.Add(s1, t1), divisor), last);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile1<TLanes, TVector>(long begin, long end, long head, long offset, float* y, int last, TVector divisor)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TTerm term = Term;
        term.Move(head, offset);
        TVector s0 = Start<TLanes, TVector>(y), s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
        long place = begin;
        for (; place < end - 3; place += 4)
        {
            s0 = term.Add<TLanes, TVector>(s0, term.At(place), 0);
            s1 = term.Add<TLanes, TVector>(s1, term.At(place + 1), 0);
            s2 = term.Add<TLanes, TVector>(s2, term.At(place + 2), 0);
            s3 = term.Add<TLanes, TVector>(s3, term.At(place + 3), 0);
        }

        for (; place < end; place++)
        {
            s0 = term.Add<TLanes, TVector>(s0, term.At(place), 0);
        }

        TLanes.StoreFirst(y, Scaled<TLanes, TVector>(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), divisor), last);
    }

    /// <summary>What the sums begin with that go to a place of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Start<TLanes, TVector>(float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> => Self == null ? TLanes.Zero : TLanes.Multiply(TLanes.Broadcast(Scale), TLanes.Load(Self + (y - Y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Scaled<TLanes, TVector>(TVector sum, TVector divisor)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> => IsMean ? TLanes.Divide(sum, divisor) : sum;
}
