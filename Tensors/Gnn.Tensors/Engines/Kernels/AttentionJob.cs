using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Attention in one walk over the entries of each row, a group of heads at a time. The softmax's maximum is that of the sources' terms, since the
/// leaky ReLU of a slope of at least 0 keeps order.</summary>
/// <remarks>For the gradient it keeps, for each row and head, the maximum m, the inverse of the sum of e^(s - m), and the share of the softmax that the
/// positive scores have; and for each row y without the terms of the scores that are not positive. By these the gradient of a row's own term needs no
/// entries: as the gradients of a row's scores sum to 0, it is (1 - slope) times the sum over the positive ones.</remarks>
internal unsafe partial struct AttentionJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int Ahead = 16;

    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Source;
    internal float* Target;
    internal float* X;
    internal float* Y;

    /// <summary>[rows, width], or null.</summary>
    internal float* PositiveY;

    /// <summary>[rows, 3, heads]: maximum, inverse of the sum, positive share; or null.</summary>
    internal float* State;
    internal float* HeadOf;
    internal long Width;
    internal long Heads;
    internal float Slope;
    internal HeadDropout Dropout;

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (State == null)
        {
            Rows<TLanes, TVector, HeadTiles.Single>(chunk);
        }
        else
        {
            Rows<TLanes, TVector, HeadTiles.Double>(chunk);
        }
    }

    private readonly void Rows<TLanes, TVector, TSums>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        float* block = stackalloc float[5 * HeadBlock.Floats];
        uint* words = stackalloc uint[HeadDropout.Words + HeadBlock.MaxLanes];
        (long firstRow, long endRow) = Cut.Rows(Csr, chunk);
        var group = new Group
        {
            Terms = HeadBlock.Align(block),
            Weights = HeadBlock.Align(block + HeadBlock.Floats),
            Positive = HeadBlock.Align(block + (2 * HeadBlock.Floats)),
            KeptWeights = HeadBlock.Align(block + ((Dropout.IsOn ? 3 : 1) * HeadBlock.Floats)),
            KeptPositive = HeadBlock.Align(block + ((Dropout.IsOn ? 4 : 2) * HeadBlock.Floats)),
            Words = words,
            LastEntry = Csr.Begin(endRow),
        };
        for (long head = 0; head < Heads; head += TLanes.Count)
        {
            group.First = head;
            group.Heads = (int)Math.Min(TLanes.Count, Heads - head);
            group.FirstColumn = head * (Width / Heads);
            group.Width = group.Heads * (Width / Heads);
            group.WordsBegin = 0;
            group.WordsEnd = 0;
            long row = firstRow;
            while (row < endRow)
            {
                // As many rows as fit a block, or one that needs several.
                long begin = Csr.Begin(row);
                long last = row + 1;
                while (last < endRow && Csr.Begin(last + 1) - begin <= HeadBlock.Entries)
                {
                    last++;
                }

                if (Csr.Begin(last) - begin <= HeadBlock.Entries)
                {
                    Block<TLanes, TVector, TSums>(row, last, ref group);
                }
                else
                {
                    Blocks<TLanes, TVector, TSums>(row, ref group);
                }

                row = last;
            }
        }
    }

    /// <summary>Rows that fit a block together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Block<TLanes, TVector, TSums>(long firstRow, long endRow, ref Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        long first = Csr.Begin(firstRow);
        int heads = group.Heads;
        for (long row = firstRow; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            int count = (int)(Csr.Begin(row + 1) - begin);
            if (count > 0)
            {
                TVector target = TargetOf<TLanes, TVector>(row, group);
                TVector max = Leaky<TLanes, TVector>(TLanes.Add(MaxOf<TLanes, TVector>(begin, count, group), target));
                Score<TLanes, TVector, TSums>(begin, count, (int)(begin - first) * heads, group, target, max);
                if (TSums.AreTwo)
                {
                    TLanes.StoreFirst(State + (row * 3 * Heads) + group.First, max, heads);
                }
            }
        }

        Weigh<TLanes, TVector, TSums>(first, (int)(Csr.Begin(endRow) - first), ref group);
        HeadTiles tiles = TilesOf(group);
        for (long row = firstRow; row < endRow; row++)
        {
            long begin = Csr.Begin(row);
            int count = (int)(Csr.Begin(row + 1) - begin);
            if (count == 0)
            {
                Clear<TSums>(row, group);
                continue;
            }

            int offset = (int)(begin - first) * heads;
            TVector sum = HeadBlock.Sum<TLanes, TVector>(group.Weights + offset, count, heads);
            TVector share = TSums.AreTwo ? HeadBlock.Sum<TLanes, TVector>(group.Positive + offset, count, heads) : TLanes.Zero;
            TVector inverse = Finish<TLanes, TVector, TSums>(row, sum, share, group);
            SetBlock(ref tiles, row, begin, offset, count, group);
            tiles.Add<TLanes, TVector, TSums>(inverse, isLast: true);
        }
    }

    /// <summary>A row that needs several blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Blocks<TLanes, TVector, TSums>(long row, ref Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        long first = Csr.Begin(row);
        long end = Csr.Begin(row + 1);
        int heads = group.Heads;
        TVector max = TLanes.Broadcast(float.NegativeInfinity);
        for (long begin = first; begin < end; begin += HeadBlock.Entries)
        {
            max = TLanes.Max(max, MaxOf<TLanes, TVector>(begin, (int)Math.Min(HeadBlock.Entries, end - begin), group));
        }

        TVector target = TargetOf<TLanes, TVector>(row, group);
        max = Leaky<TLanes, TVector>(TLanes.Add(max, target));
        if (TSums.AreTwo)
        {
            TLanes.StoreFirst(State + (row * 3 * Heads) + group.First, max, heads);
        }

        TVector sum = TLanes.Zero;
        TVector share = TLanes.Zero;
        HeadTiles tiles = TilesOf(group);
        for (long begin = first; begin < end; begin += HeadBlock.Entries)
        {
            int count = (int)Math.Min(HeadBlock.Entries, end - begin);
            if (heads == 1)
            {
                MaxOf<TLanes, TVector>(begin, count, group);
            }

            Score<TLanes, TVector, TSums>(begin, count, 0, group, target, max);
            Weigh<TLanes, TVector, TSums>(begin, count, ref group);
            sum = TLanes.Add(sum, HeadBlock.Sum<TLanes, TVector>(group.Weights, count, heads));
            share = TSums.AreTwo ? TLanes.Add(share, HeadBlock.Sum<TLanes, TVector>(group.Positive, count, heads)) : share;
            bool isLast = begin + count == end;
            TVector inverse = isLast ? Finish<TLanes, TVector, TSums>(row, sum, share, group) : TLanes.Zero;
            SetBlock(ref tiles, row, begin, 0, count, group);
            tiles.IsFirst = begin == first;
            tiles.Add<TLanes, TVector, TSums>(inverse, isLast);
        }
    }

    private readonly HeadTiles TilesOf(in Group group) => new()
    {
        X = X + group.FirstColumn,
        Stride = Width,
        HeadOf = HeadOf,
        Heads = group.Heads,
        Width = group.Width,
        IsFirst = true,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void SetBlock(ref HeadTiles tiles, long row, long begin, int offset, int count, in Group group)
    {
        tiles.Y = Y + (row * Width) + group.FirstColumn;
        tiles.SecondY = PositiveY + (row * Width) + group.FirstColumn;
        tiles.Columns = Csr.Columns + begin;
        tiles.Count = count;
        tiles.Left = Csr.EntryCount - begin;
        tiles.Weights = group.KeptWeights + offset;
        tiles.SecondWeights = group.KeptPositive + offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector TargetOf<TLanes, TVector>(long row, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* target = Target + (row * Heads) + group.First;
        return group.Heads == 1 ? TLanes.Broadcast(*target) : TLanes.Load(target);
    }

    /// <summary>Keeps a row's state, and returns the inverse of its sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Finish<TLanes, TVector, TSums>(long row, TVector sum, TVector share, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        TVector one = TLanes.Broadcast(1);
        if (!TSums.AreTwo)
        {
            return TLanes.Divide(one, sum);
        }

        // As in all softmax kernels, the sum is 1 where the maximum is infinite; the result is NaN either way.
        float* state = State + (row * 3 * Heads) + group.First;
        TVector max = group.Heads == 1 ? TLanes.Broadcast(*state) : TLanes.Load(state);
        TVector isInfinite = TLanes.Equal(TLanes.Abs(max), TLanes.Broadcast(float.PositiveInfinity));
        TVector inverse = TLanes.Divide(one, TLanes.Select(isInfinite, one, sum));
        TLanes.StoreFirst(state + Heads, inverse, group.Heads);
        TLanes.StoreFirst(state + (2 * Heads), TLanes.Multiply(share, inverse), group.Heads);
        return inverse;
    }

    /// <summary>A row without entries gives 0.</summary>
    private readonly void Clear<TSums>(long row, in Group group)
        where TSums : struct, HeadTiles.ISums
    {
        long column = (row * Width) + group.FirstColumn;
        new Span<float>(Y + column, (int)group.Width).Clear();
        if (TSums.AreTwo)
        {
            new Span<float>(PositiveY + column, (int)group.Width).Clear();
            for (int part = 0; part < 3; part++)
            {
                new Span<float>(State + (((row * 3) + part) * Heads) + group.First, group.Heads).Clear();
            }
        }
    }

    /// <summary>A group of heads and what is computed for its blocks.</summary>
    private struct Group
    {
        /// <summary>[entries]: the sources' terms, for one head.</summary>
        internal float* Terms;

        /// <summary>[entries, heads]: scores, then coefficients.</summary>
        internal float* Weights;

        /// <summary>[entries, heads]: what the leaky ReLU is given, then the coefficients of positive scores.</summary>
        internal float* Positive;

        /// <summary>The same after dropout.</summary>
        internal float* KeptWeights;
        internal float* KeptPositive;
        internal uint* Words;
        internal long LastEntry;
        internal long First;
        internal long FirstColumn;
        internal long Width;
        internal long WordsBegin;
        internal long WordsEnd;
        internal int Heads;
    }
}
