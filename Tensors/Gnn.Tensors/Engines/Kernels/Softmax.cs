using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The maximum and the sum of e^(x - maximum) that all softmax kernels share.</summary>
/// <remarks>Where the maximum is infinite the sum is 1, so that maximum + ln(sum) is the maximum itself.</remarks>
internal static unsafe class Softmax
{
    // Sums of a block are single, of blocks double.
    private const long Block = 4096;

    /// <summary>The largest of each row; any number if one of its elements is NaN, which the sum then shows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Max<TLanes, TVector, TForm>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm
    {
        TVector lowest = TLanes.Broadcast(float.NegativeInfinity);
        TVector top = lowest;
        long i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            top = TLanes.Larger(top, TLanes.Load(x + i));
        }

        if (!TForm.IsWhole && i < length)
        {
            top = TLanes.Larger(top, TLanes.Select(TLanes.First((int)(length - i)), TLanes.Load(x + i), lowest));
        }

        return TForm.Max<TLanes, TVector>(top);
    }

    /// <summary>The sum of e^(x - max) of each row, 1 where the maximum is infinite; the terms are written to y, unless it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLanes, TVector, TForm>(float* x, long length, TVector max, float* y)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm
    {
        double total = 0;
        TVector sum = TLanes.Zero;
        for (long start = 0; start < length; start += Block)
        {
            long end = Math.Min(length, start + Block);
            sum = TLanes.Zero;
            long i = start;
            for (; i <= end - TLanes.Count; i += TLanes.Count)
            {
                TVector term = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), max));
                sum = TLanes.Add(sum, term);
                if (y != null)
                {
                    TLanes.Store(y + i, term);
                }
            }

            if (!TForm.IsWhole && i < end)
            {
                TVector term = LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), max));
                sum = TLanes.Add(sum, TLanes.Select(TLanes.First((int)(end - i)), term, TLanes.Zero));
                if (y != null)
                {
                    TLanes.StoreFirst(y + i, term, (int)(end - i));
                }
            }

            // Of one block, the form adds up the lanes.
            if (length > Block)
            {
                total += TLanes.Sum(sum);
            }
        }

        sum = length > Block ? TLanes.Broadcast((float)total) : TForm.Sum<TLanes, TVector>(sum);
        TVector isInfinite = TLanes.Equal(TLanes.Abs(max), TLanes.Broadcast(float.PositiveInfinity));
        return TLanes.Bits(isInfinite) == 0 ? sum : TLanes.Select(isInfinite, OneOrNaN<TLanes, TVector, TForm>(x, length), sum);
    }

    /// <summary>NaN for each row that has one, else 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector OneOrNaN<TLanes, TVector, TForm>(float* x, long length)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TForm : struct, IRowForm
    {
        TVector sum = TLanes.Zero;
        for (long i = 0; i < length; i += TLanes.Count)
        {
            TVector value = TLanes.Load(x + i);
            TVector own = length - i >= TLanes.Count ? value : TLanes.Select(TLanes.First((int)(length - i)), value, TLanes.Zero);
            sum = TLanes.Add(sum, TLanes.Select(TLanes.Equal(own, own), TLanes.Zero, own));
        }

        return TLanes.Add(TForm.Sum<TLanes, TVector>(sum), TLanes.Broadcast(1));
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
