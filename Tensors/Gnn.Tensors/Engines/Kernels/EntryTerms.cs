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
        public readonly EntryPlace At(long place, long head) => new() { Row = X + (Columns[place] * Width) };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Load(entry.Row + offset);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(sum, TLanes.Load(entry.Row + offset));
    }

    /// <summary>value(e) * x[j] of entry e = (i, j), the values being in the order of the structure that is walked.</summary>
    internal struct WeightedNeighbour : IEntryTerm
    {
        internal float* X;
        internal float* Values;
        internal int* Columns;
        internal long Width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place, long head) => new() { Row = X + (Columns[place] * Width), Weight = Values[place] };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + offset));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MultiplyAdd(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + offset), sum);
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
        public readonly EntryPlace At(long place, long head) => new()
        {
            Row = X + (Csr.Columns[place] * Width),
            Weight = Values[(Csr.EntryAt(place) * Heads) + head],
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + offset));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MultiplyAdd(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + offset), sum);
    }

    /// <summary>x[e] of entry e.</summary>
    internal struct OwnRow<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;
        internal Csr<TIndex> Csr;
        internal long Width;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place, long head) => new() { Row = X + (Csr.EntryAt(place) * Width) };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Load(entry.Row + offset);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(sum, TLanes.Load(entry.Row + offset));
    }

    /// <summary>value(e) * x[j, c] of entry e = (i, j) where e is marked in column c, else 0: an extreme's gradient on its way back.</summary>
    internal struct MarkedNeighbour<TIndex> : IEntryTerm
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        internal float* X;

        /// <summary>What <see cref="MarkJob{TIndex}"/> made, and eight bytes more.</summary>
        internal byte* Marks;

        /// <summary>[E, heads], or null for 1 everywhere.</summary>
        internal float* Values;
        internal Csr<TIndex> Csr;
        internal long Width;
        internal long Heads;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly EntryPlace At(long place, long head)
        {
            long entry = Csr.EntryAt(place);
            return new()
            {
                Row = X + (Csr.Columns[place] * Width),
                Arg = Marks + (entry * MarkJob<TIndex>.BytesOf(Width)),
                Weight = Values == null ? 1 : Values[(entry * Heads) + head],
            };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            uint marks = *(uint*)((byte*)entry.Arg + (offset / 8)) >> (int)(offset % 8);
            TVector value = TLanes.Multiply(TLanes.Broadcast(entry.Weight), TLanes.Load(entry.Row + offset));
            return TLanes.Select(TLanes.LanesOf(marks), value, TLanes.Zero);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(sum, Value<TLanes, TVector>(entry, offset));
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
        public readonly EntryPlace At(long place, long head) => new()
        {
            Row = X + (Csr.Columns[place] * Width),
            Arg = Values + (Csr.EntryAt(place) * Heads),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Value<TLanes, TVector>(in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(TLanes.Permute(TLanes.Load((float*)entry.Arg), TLanes.Load(HeadOf + offset)), TLanes.Load(entry.Row + offset));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly TVector Add<TLanes, TVector>(TVector sum, in EntryPlace entry, long offset)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.MultiplyAdd(TLanes.Permute(TLanes.Load((float*)entry.Arg), TLanes.Load(HeadOf + offset)), TLanes.Load(entry.Row + offset), sum);
    }
}
