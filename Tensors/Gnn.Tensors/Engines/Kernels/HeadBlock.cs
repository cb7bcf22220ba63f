using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The constants of kernels that work off a group of heads, at most as many as lanes, and a block of entries at a time; what they compute for the
/// block is packed [entries, heads] and stays in the first cache.</summary>
internal static unsafe class HeadBlock
{
    /// <summary>The most entries of a block.</summary>
    public const int Entries = 64;

    /// <summary>The most lanes of a vector, and so the most heads of a group.</summary>
    public const int MaxLanes = 16;

    /// <summary>The floats of a packed block, with room for the last vector's lanes and to align it.</summary>
    public const int Floats = (Entries + 2) * MaxLanes;

    /// <summary>The floats of the largest pattern.</summary>
    public const int PatternFloats = MaxLanes * MaxLanes;

    /// <summary>The first float of a whole cache line; up to 15 floats are left out.</summary>
    public static float* Align(float* values) => (float*)(((nuint)values + 63) & ~(nuint)63);

    /// <summary>Fills in the head of each lane, as bits, of the vectors that cover packed heads, until the lanes repeat.</summary>
    /// <returns>The number of vectors after which they repeat.</returns>
    public static int FillPattern(float* pattern, int heads, int lanes)
    {
        int period = 1;
        while (period * lanes % heads != 0)
        {
            period++;
        }

        int head = 0;
        for (int lane = 0; lane < period * lanes; lane++)
        {
            ((int*)pattern)[lane] = head;
            head = head + 1 == heads ? 0 : head + 1;
        }

        return period;
    }

    /// <summary>The sum over a block's entries for each head, or for one head in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TVector Sum<TLanes, TVector>(float* values, int count, int heads)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector sum = TLanes.Zero;
        if (heads > 1)
        {
            for (int k = 0; k < count; k++)
            {
                sum = TLanes.Add(sum, TLanes.Load(values + (k * heads)));
            }

            return sum;
        }

        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            sum = TLanes.Add(sum, TLanes.Load(values + i));
        }

        if (i < count)
        {
            sum = TLanes.Add(sum, TLanes.Select(TLanes.First(count - i), TLanes.Load(values + i), TLanes.Zero));
        }

        return TLanes.Broadcast(TLanes.Sum(sum));
    }

    /// <summary>The largest of a block's values of one head, in every lane; NaN if any is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static TVector Max<TLanes, TVector>(float* values, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector lowest = TLanes.Broadcast(float.NegativeInfinity);
        TVector max = lowest;
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            max = TLanes.Max(max, TLanes.Load(values + i));
        }

        if (i < count)
        {
            max = TLanes.Max(max, TLanes.Select(TLanes.First(count - i), TLanes.Load(values + i), lowest));
        }

        return TLanes.Broadcast(TLanes.MaxAcross(max));
    }
}
