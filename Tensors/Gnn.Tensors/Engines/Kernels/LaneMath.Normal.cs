using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The normal distribution.</content>
internal static partial class LaneMath
{
    // Beyond it the chance of a larger number is 0 in single precision.
    private const float TailEnd = 15;
    private const float InverseSqrtTwoPi = 0.398942280f;

    // The lower half of a number's digits: without them its square is exact.
    private const int LowDigits = 0xFFF;

    /// <summary>x Phi(x), within 4 units in the last place also where it is small.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector b = TLanes.Min(TLanes.Abs(x), TLanes.Broadcast(TailEnd));
        TVector tail = TLanes.Multiply(Bell<TLanes, TVector>(b), TailShare<TLanes, TVector>(b));

        // Above 0, x - x times the chance of more; below, x times the chance of less.
        return TLanes.Subtract(TLanes.Select(TLanes.Less(x, TLanes.Zero), TLanes.Zero, x), TLanes.Multiply(b, tail));
    }

    /// <summary>The slope of <see cref="Gelu"/>, Phi(x) + x phi(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluSlope<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector b = TLanes.Min(TLanes.Abs(x), TLanes.Broadcast(TailEnd));
        TVector share = TLanes.MultiplyAdd(b, TLanes.Broadcast(-InverseSqrtTwoPi), TailShare<TLanes, TVector>(b));
        TVector below = TLanes.Multiply(Bell<TLanes, TVector>(b), share);
        return TLanes.Select(TLanes.Less(x, TLanes.Zero), below, TLanes.Subtract(TLanes.Broadcast(1), below));
    }

    /// <summary>e^(-b^2 / 2), the square taken in two parts, so that rounding it does not cost the result its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bell<TLanes, TVector>(TVector b)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector minusHalf = TLanes.Broadcast(-0.5f);
        TVector high = TLanes.AndNot(b, TLanes.BroadcastBits(LowDigits));
        TVector low = TLanes.Multiply(TLanes.Subtract(b, high), TLanes.Add(b, high));
        TVector n = Reduce<TLanes, TVector>(TLanes.Multiply(TLanes.Multiply(high, high), minusHalf), out TVector r);
        TVector fraction = Series<TLanes, TVector>(TLanes.MultiplyAdd(low, minusHalf, r));
        return TLanes.Scale(TLanes.Add(fraction, TLanes.Broadcast(1)), n);
    }

    /// <summary>(1 - Phi(b)) e^(b^2 / 2) for b in [0, 15].</summary>
    /// <remarks>It falls like 1 / b, so s = 1 / (1 + 0.3 b) is taken out of it; the rest, a polynomial in u = 1 - 2 s, agrees with it at the Chebyshev nodes of
    /// s, and everywhere to 5e-9 of its value.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TailShare<TLanes, TVector>(TVector b)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector one = TLanes.Broadcast(1);
        TVector s = TLanes.Divide(one, TLanes.MultiplyAdd(b, TLanes.Broadcast(0.3f), one));
        TVector u = TLanes.MultiplyAdd(s, TLanes.Broadcast(-2), one);
        TVector sum = TLanes.Broadcast(4.09856839e-5f);
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(7.80121118e-5f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(-2.80554232e-4f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(-5.70731121e-4f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(2.42319144e-3f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(1.81629159e-3f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(-0.0277602561f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(0.0865496919f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(-0.164579496f));
        sum = TLanes.MultiplyAdd(sum, u, TLanes.Broadcast(0.221970618f));
        return TLanes.Multiply(sum, s);
    }
}
