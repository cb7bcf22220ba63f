using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Functions of vectors that are written once for all widths.</summary>
internal static partial class LaneMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: the first has so few bits that its product with any exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding and subtracting it rounds a small number to a whole one.
    private const float Rounder = 12582912f;
    private const float Smallest = -104f;
    private const float Largest = 89f;

    /// <summary>e^x, within 2 units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector n = Split<TLanes, TVector>(x, out TVector fraction);
        return TLanes.Scale(TLanes.Add(fraction, TLanes.Broadcast(1)), n);
    }

    /// <summary>e^x - 1, accurate near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinus1<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector n = Split<TLanes, TVector>(x, out TVector fraction);
        TVector one = TLanes.Broadcast(1);
        return TLanes.Add(TLanes.Scale(fraction, n), TLanes.Subtract(TLanes.Scale(one, n), one));
    }

    /// <summary>1 / (1 + e^-x), from the side that does not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector e = Exp<TLanes, TVector>(TLanes.Negate(TLanes.Abs(x)));
        TVector one = TLanes.Broadcast(1);
        return TLanes.Divide(TLanes.Select(TLanes.Less(x, TLanes.Zero), e, one), TLanes.Add(one, e));
    }

    /// <summary>tanh x = (e^2x - 1) / (e^2x + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Beyond 10 the result is 1 to the last bit. NaN stays, for these take the second of two numbers where it is NaN.
        TVector bounded = TLanes.Larger(TLanes.Broadcast(-10), TLanes.Smaller(TLanes.Broadcast(10), x));
        TVector n = ReduceBounded<TLanes, TVector>(TLanes.Add(bounded, bounded), out TVector r);
        TVector power = TLanes.PowerOfTwo(n);
        TVector e = TLanes.MultiplyAdd(Series<TLanes, TVector>(r), power, TLanes.Subtract(power, TLanes.Broadcast(1)));
        return TLanes.Divide(e, TLanes.Add(e, TLanes.Broadcast(2)));
    }

    /// <summary>ln(1 + u) for u in [0, 1], accurate near 0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1Plus<TLanes, TVector>(TVector u)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // 2 artanh s with s = u / (2 + u), at most 1/3: the first term left out, s^16 / 17, is below 2^-29 of the result.
        TVector s = TLanes.Divide(u, TLanes.Add(u, TLanes.Broadcast(2)));
        TVector square = TLanes.Multiply(s, s);
        TVector sum = TLanes.Broadcast(2f / 15);
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 13));
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 11));
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 9));
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 7));
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 5));
        sum = TLanes.MultiplyAdd(sum, square, TLanes.Broadcast(2f / 3));
        return TLanes.MultiplyAdd(TLanes.Multiply(sum, square), s, TLanes.Add(s, s));
    }

    /// <summary>The n and f of e^x = 2^n (1 + f), with f in [-0.30, 0.42].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Split<TLanes, TVector>(TVector x, out TVector fraction)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector n = Reduce<TLanes, TVector>(x, out TVector r);
        fraction = Series<TLanes, TVector>(r);
        return n;
    }

    /// <summary>The n and r of x = n ln 2 + r, with |r| at most 0.35.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Reduce<TLanes, TVector>(TVector x, out TVector r)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector bounded = TLanes.Larger(TLanes.Broadcast(Smallest), TLanes.Smaller(TLanes.Broadcast(Largest), x));
        return ReduceBounded<TLanes, TVector>(bounded, out r);
    }

    /// <summary>The same of an x that is in bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ReduceBounded<TLanes, TVector>(TVector x, out TVector r)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector rounder = TLanes.Broadcast(Rounder);
        TVector n = TLanes.Subtract(TLanes.MultiplyAdd(x, TLanes.Broadcast(Log2E), rounder), rounder);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        return n;
    }

    /// <summary>e^r - 1 for |r| at most 0.35, and a little beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Series<TLanes, TVector>(TVector r)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Taylor's series: the first term left out, r^8 / 8!, is below 2^-27 of the result.
        TVector sum = TLanes.Broadcast(1f / 5040);
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 720));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 120));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 24));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 6));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 2));
        return TLanes.MultiplyAdd(TLanes.Multiply(sum, r), r, r);
    }
}
