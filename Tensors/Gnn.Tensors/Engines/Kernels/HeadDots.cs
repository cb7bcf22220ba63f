using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Inner products of pairs of rows for all heads of a group: products first, which put equally many lanes under each head, then sums of neighbouring
/// lanes over the whole block until each head has one lane.</summary>
internal unsafe struct HeadDots
{
    /// <summary>The floats that a block of products may take.</summary>
    public const int Floats = 256 * HeadBlock.MaxLanes;

    /// <summary>The floats that <see cref="Create"/> fills in.</summary>
    public const int SpreadFloats = 2 * HeadBlock.MaxLanes;

    /// <summary>The lane of a vector of products that belongs into each lane, then the mask of those lanes; null where they are in place.</summary>
    private float* _spread;
    private int _heads;
    private int _headWidth;

    /// <summary>The lanes under each head, a power of two.</summary>
    private int _lanes;

    /// <summary>The vectors of an entry.</summary>
    private int _vectors;

    /// <summary>The distance of the results of entries.</summary>
    internal int Stride { get; private set; }

    /// <summary>The most entries whose products fit a block.</summary>
    internal readonly int MaxEntries => Math.Min(HeadBlock.Entries, Floats / HeadBlock.MaxLanes / _vectors);

    internal static HeadDots Create<TLanes, TVector>(int heads, int headWidth, float* spread)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        var dots = new HeadDots { _heads = heads, _headWidth = headWidth, _lanes = TLanes.Count };
        if (heads > 1 && headWidth > 0 && headWidth < TLanes.Count)
        {
            dots._lanes = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)headWidth);
            if (dots._lanes != headWidth)
            {
                dots._spread = spread;
                for (int lane = 0; lane < TLanes.Count; lane++)
                {
                    int column = lane % dots._lanes;
                    bool isUsed = column < headWidth;
                    ((int*)spread)[lane] = isUsed ? (lane / dots._lanes * headWidth) + column : 0;
                    ((int*)spread)[TLanes.Count + lane] = isUsed ? -1 : 0;
                }
            }
        }

        int headsOfVector = TLanes.Count / dots._lanes;
        dots._vectors = (heads + headsOfVector - 1) / headsOfVector;
        dots.Stride = dots._vectors * headsOfVector;
        return dots;
    }

    /// <summary>The products of an entry.</summary>
    /// <param name="a">The group's first column of a row.</param>
    /// <param name="b">The group's first column of the other row.</param>
    /// <param name="products">The block.</param>
    /// <param name="entry">The entry's number in the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Products<TLanes, TVector>(float* a, float* b, float* products, int entry)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        products += (long)entry * _vectors * TLanes.Count;
        if (_lanes == TLanes.Count)
        {
            for (int head = 0; head < _heads; head++)
            {
                TVector sum = TLanes.Zero;
                int i = 0;
                for (; i <= _headWidth - TLanes.Count; i += TLanes.Count)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum);
                }

                if (i < _headWidth)
                {
                    TVector product = TLanes.Multiply(TLanes.Load(a + i), TLanes.Load(b + i));
                    sum = TLanes.Add(sum, TLanes.Select(TLanes.First(_headWidth - i), product, TLanes.Zero));
                }

                TLanes.Store(products, sum);
                products += TLanes.Count;
                a += _headWidth;
                b += _headWidth;
            }

            return;
        }

        int step = TLanes.Count / _lanes * _headWidth;
        for (int vector = 0; vector < _vectors; vector++)
        {
            TVector product = TLanes.Multiply(TLanes.Load(a), TLanes.Load(b));
            if (_spread != null)
            {
                product = TLanes.Select(TLanes.Load(_spread + TLanes.Count), TLanes.Permute(product, TLanes.Load(_spread)), TLanes.Zero);
            }

            TLanes.Store(products, product);
            products += TLanes.Count;
            a += step;
            b += step;
        }
    }

    /// <summary>Turns a block of products into results, [entries, <see cref="Stride"/>] from its first float on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly void Fold<TLanes, TVector>(float* products, int entries)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int vectors = entries * _vectors;
        for (int lanes = _lanes; lanes > 1; lanes /= 2)
        {
            // An odd last vector is paired with what lies behind it, whose sums nobody reads.
            vectors = (vectors + 1) / 2;
            for (int i = 0; i < vectors; i++)
            {
                float* pair = products + (2 * i * TLanes.Count);
                TLanes.Store(products + (i * TLanes.Count), TLanes.PairSums(TLanes.Load(pair), TLanes.Load(pair + TLanes.Count)));
            }
        }
    }

    /// <summary>Writes the results of a block's entries.</summary>
    /// <param name="results">What <see cref="Fold"/> left.</param>
    /// <param name="y">The first entry's first head of the group; nothing is written past the group's heads.</param>
    /// <param name="step">The distance of the entries' results: all heads.</param>
    /// <param name="entries">The number of entries.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store<TLanes, TVector>(float* results, float* y, long step, int entries)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (Stride == step)
        {
            long length = entries * step;
            for (long i = 0; i < length; i += TLanes.Count)
            {
                TLanes.StoreFirst(y + i, TLanes.Load(results + i), (int)Math.Min(TLanes.Count, length - i));
            }

            return;
        }

        for (int k = 0; k < entries; k++)
        {
            TLanes.StoreFirst(y + (k * step), TLanes.Load(results + (k * Stride)), _heads);
        }
    }
}
