using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The gradients of attention to what it sums and to the sources' terms of the scores, in one walk over the entries of each column; coefficients are
/// computed again.</summary>
internal unsafe struct AttentionGradientJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private const int Ahead = 16;

    // Fewer than elsewhere: the rows of a block are read twice, and have to stay in the first cache beside its products.
    private const int BlockEntries = 32;

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
        float* products = stackalloc float[HeadDots.Floats + HeadBlock.MaxLanes];
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
                Weights = HeadBlock.Align(values),
                Slopes = HeadBlock.Align(values + HeadBlock.Floats),
                Inverses = HeadBlock.Align(values + (2 * HeadBlock.Floats)),
                Dots = HeadBlock.Align(values + (3 * HeadBlock.Floats)),
                Products = HeadBlock.Align(products),
                LaneBits = (float*)laneBits,
                First = head,
                FirstColumn = head * headWidth,
                Heads = heads,
                Width = heads * headWidth,
                Multiplier = HeadDots.Create<TLanes, TVector>(heads, headWidth, spread),
            };
            int most = Math.Min(BlockEntries, group.Multiplier.MaxEntries);
            long column = firstColumn;
            while (column < endColumn)
            {
                // As many columns as fit a block, or one that needs several.
                long begin = Csr.Begin(column);
                long last = column + 1;
                while (last < endColumn && Csr.Begin(last + 1) - begin <= most)
                {
                    last++;
                }

                long end = Csr.Begin(last);
                bool isFirst = true;
                do
                {
                    long next = Math.Min(end, begin + most);
                    Block<TLanes, TVector>(column, last, begin, next, group, isFirst);
                    isFirst = false;
                    begin = next;
                }
                while (begin < end);
                column = last;
            }
        }
    }

    /// <summary>All entries of some columns, or some of the entries of one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Block<TLanes, TVector>(long firstColumn, long endColumn, long first, long end, in Group group, bool isFirst)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        float* gradient = Gradient + group.FirstColumn;
        for (long column = firstColumn; column < endColumn; column++)
        {
            long begin = Math.Max(first, Csr.Begin(column));
            int count = (int)(Math.Min(end, Csr.Begin(column + 1)) - begin);
            int offset = (int)(begin - first);
            Score<TLanes, TVector>(column, begin, count, offset, group);
            float* x = X + (column * Width) + group.FirstColumn;
            int* rows = Csr.Columns + begin;
            int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
            for (int k = 0; k < count; k++)
            {
                if (k < ahead)
                {
                    Prefetch.Row(gradient + (rows[k + Ahead] * Width), (int)group.Width);
                }

                group.Multiplier.Products<TLanes, TVector>(x, gradient + (rows[k] * Width), group.Products, offset + k);
            }
        }

        int all = (int)(end - first);
        Weigh<TLanes, TVector>(all * heads, group);
        group.Multiplier.Fold<TLanes, TVector>(group.Products, all);
        if (Kept != null)
        {
            Drop<TLanes, TVector>(first, all, group);
        }

        float* weights = Kept == null ? group.Weights : group.Inverses;
        var tiles = new HeadTiles
        {
            X = gradient,
            Stride = Width,
            HeadOf = HeadOf,
            Heads = heads,
            Width = group.Width,
            IsFirst = isFirst,
        };
        for (long column = firstColumn; column < endColumn; column++)
        {
            long begin = Math.Max(first, Csr.Begin(column));
            int count = (int)(Math.Min(end, Csr.Begin(column + 1)) - begin);
            int offset = (int)(begin - first);
            TVector sum = SumScores<TLanes, TVector>(begin, count, offset, group);
            float* toSource = ToSource + (column * Heads) + group.First;
            sum = isFirst ? sum : TLanes.Add(sum, heads == 1 ? TLanes.Broadcast(*toSource) : TLanes.Load(toSource));
            TLanes.StoreFirst(toSource, sum, heads);
            tiles.Weights = weights + (offset * heads);
            tiles.Columns = Csr.Columns + begin;
            tiles.Count = count;
            tiles.Y = ToX + (column * Width) + group.FirstColumn;
            tiles.Add<TLanes, TVector, HeadTiles.Single>(TLanes.Zero, isLast: false);
        }
    }

    /// <summary>Packs score - maximum, the slope of the leaky ReLU and the inverse of the sum for the entries of a column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Score<TLanes, TVector>(long column, long begin, int count, int offset, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        long allHeads = Heads;
        int* rows = Csr.Columns + begin;
        float* weights = group.Weights + (offset * heads);
        float* slopes = group.Slopes + (offset * heads);
        float* inverses = group.Inverses + (offset * heads);
        float* source = Source + (column * allHeads) + group.First;
        float* pack = Pack + group.First;
        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
        if (heads == 1)
        {
            for (int k = 0; k < count; k++)
            {
                if (k < ahead)
                {
                    Prefetch.Row(pack + (rows[k + Ahead] * 4 * allHeads), 1);
                }

                float* row = pack + (rows[k] * 4 * allHeads);
                float own = *source + *row;
                weights[k] = (own > 0 ? own : Slope * own) - row[allHeads];
                slopes[k] = own > 0 ? 1 : Slope;
                inverses[k] = row[2 * allHeads];
            }

            return;
        }

        TVector term = TLanes.Load(source);
        TVector one = TLanes.Broadcast(1);
        TVector slope = TLanes.Broadcast(Slope);
        for (int k = 0; k < count; k++)
        {
            if (k < ahead)
            {
                Prefetch.Row(pack + (rows[k + Ahead] * 4 * allHeads), (int)(4 * allHeads));
            }

            float* row = pack + (rows[k] * 4 * allHeads);
            TVector sum = TLanes.Add(TLanes.Load(row), term);
            TVector slopeHere = TLanes.Select(TLanes.Less(TLanes.Zero, sum), one, slope);
            TLanes.Store(weights + (k * heads), TLanes.Subtract(TLanes.Multiply(sum, slopeHere), TLanes.Load(row + allHeads)));
            TLanes.Store(slopes + (k * heads), slopeHere);
            TLanes.Store(inverses + (k * heads), TLanes.Load(row + (2 * allHeads)));
        }
    }

    /// <summary>The coefficients in place of the scores, and times the slope of the leaky ReLU in place of the slopes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weigh<TLanes, TVector>(int length, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* weights = group.Weights;
        float* slopes = group.Slopes;
        float* inverses = group.Inverses;
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TVector weight = TLanes.Multiply(LaneMath.Exp<TLanes, TVector>(TLanes.Load(weights + i)), TLanes.Load(inverses + i));
            TLanes.Store(weights + i, weight);
            TLanes.Store(slopes + i, TLanes.Multiply(weight, TLanes.Load(slopes + i)));
        }
    }

    /// <summary>Drops from the coefficients, into the place of the inverses, and from the inner products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Drop<TLanes, TVector>(long begin, int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        float* weights = group.Weights;
        float* products = group.Products;
        float* kept = group.Inverses;
        float* dots = group.Dots;
        int stride = group.Multiplier.Stride;
        TVector scale = TLanes.Broadcast(KeptScale);
        TVector laneBits = TLanes.Load(group.LaneBits);
        for (int k = 0; k < count; k++)
        {
            long bit = (Csr.EntryAt(begin + k) * Heads) + group.First;
            int bits = (int)(*(ulong*)(Kept + (bit >> 3)) >> (int)(bit & 7));
            TVector isKept = TLanes.EqualBits(TLanes.AndNot(laneBits, TLanes.BroadcastBits(bits)), TLanes.Zero);
            TVector weight = TLanes.Multiply(TLanes.Load(weights + (k * heads)), scale);
            TVector dot = TLanes.Multiply(TLanes.Load(products + (k * stride)), scale);
            TLanes.Store(kept + (k * heads), TLanes.Select(isKept, weight, TLanes.Zero));
            TLanes.Store(dots + (k * heads), TLanes.Select(isKept, dot, TLanes.Zero));
        }
    }

    /// <summary>The sum of the gradients of a column's scores before the leaky ReLU, for each head.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly TVector SumScores<TLanes, TVector>(long begin, int count, int offset, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int heads = group.Heads;
        int stride = Kept == null ? group.Multiplier.Stride : heads;
        int* rows = Csr.Columns + begin;
        float* sloped = group.Slopes + (offset * heads);
        float* dots = (Kept == null ? group.Products : group.Dots) + (offset * stride);
        float* inner = Pack + group.First + (3 * Heads);
        long distance = 4 * Heads;
        if (heads == 1)
        {
            float total = 0;
            for (int k = 0; k < count; k++)
            {
                total += sloped[k] * (dots[k] - inner[rows[k] * distance]);
            }

            return TLanes.Broadcast(total);
        }

        TVector sum = TLanes.Zero;
        for (int k = 0; k < count; k++)
        {
            TVector difference = TLanes.Subtract(TLanes.Load(dots + (k * stride)), TLanes.Load(inner + (rows[k] * distance)));
            sum = TLanes.MultiplyAdd(TLanes.Load(sloped + (k * heads)), difference, sum);
        }

        return sum;
    }

    /// <summary>A group of heads and what is computed for its blocks, [entries, heads] each.</summary>
    private struct Group
    {
        /// <summary>Scores, then coefficients.</summary>
        internal float* Weights;

        /// <summary>Slopes of the leaky ReLU, then coefficients times these.</summary>
        internal float* Slopes;
        internal float* Inverses;

        /// <summary>Inner products after dropout.</summary>
        internal float* Dots;

        /// <summary>Products, then [entries, stride]: inner products.</summary>
        internal float* Products;
        internal float* LaneBits;
        internal long First;
        internal long FirstColumn;
        internal long Width;
        internal int Heads;
        internal HeadDots Multiplier;
    }
}
