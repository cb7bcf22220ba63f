using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Adds a block's rows, times each head's coefficient, to a row of sums; columns are worked off in tiles whose sums stay in registers.</summary>
internal unsafe struct HeadTiles
{
    private const int Ahead = 16;

    /// <summary>The coefficients, [Count, Heads].</summary>
    internal float* Weights;

    /// <summary>A second set of coefficients for a second row of sums.</summary>
    internal float* SecondWeights;

    /// <summary>The row that each entry reads.</summary>
    internal int* Columns;

    /// <summary>The group's first column of the first row.</summary>
    internal float* X;

    /// <summary>The distance of rows.</summary>
    internal long Stride;

    /// <summary>The head of each of the group's columns, as bits, and as many columns more as there are lanes.</summary>
    internal float* HeadOf;

    /// <summary>The sums.</summary>
    internal float* Y;

    /// <summary>The second sums.</summary>
    internal float* SecondY;
    internal int Count;
    internal int Heads;

    /// <summary>The columns of the group.</summary>
    internal long Width;

    /// <summary>Whether the sums begin at 0.</summary>
    internal bool IsFirst;

    /// <summary>How many entries there are from the block's first to the structure's last: rows that are needed soon are asked for.</summary>
    internal long Left;

    /// <summary>How many sums are made.</summary>
    internal interface ISums
    {
        /// <summary>Whether there is a second set of coefficients.</summary>
        static abstract bool AreTwo { get; }
    }

    private interface ISize
    {
        static abstract int Vectors { get; }
    }

    private interface IHeads
    {
        static abstract bool IsOne { get; }
    }

    /// <summary>Adds the block, and multiplies the sums by each head's factor where it is the last.</summary>
    internal readonly void Add<TLanes, TVector, TSums>(TVector factors, bool isLast)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, ISums
    {
        if (Heads == 1)
        {
            Tiles<TLanes, TVector, TSums, One>(factors, isLast);
        }
        else
        {
            Tiles<TLanes, TVector, TSums, Several>(factors, isLast);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tiles<TLanes, TVector, TSums, THeads>(TVector factors, bool isLast)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, ISums
        where THeads : struct, IHeads
    {
        for (long offset = 0; offset < Width; offset += 4 * TLanes.Count)
        {
            long left = Width - offset;
            if (left > 3 * TLanes.Count)
            {
                Tile<TLanes, TVector, TSums, THeads, Four>(offset, (int)Math.Min(TLanes.Count, left - (3 * TLanes.Count)), factors, isLast);
            }
            else if (left > 2 * TLanes.Count)
            {
                Tile<TLanes, TVector, TSums, THeads, Three>(offset, (int)(left - (2 * TLanes.Count)), factors, isLast);
            }
            else if (left > TLanes.Count)
            {
                Tile<TLanes, TVector, TSums, THeads, Two>(offset, (int)(left - TLanes.Count), factors, isLast);
            }
            else
            {
                Tile<TLanes, TVector, TSums, THeads, One>(offset, (int)left, factors, isLast);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Tile<TLanes, TVector, TSums, THeads, TSize>(long offset, int last, TVector factors, bool isLast)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, ISums
        where THeads : struct, IHeads
        where TSize : struct, ISize
    {
        float* weights = Weights;
        float* secondWeights = SecondWeights;
        int* columns = Columns;
        float* x = X + offset;
        long stride = Stride;
        int count = Count;
        int heads = Heads;
        TVector zero = TLanes.Zero;
        TVector s0 = zero, s1 = zero, s2 = zero, s3 = zero, t0 = zero, t1 = zero, t2 = zero, t3 = zero;
        TVector h0 = zero, h1 = zero, h2 = zero, h3 = zero;
        if (!THeads.IsOne)
        {
            h0 = TLanes.Load(HeadOf + offset);
            h1 = TSize.Vectors > 1 ? TLanes.Load(HeadOf + offset + TLanes.Count) : zero;
            h2 = TSize.Vectors > 2 ? TLanes.Load(HeadOf + offset + (2 * TLanes.Count)) : zero;
            h3 = TSize.Vectors > 3 ? TLanes.Load(HeadOf + offset + (3 * TLanes.Count)) : zero;
        }

        if (!IsFirst)
        {
            Open<TLanes, TVector, TSize>(Y + offset, ref s0, ref s1, ref s2, ref s3);
            if (TSums.AreTwo)
            {
                Open<TLanes, TVector, TSize>(SecondY + offset, ref t0, ref t1, ref t2, ref t3);
            }
        }

        // Near distances are all alike; what is asked for may belong to the next rows of sums.
        int ahead = (int)Math.Min(count, Left - Ahead);
        for (int k = 0; k < count; k++)
        {
            if (k < ahead)
            {
                Prefetch.Row(x + (columns[k + Ahead] * stride), TSize.Vectors * TLanes.Count);
            }

            float* row = x + (columns[k] * stride);
            TVector w = THeads.IsOne ? TLanes.Broadcast(weights[k]) : TLanes.Load(weights + (k * heads));
            TVector v = !TSums.AreTwo ? zero : THeads.IsOne ? TLanes.Broadcast(secondWeights[k]) : TLanes.Load(secondWeights + (k * heads));
            TVector x0 = TLanes.Load(row);
            s0 = TLanes.MultiplyAdd(THeads.IsOne ? w : TLanes.Permute(w, h0), x0, s0);
            t0 = TSums.AreTwo ? TLanes.MultiplyAdd(THeads.IsOne ? v : TLanes.Permute(v, h0), x0, t0) : zero;
            if (TSize.Vectors > 1)
            {
                TVector x1 = TLanes.Load(row + TLanes.Count);
                s1 = TLanes.MultiplyAdd(THeads.IsOne ? w : TLanes.Permute(w, h1), x1, s1);
                t1 = TSums.AreTwo ? TLanes.MultiplyAdd(THeads.IsOne ? v : TLanes.Permute(v, h1), x1, t1) : zero;
            }

            if (TSize.Vectors > 2)
            {
                TVector x2 = TLanes.Load(row + (2 * TLanes.Count));
                s2 = TLanes.MultiplyAdd(THeads.IsOne ? w : TLanes.Permute(w, h2), x2, s2);
                t2 = TSums.AreTwo ? TLanes.MultiplyAdd(THeads.IsOne ? v : TLanes.Permute(v, h2), x2, t2) : zero;
            }

            if (TSize.Vectors > 3)
            {
                TVector x3 = TLanes.Load(row + (3 * TLanes.Count));
                s3 = TLanes.MultiplyAdd(THeads.IsOne ? w : TLanes.Permute(w, h3), x3, s3);
                t3 = TSums.AreTwo ? TLanes.MultiplyAdd(THeads.IsOne ? v : TLanes.Permute(v, h3), x3, t3) : zero;
            }
        }

        if (isLast)
        {
            TVector f0 = THeads.IsOne ? factors : TLanes.Permute(factors, h0);
            TVector f1 = THeads.IsOne ? factors : TLanes.Permute(factors, h1);
            TVector f2 = THeads.IsOne ? factors : TLanes.Permute(factors, h2);
            TVector f3 = THeads.IsOne ? factors : TLanes.Permute(factors, h3);
            (s0, s1, s2, s3) = (TLanes.Multiply(s0, f0), TLanes.Multiply(s1, f1), TLanes.Multiply(s2, f2), TLanes.Multiply(s3, f3));
            (t0, t1, t2, t3) = (TLanes.Multiply(t0, f0), TLanes.Multiply(t1, f1), TLanes.Multiply(t2, f2), TLanes.Multiply(t3, f3));
        }

        Close<TLanes, TVector, TSize>(Y + offset, s0, s1, s2, s3, last);
        if (TSums.AreTwo)
        {
            Close<TLanes, TVector, TSize>(SecondY + offset, t0, t1, t2, t3, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Open<TLanes, TVector, TSize>(float* y, ref TVector s0, ref TVector s1, ref TVector s2, ref TVector s3)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSize : struct, ISize
    {
        s0 = TLanes.Load(y);
        s1 = TSize.Vectors > 1 ? TLanes.Load(y + TLanes.Count) : s1;
        s2 = TSize.Vectors > 2 ? TLanes.Load(y + (2 * TLanes.Count)) : s2;
        s3 = TSize.Vectors > 3 ? TLanes.Load(y + (3 * TLanes.Count)) : s3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Close<TLanes, TVector, TSize>(float* y, TVector s0, TVector s1, TVector s2, TVector s3, int last)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSize : struct, ISize
    {
        if (TSize.Vectors > 1)
        {
            TLanes.Store(y, s0);
        }

        if (TSize.Vectors > 2)
        {
            TLanes.Store(y + TLanes.Count, s1);
        }

        if (TSize.Vectors > 3)
        {
            TLanes.Store(y + (2 * TLanes.Count), s2);
        }

        TVector rest = TSize.Vectors > 3 ? s3 : TSize.Vectors > 2 ? s2 : TSize.Vectors > 1 ? s1 : s0;
        TLanes.StoreFirst(y + ((TSize.Vectors - 1) * TLanes.Count), rest, last);
    }

    /// <summary>One row of sums.</summary>
    internal readonly struct Single : ISums
    {
        public static bool AreTwo => false;
    }

    /// <summary>Two rows of sums.</summary>
    internal readonly struct Double : ISums
    {
        public static bool AreTwo => true;
    }

    private readonly struct One : ISize, IHeads
    {
        public static int Vectors => 1;

        public static bool IsOne => true;
    }

    private readonly struct Several : IHeads
    {
        public static bool IsOne => false;
    }

    private readonly struct Two : ISize
    {
        public static int Vectors => 2;
    }

    private readonly struct Three : ISize
    {
        public static int Vectors => 3;
    }

    private readonly struct Four : ISize
    {
        public static int Vectors => 4;
    }
}
