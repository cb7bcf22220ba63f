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
        TVector lowest = TLanes.Broadcast(float.NegativeInfinity);
        TVector top = lowest;
        long i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            top = TLanes.Max(top, TLanes.Load(x + i));
        }

        if (i < length)
        {
            top = TLanes.Max(top, TLanes.Select(TLanes.First((int)(length - i)), TLanes.Load(x + i), lowest));
        }

        float max = TLanes.MaxAcross(top);
        if (float.IsInfinity(max))
        {
            return (max, 1);
        }

        double total = 0;
        TVector shift = TLanes.Broadcast(max);
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            TVector sum = TLanes.Zero;
            for (i = start; i <= end - TLanes.Count; i += TLanes.Count)
            {
                sum = TLanes.Add(sum, LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), shift)));
            }

            if (i < end)
            {
                TVector last = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), shift));
                sum = TLanes.Add(sum, TLanes.Select(TLanes.First((int)(end - i)), last, TLanes.Zero));
            }

            total += TLanes.Sum(sum);
        }

        return (max, (float)total);
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
