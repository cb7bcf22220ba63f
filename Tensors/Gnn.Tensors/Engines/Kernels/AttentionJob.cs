using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Attention in one walk over the entries of each row, a group of heads at a time. The softmax's maximum is that of the sources' terms, since the
/// leaky ReLU of a slope of at least 0 keeps order.</summary>
/// <remarks>For the gradient it keeps, for each row and head, the maximum m, the inverse of the sum of e^(s - m), and the share of the softmax that the
/// positive scores have; and for each row y without the terms of the scores that are not positive. By these the gradient of a row's own term needs no
/// entries: as the gradients of a row's scores sum to 0, it is (1 - slope) times the sum over the positive ones.</remarks>
internal unsafe struct AttentionJob<TIndex> : IVectorJob
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
        TVector isInfinite = TLanes.Equal(TLanes.Abs(TLanes.Load(state)), TLanes.Broadcast(float.PositiveInfinity));
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

    /// <summary>The maximum of the sources' terms of a block of a row, for each head; for one head, in every lane, and the terms are packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly TVector MaxOf<TLanes, TVector>(long begin, int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long allHeads = Heads;
        float* source = Source + group.First;
        int* columns = Csr.Columns + begin;
        if (group.Heads == 1)
        {
            float* terms = group.Terms;
            for (int k = 0; k < count; k++)
            {
                terms[k] = source[columns[k] * allHeads];
            }

            return HeadBlock.Max<TLanes, TVector>(terms, count);
        }

        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
        TVector max = TLanes.Broadcast(float.NegativeInfinity);
        for (int k = 0; k < count; k++)
        {
            if (k < ahead)
            {
                Prefetch.Row(source + (columns[k + Ahead] * allHeads), group.Heads);
            }

            max = TLanes.Max(max, TLanes.Load(source + (columns[k] * allHeads)));
        }

        return max;
    }

    /// <summary>Packs score - maximum of a row's block, and where two sums are made what the leaky ReLU was given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Score<TLanes, TVector, TSums>(long begin, int count, int offset, in Group group, TVector target, TVector max)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        int heads = group.Heads;
        float* weights = group.Weights + offset;
        float* positive = group.Positive + offset;
        if (heads == 1)
        {
            for (int i = 0; i < count; i += TLanes.Count)
            {
                TVector sum = TLanes.Add(TLanes.Load(group.Terms + i), target);
                TLanes.Store(weights + i, TLanes.Subtract(Leaky<TLanes, TVector>(sum), max));
                if (TSums.AreTwo)
                {
                    TLanes.Store(positive + i, sum);
                }
            }

            return;
        }

        long allHeads = Heads;
        float* source = Source + group.First;
        int* columns = Csr.Columns + begin;
        for (int k = 0; k < count; k++)
        {
            TVector sum = TLanes.Add(TLanes.Load(source + (columns[k] * allHeads)), target);
            TLanes.Store(weights + (k * heads), TLanes.Subtract(Leaky<TLanes, TVector>(sum), max));
            if (TSums.AreTwo)
            {
                TLanes.Store(positive + (k * heads), sum);
            }
        }
    }

    /// <summary>Turns a block's scores into coefficients that are yet to be divided by their sum, and drops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weigh<TLanes, TVector, TSums>(long begin, int count, ref Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        float* weights = group.Weights;
        float* positive = group.Positive;
        int length = count * group.Heads;
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TVector weight = LaneMath.Exp<TLanes, TVector>(TLanes.Load(weights + i));
            TLanes.Store(weights + i, weight);
            if (TSums.AreTwo)
            {
                TLanes.Store(positive + i, TLanes.Select(TLanes.Less(TLanes.Zero, TLanes.Load(positive + i)), weight, TLanes.Zero));
            }
        }

        if (Dropout.IsOn)
        {
            uint* words = WordsOf(begin, count, ref group);
            Dropout.Apply<TLanes, TVector>(weights, words, group.KeptWeights, count, group.Heads, Heads);
            if (TSums.AreTwo)
            {
                Dropout.Apply<TLanes, TVector>(positive, words, group.KeptPositive, count, group.Heads, Heads);
            }
        }
    }

    /// <summary>The random words of a block; they are drawn for many blocks at once.</summary>
    private readonly uint* WordsOf(long begin, int count, ref Group group)
    {
        if (begin < group.WordsBegin || begin + count > group.WordsEnd)
        {
            group.WordsBegin = begin;
            group.WordsEnd = Math.Min(group.LastEntry, begin + (HeadDropout.Words / Heads));
            Dropout.Random.Fill(new Span<uint>(group.Words, (int)((group.WordsEnd - begin) * Heads)), begin * Heads);
        }

        return group.Words + ((begin - group.WordsBegin) * Heads) + group.First;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Leaky<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Select(TLanes.Less(TLanes.Zero, x), x, TLanes.Multiply(TLanes.Broadcast(Slope), x));

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
