using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The terms of SpMM, segment reductions and their gradients.</summary>
internal static unsafe class EntryTerms
{
    /// <summary>x[j] of entry (i, j).</summary>
    internal struct Neighbour<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;
        internal int* Columns;
        internal long Width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset) => X += offset;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place) => new() { Row = X + (Columns[place] * Width) };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns) => Prefetch.Lines(X + (Columns[place] * Width), columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Load(entry.Row + step);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(sum, TLanes.Load(entry.Row + step));
    }

    /// <summary>value(e) * x[j] of entry e = (i, j), the values being in the order of the structure that is walked.</summary>
    internal struct WeightedNeighbour : IEntryTerm
    {
        internal float* X;
        internal float* Values;
        internal int* Columns;
        internal long Width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset) => X += offset;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place) => new() { Row = X + (Columns[place] * Width), Weight = Values[place] };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns) => Prefetch.Lines(X + (Columns[place] * Width), columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MultiplyAdd(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step), sum);
    }

    /// <summary>value(e, h) * x[j] of entry e = (i, j), one head h at a time.</summary>
    internal struct HeadNeighbour<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;
        internal float* Values;
        internal Csr<TIndex> Csr;
        internal long Width;
        internal long Heads;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset)
        {
            X += offset;
            Values += head;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place) => new()
        {
            Row = X + (Csr.Columns[place] * Width),
            Weight = Values[Csr.EntryAt(place) * Heads],
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns) => Prefetch.Lines(X + (Csr.Columns[place] * Width), columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MultiplyAdd(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step), sum);
    }

    /// <summary>x[e] of entry e.</summary>
    internal struct OwnRow<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;
        internal Csr<TIndex> Csr;
        internal long Width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset) => X += offset;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place) => new() { Row = X + (Csr.EntryAt(place) * Width) };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns) => Prefetch.Lines(X + (Csr.EntryAt(place) * Width), columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Load(entry.Row + step);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(sum, TLanes.Load(entry.Row + step));
    }

    /// <summary>value(e) * x[j, c] of entry e = (i, j) where e is marked in column c, else 0: an extreme's gradient on its way back.</summary>
    internal struct MarkedNeighbour<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;

        /// <summary>What <see cref="MarkJob{TIndex}"/> made, and eight bytes more.</summary>
        internal byte* Marks;

        /// <summary>The bytes of an entry's marks.</summary>
        internal long Bytes;

        /// <summary>The first column's bit, and those of its neighbours.</summary>
        internal uint* Own;

        /// <summary>[E, heads], or a single value for all entries.</summary>
        internal float* Values;
        internal Csr<TIndex> Csr;
        internal long Width;

        /// <summary>Values of an entry; 0 for a single value.</summary>
        internal long Heads;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset)
        {
            X += offset;
            Values += head;
            Marks += offset >>> 3;
            Own = MarkJob<TIndex>.Powers + (offset & 7);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place)
        {
            long entry = Csr.EntryAt(place);
            return new()
            {
                Row = X + (Csr.Columns[place] * Width),
                Arg = Marks + (entry * Bytes),
                Weight = Values[entry * Heads],
            };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns)
        {
            Prefetch.Line(Marks + (Csr.EntryAt(place) * Bytes));
            Prefetch.Lines(X + (Csr.Columns[place] * Width), columns);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(Mask<TLanes, TVector>(entry, step), TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step)), TLanes.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            // A sum that begins with 0 is the same with and without a term of 0.
            TVector value = TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + step));
            return TLanes.Select(Mask<TLanes, TVector>(entry, step), TLanes.Add(sum, value), sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TVector Mask<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.LanesOf((uint*)((byte*)entry.Arg + (step / 8)), TLanes.Load((float*)Own + (step % 8)));
    }

    /// <summary>value(e, h) * x[j] of entry e = (i, j), h being each column's own head: all heads in one pass. There are at most as many heads as lanes.</summary>
    internal struct HeadsNeighbour<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;
        internal float* Values;

        /// <summary>The head of each column, as bits, and as many columns more as there are lanes.</summary>
        internal float* HeadOf;
        internal Csr<TIndex> Csr;
        internal long Width;
        internal long Heads;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Move(long head, long offset)
        {
            X += offset;
            HeadOf += offset;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place) => new()
        {
            Row = X + (Csr.Columns[place] * Width),
            Arg = Values + (Csr.EntryAt(place) * Heads),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Ask(long place, int columns) => Prefetch.Lines(X + (Csr.Columns[place] * Width), columns);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(TLanes.Permute(TLanes.Load((float*)entry.Arg), TLanes.Load(HeadOf + step)), TLanes.Load(entry.Row + step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, int step)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.MultiplyAdd(TLanes.Permute(TLanes.Load((float*)entry.Arg), TLanes.Load(HeadOf + step)), TLanes.Load(entry.Row + step), sum);
    }
}
