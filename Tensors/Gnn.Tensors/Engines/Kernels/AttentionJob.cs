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
        float* weights = stackalloc float[HeadBlock.Floats];
        float* positive = stackalloc float[HeadBlock.Floats];
        float* pattern = stackalloc float[HeadBlock.PatternFloats];
        uint* words = stackalloc uint[HeadDropout.Words + HeadBlock.MaxLanes];
        (long firstRow, long endRow) = Cut.Rows(Csr, chunk);
        var group = new Group { Weights = weights, Positive = positive, Pattern = pattern, Words = words, LastEntry = Csr.Begin(endRow) };
        for (long head = 0; head < Heads; head += TLanes.Count)
        {
            group.First = head;
            group.Heads = (int)Math.Min(TLanes.Count, Heads - head);
            group.Period = HeadBlock.FillPattern(pattern, group.Heads, TLanes.Count);
            group.FirstColumn = head * (Width / Heads);
            group.Width = group.Heads * (Width / Heads);
            group.WordsBegin = 0;
            group.WordsEnd = 0;
            for (long row = firstRow; row < endRow; row++)
            {
                Row<TLanes, TVector, TSums>(row, ref group);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Row<TLanes, TVector, TSums>(long row, ref Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        long begin = Csr.Begin(row);
        long end = Csr.Begin(row + 1);
        int heads = group.Heads;
        long column = (row * Width) + group.FirstColumn;
        if (begin == end)
        {
            Clear<TSums>(row, group);
            return;
        }

        float* ownTarget = Target + (row * Heads) + group.First;
        TVector target = heads == 1 ? TLanes.Broadcast(*ownTarget) : TLanes.Load(ownTarget);
        TVector max = TLanes.Broadcast(float.NegativeInfinity);
        bool isOneBlock = end - begin <= HeadBlock.Entries;
        for (long place = begin; place < end; place += HeadBlock.Entries)
        {
            max = TLanes.Max(max, Gather<TLanes, TVector>(place, (int)Math.Min(HeadBlock.Entries, end - place), group, readsRows: isOneBlock));
        }

        max = Leaky<TLanes, TVector>(TLanes.Add(max, target));
        TVector sum = TLanes.Zero;
        TVector share = TLanes.Zero;
        var tiles = new HeadTiles
        {
            Weights = group.Weights,
            SecondWeights = group.Positive,
            X = X + group.FirstColumn,
            Stride = Width,
            HeadOf = HeadOf,
            Y = Y + column,
            SecondY = PositiveY + column,
            Heads = heads,
            Width = group.Width,
        };
        long next = begin;
        while (next < end)
        {
            int count = (int)Math.Min(HeadBlock.Entries, end - next);
            if (!isOneBlock)
            {
                Gather<TLanes, TVector>(next, count, group, readsRows: true);
            }

            Weigh<TLanes, TVector, TSums>(count, group, target, max);
            sum = TLanes.Add(sum, HeadBlock.Sum<TLanes, TVector>(group.Weights, count, heads));
            share = TSums.AreTwo ? TLanes.Add(share, HeadBlock.Sum<TLanes, TVector>(group.Positive, count, heads)) : share;
            if (Dropout.IsOn)
            {
                uint* words = WordsOf(next, count, ref group);
                Dropout.Apply<TLanes, TVector>(group.Weights, words, count, heads, Heads);
                if (TSums.AreTwo)
                {
                    Dropout.Apply<TLanes, TVector>(group.Positive, words, count, heads, Heads);
                }
            }

            tiles.Columns = Csr.Columns + next;
            tiles.Count = count;
            tiles.IsFirst = next == begin;
            tiles.Add<TLanes, TVector, TSums>();
            next += count;
        }

        // As in all softmax kernels, the sum is 1 where the maximum is infinite.
        TVector isInfinite = TLanes.Equal(TLanes.Abs(max), TLanes.Broadcast(float.PositiveInfinity));
        TVector inverse = TLanes.Divide(TLanes.Broadcast(1), TLanes.Select(isInfinite, TLanes.Broadcast(1), sum));
        tiles.Scale<TLanes, TVector>(tiles.Y, inverse);
        if (TSums.AreTwo)
        {
            tiles.Scale<TLanes, TVector>(tiles.SecondY, inverse);
            float* state = State + (row * 3 * Heads) + group.First;
            TLanes.StoreFirst(state, max, heads);
            TLanes.StoreFirst(state + Heads, inverse, heads);
            TLanes.StoreFirst(state + (2 * Heads), TLanes.Multiply(share, inverse), heads);
        }
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

    /// <summary>Packs the sources' terms of a block and returns their maximum; asks for the rows that are needed next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly TVector Gather<TLanes, TVector>(long begin, int count, in Group group, bool readsRows)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        long allHeads = Heads;
        float* source = Source + group.First;
        float* weights = group.Weights;
        int* columns = Csr.Columns + begin;
        if (readsRows)
        {
            float* x = X + group.FirstColumn;
            int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
            for (int k = 0; k < ahead; k++)
            {
                Prefetch.Row(x + (columns[k + Ahead] * Width), (int)group.Width);
            }
        }

        if (heads == 1)
        {
            for (int k = 0; k < count; k++)
            {
                weights[k] = source[columns[k] * allHeads];
            }

            return HeadBlock.Max<TLanes, TVector>(weights, count);
        }

        TVector max = TLanes.Broadcast(float.NegativeInfinity);
        for (int k = 0; k < count; k++)
        {
            TVector terms = TLanes.Load(source + (columns[k] * allHeads));
            max = TLanes.Max(max, terms);
            TLanes.Store(weights + (k * heads), terms);
        }

        return max;
    }

    /// <summary>Turns a block's sources' terms into e^(score - maximum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weigh<TLanes, TVector, TSums>(int count, in Group group, TVector target, TVector max)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        float* weights = group.Weights;
        float* positive = group.Positive;
        int length = count * group.Heads;
        int step = group.Period * TLanes.Count;
        for (int start = 0; start < step; start += TLanes.Count)
        {
            TVector index = TLanes.Load(group.Pattern + start);
            TVector own = TLanes.Permute(target, index);
            TVector top = TLanes.Permute(max, index);
            for (int i = start; i < length; i += step)
            {
                TVector sum = TLanes.Add(TLanes.Load(weights + i), own);
                TVector weight = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(Leaky<TLanes, TVector>(sum), top));
                TLanes.Store(weights + i, weight);
                if (TSums.AreTwo)
                {
                    TLanes.Store(positive + i, TLanes.Select(TLanes.Less(TLanes.Zero, sum), weight, TLanes.Zero));
                }
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
        /// <summary>[entries, heads]: sources' terms, then coefficients.</summary>
        internal float* Weights;

        /// <summary>[entries, heads]: the coefficients of positive scores.</summary>
        internal float* Positive;
        internal float* Pattern;
        internal uint* Words;
        internal long LastEntry;
        internal long First;
        internal long FirstColumn;
        internal long Width;
        internal long WordsBegin;
        internal long WordsEnd;
        internal int Heads;
        internal int Period;
    }
}
