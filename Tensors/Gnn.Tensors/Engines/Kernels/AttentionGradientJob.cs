using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gradients of attention to what it sums and to the sources' terms of the scores, in one walk over the entries of each column; coefficients are
/// computed again.</summary>
internal unsafe struct AttentionGradientJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int Ahead = 16;

    /// <summary>The transpose: its rows are the columns.</summary>
    internal Csr<TIndex> Csr;
    internal RowCut Cut;
    internal float* Source;
    internal float* X;
    internal float* Gradient;

    /// <summary>[rows, 4, heads], from <see cref="AttentionRowsJob{TIndex}"/>.</summary>
    internal float* Pack;

    /// <summary>From <see cref="DropBitsJob"/>, or null.</summary>
    internal byte* Kept;
    internal float KeptScale;
    internal float* ToX;
    internal float* ToSource;
    internal float* HeadOf;
    internal long Width;
    internal long Heads;
    internal float Slope;

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* values = stackalloc float[4 * HeadBlock.Floats];
        float* products = stackalloc float[HeadDots.Floats];
        float* pattern = stackalloc float[HeadBlock.PatternFloats];
        float* spread = stackalloc float[HeadDots.SpreadFloats];
        int* laneBits = stackalloc int[HeadBlock.MaxLanes];
        for (int lane = 0; lane < HeadBlock.MaxLanes; lane++)
        {
            laneBits[lane] = 1 << lane;
        }

        (long firstColumn, long endColumn) = Cut.Rows(Csr, chunk);
        int headWidth = (int)(Width / Heads);
        for (long head = 0; head < Heads; head += TLanes.Count)
        {
            int heads = (int)Math.Min(TLanes.Count, Heads - head);
            var group = new Group
            {
                Targets = values,
                Maxima = values + HeadBlock.Floats,
                Inverses = values + (2 * HeadBlock.Floats),
                Inner = values + (3 * HeadBlock.Floats),
                Products = products,
                Pattern = pattern,
                LaneBits = (float*)laneBits,
                First = head,
                FirstColumn = head * headWidth,
                Heads = heads,
                Width = heads * headWidth,
                Period = HeadBlock.FillPattern(pattern, heads, TLanes.Count),
                Dots = HeadDots.Create<TLanes, TVector>(heads, headWidth, spread),
            };
            for (long column = firstColumn; column < endColumn; column++)
            {
                Column<TLanes, TVector>(column, group);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Column<TLanes, TVector>(long column, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long end = Csr.Begin(column + 1);
        int heads = group.Heads;
        float* ownSource = Source + (column * Heads) + group.First;
        TVector source = heads == 1 ? TLanes.Broadcast(*ownSource) : TLanes.Load(ownSource);
        TVector toSource = TLanes.Zero;
        float* x = X + (column * Width) + group.FirstColumn;
        var tiles = new HeadTiles
        {
            Weights = group.Targets,
            X = Gradient + group.FirstColumn,
            Stride = Width,
            HeadOf = HeadOf,
            Y = ToX + (column * Width) + group.FirstColumn,
            Heads = heads,
            Width = group.Width,
            IsFirst = true,
        };
        int block = group.Dots.MaxEntries;
        long next = Csr.Begin(column);
        do
        {
            int count = (int)Math.Min(block, end - next);
            Gather<TLanes, TVector>(next, count, group);
            Weigh<TLanes, TVector>(count, group, source);
            int* rows = Csr.Columns + next;
            for (int k = 0; k < count; k++)
            {
                group.Dots.Products<TLanes, TVector>(x, tiles.X + (rows[k] * Width), group.Products, k);
            }

            group.Dots.Fold<TLanes, TVector>(group.Products, count);
            if (Kept != null)
            {
                Drop<TLanes, TVector>(next, count, group);
            }

            toSource = TLanes.Add(toSource, SumScores<TLanes, TVector>(count, group));
            tiles.Columns = rows;
            tiles.Count = count;
            tiles.Add<TLanes, TVector, HeadTiles.Single>();
            tiles.IsFirst = false;
            next += count;
        }
        while (next < end);

        TLanes.StoreFirst(ToSource + (column * Heads) + group.First, toSource, heads);
    }

    /// <summary>Packs what is known of a block's rows; asks for the rows that are needed next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Gather<TLanes, TVector>(long begin, int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        long allHeads = Heads;
        int* rows = Csr.Columns + begin;
        float* targets = group.Targets;
        float* maxima = group.Maxima;
        float* inverses = group.Inverses;
        float* inner = group.Inner;
        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
        for (int k = 0; k < ahead; k++)
        {
            long row = rows[k + Ahead];
            Prefetch.Row(Pack + (row * 4 * allHeads) + group.First, (int)(4 * allHeads));
            Prefetch.Row(Gradient + (row * Width) + group.FirstColumn, (int)group.Width);
        }

        for (int k = 0; k < count; k++)
        {
            float* pack = Pack + (rows[k] * 4 * allHeads) + group.First;
            if (heads == 1)
            {
                targets[k] = *pack;
                maxima[k] = pack[allHeads];
                inverses[k] = pack[2 * allHeads];
                inner[k] = pack[3 * allHeads];
            }
            else
            {
                TLanes.Store(targets + (k * heads), TLanes.Load(pack));
                TLanes.Store(maxima + (k * heads), TLanes.Load(pack + allHeads));
                TLanes.Store(inverses + (k * heads), TLanes.Load(pack + (2 * allHeads)));
                TLanes.Store(inner + (k * heads), TLanes.Load(pack + (3 * allHeads)));
            }
        }
    }

    /// <summary>The coefficients in place of the rows' terms, and times the slope of the leaky ReLU in place of the maxima.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weigh<TLanes, TVector>(int count, in Group group, TVector source)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* targets = group.Targets;
        float* maxima = group.Maxima;
        float* inverses = group.Inverses;
        TVector slope = TLanes.Broadcast(Slope);
        int length = count * group.Heads;
        int step = group.Period * TLanes.Count;
        for (int start = 0; start < step; start += TLanes.Count)
        {
            TVector own = TLanes.Permute(source, TLanes.Load(group.Pattern + start));
            for (int i = start; i < length; i += step)
            {
                TVector sum = TLanes.Add(TLanes.Load(targets + i), own);
                TVector isPositive = TLanes.Less(TLanes.Zero, sum);
                TVector score = TLanes.Select(isPositive, sum, TLanes.Multiply(slope, sum));
                TVector weight = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(score, TLanes.Load(maxima + i)));
                weight = TLanes.Multiply(weight, TLanes.Load(inverses + i));
                TLanes.Store(targets + i, weight);
                TLanes.Store(maxima + i, TLanes.Select(isPositive, weight, TLanes.Multiply(slope, weight)));
            }
        }
    }

    /// <summary>Drops from the coefficients and from the inner products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Drop<TLanes, TVector>(long begin, int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        float* weights = group.Targets;
        float* dots = group.Products;
        int stride = group.Dots.Stride;
        TVector scale = TLanes.Broadcast(KeptScale);
        TVector laneBits = TLanes.Load(group.LaneBits);
        for (int k = 0; k < count; k++)
        {
            long bit = (Csr.EntryAt(begin + k) * Heads) + group.First;
            int bits = (int)(*(ulong*)(Kept + (bit >> 3)) >> (int)(bit & 7));
            TVector isKept = TLanes.EqualBits(TLanes.AndNot(laneBits, TLanes.BroadcastBits(bits)), TLanes.Zero);
            TVector weight = TLanes.Multiply(TLanes.Load(weights + (k * heads)), scale);
            TVector dot = TLanes.Multiply(TLanes.Load(dots + (k * stride)), scale);
            TLanes.StoreFirst(weights + (k * heads), TLanes.Select(isKept, weight, TLanes.Zero), heads);
            TLanes.StoreFirst(dots + (k * stride), TLanes.Select(isKept, dot, TLanes.Zero), heads);
        }
    }

    /// <summary>The sum of a block's gradients of scores before the leaky ReLU, for each head; for one head, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector SumScores<TLanes, TVector>(int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        float* sloped = group.Maxima;
        float* inner = group.Inner;
        float* dots = group.Products;
        if (heads == 1)
        {
            for (int i = 0; i < count; i += TLanes.Count)
            {
                TVector score = TLanes.Multiply(TLanes.Load(sloped + i), TLanes.Subtract(TLanes.Load(dots + i), TLanes.Load(inner + i)));
                TLanes.Store(inner + i, score);
            }

            return HeadBlock.Sum<TLanes, TVector>(inner, count, 1);
        }

        int stride = group.Dots.Stride;
        TVector sum = TLanes.Zero;
        for (int k = 0; k < count; k++)
        {
            TVector difference = TLanes.Subtract(TLanes.Load(dots + (k * stride)), TLanes.Load(inner + (k * heads)));
            sum = TLanes.MultiplyAdd(TLanes.Load(sloped + (k * heads)), difference, sum);
        }

        return sum;
    }

    /// <summary>A group of heads and what is computed for its blocks, [entries, heads] each.</summary>
    private struct Group
    {
        internal float* Targets;
        internal float* Maxima;
        internal float* Inverses;
        internal float* Inner;
        internal float* Products;
        internal float* Pattern;
        internal float* LaneBits;
        internal long First;
        internal long FirstColumn;
        internal long Width;
        internal int Heads;
        internal int Period;
        internal HeadDots Dots;
    }
}
