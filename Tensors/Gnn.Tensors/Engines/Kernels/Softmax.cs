using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The maximum and the sum of e^(x - maximum) that all softmax kernels share.</summary>
/// <remarks>Where the maximum is infinite the sum is 1, so that maximum + ln(sum) is the maximum itself.</remarks>
internal static unsafe class Softmax
{
    // Sums of a block are single, of blocks double.
    private const long Block = 4096;

    /// <summary>The maximum and sum of a contiguous run of at least one element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (float Max, float Sum) Row<TLanes, TVector>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float max = MaxOf<TLanes, TVector>(x, length);
        return (max, ExpOf<TLanes, TVector>(x, length, max, null));
    }

    /// <summary>The largest of a run; any number if one of them is NaN, which the sum then shows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxOf<TLanes, TVector>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector lowest = TLanes.Broadcast(float.NegativeInfinity);
        TVector top = lowest;
        long i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            top = TLanes.Larger(top, TLanes.Load(x + i));
        }

        if (i < length)
        {
            top = TLanes.Larger(top, TLanes.Select(TLanes.First((int)(length - i)), TLanes.Load(x + i), lowest));
        }

        return TLanes.MaxAcross(top);
    }

    /// <summary>The sum of e^(x - max) of a run, 1 if the maximum is infinite; the terms are written to y, unless it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ExpOf<TLanes, TVector>(float* x, long length, float max, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        double total = 0;
        TVector shift = TLanes.Broadcast(max);
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector sum = TLanes.Zero;
            long i = start;
            for (; i <= end - TLanes.Count; i += TLanes.Count)
            {
                TVector term = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), shift));
                sum = TLanes.Add(sum, term);
                if (y != null)
                {
                    TLanes.Store(y + i, term);
                }
            }

            if (i < end)
            {
                TVector term = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), shift));
                sum = TLanes.Add(sum, TLanes.Select(TLanes.First((int)(end - i)), term, TLanes.Zero));
                if (y != null)
                {
                    TLanes.StoreFirst(y + i, term, (int)(end - i));
                }
            }

            total += TLanes.Sum(sum);
        }

        return !float.IsInfinity(max) ? (float)total : HasNaN(x, length) ? float.NaN : 1;
    }

    private static bool HasNaN(float* x, long length)
    {
        for (long i = 0; i < length; i++)
        {
            if (float.IsNaN(x[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The maxima and sums of neighbouring columns, of at least one element each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Columns<TLanes, TVector>(float* x, long length, long step, out TVector sum)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector max = TLanes.Load(x);
        for (long k = 1; k < length; k++)
        {
            max = TLanes.Max(max, TLanes.Load(x + (k * step)));
        }

        TVector total = TLanes.Zero;
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector part = TLanes.Zero;
            for (long k = start; k < end; k++)
            {
                part = TLanes.Add(part, LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + (k * step)), max)));
            }

            total = TLanes.Add(total, part);
        }

        TVector isInfinite = TLanes.Equal(TLanes.Abs(max), TLanes.Broadcast(float.PositiveInfinity));
        sum = TLanes.Select(isInfinite, TLanes.Broadcast(1), total);
        return max;
    }
}
