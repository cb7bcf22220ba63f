using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>Sine and cosine.</content>
internal static unsafe partial class LaneMath
{
    private const float TwoOverPi = 0.636619772f;

    // pi / 2 in four parts: the first three have so few bits that their products with the number of quarter turns are exact.
    private const float HalfPi1 = 1.5703125f;
    private const float HalfPi2 = 4.8255920410e-4f;
    private const float HalfPi3 = 1.26659870e-6f;
    private const float HalfPi4 = 9.92093580e-10f;

    // Up to it there are fewer than 2^16 quarter turns.
    private const float LargestAngle = 1e5f;

    /// <summary>sin(x + quarters * pi / 2) for 0, 1 or 2 quarters: sine, cosine, and the sine with its sign turned; within 2e-7 of x as it is rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sine<TLanes, TVector>(TVector x, int quarters)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector rounder = TLanes.Broadcast(Rounder);
        TVector shifted = TLanes.MultiplyAdd(x, TLanes.Broadcast(TwoOverPi), rounder);
        TVector n = TLanes.Subtract(shifted, rounder);
        TVector r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi1), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi2), r);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi3), r);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-HalfPi4), r);
        TVector square = TLanes.Multiply(r, r);

        // Taylor's series in [-pi / 4, pi / 4]: the first terms left out, r^11 / 11! and r^12 / 12!, are below 2^-28.
        TVector sine = TLanes.Broadcast(1f / 362880);
        sine = TLanes.MultiplyAdd(sine, square, TLanes.Broadcast(-1f / 5040));
        sine = TLanes.MultiplyAdd(sine, square, TLanes.Broadcast(1f / 120));
        sine = TLanes.MultiplyAdd(sine, square, TLanes.Broadcast(-1f / 6));
        sine = TLanes.MultiplyAdd(TLanes.Multiply(sine, square), r, r);
        TVector cosine = TLanes.Broadcast(-1f / 3628800);
        cosine = TLanes.MultiplyAdd(cosine, square, TLanes.Broadcast(1f / 40320));
        cosine = TLanes.MultiplyAdd(cosine, square, TLanes.Broadcast(-1f / 720));
        cosine = TLanes.MultiplyAdd(cosine, square, TLanes.Broadcast(1f / 24));
        cosine = TLanes.MultiplyAdd(cosine, square, TLanes.Broadcast(-1f / 2));
        cosine = TLanes.MultiplyAdd(cosine, square, TLanes.Broadcast(1));

        // The last two bits of the shifted number are those of the quarter turns.
        TVector turns = TLanes.AddBits(shifted, TLanes.BroadcastBits(quarters));
        TVector isEven = TLanes.EqualBits(TLanes.AndNot(turns, TLanes.BroadcastBits(~1)), TLanes.Zero);
        TVector isUpper = TLanes.EqualBits(TLanes.AndNot(turns, TLanes.BroadcastBits(~2)), TLanes.Zero);
        TVector y = TLanes.Select(isEven, sine, cosine);
        y = TLanes.Select(isUpper, y, TLanes.Negate(y));
        TVector isLarge = TLanes.Less(TLanes.Broadcast(LargestAngle), TLanes.Abs(x));
        return TLanes.Bits(isLarge) == 0 ? y : OfLarge<TLanes, TVector>(x, y, quarters);
    }

    /// <summary>The results with those of large angles, one by one in double precision, in their places.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector OfLarge<TLanes, TVector>(TVector x, TVector y, int quarters)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* angles = stackalloc float[TLanes.Count];
        float* results = stackalloc float[TLanes.Count];
        TLanes.Store(angles, x);
        TLanes.Store(results, y);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            if (MathF.Abs(angles[lane]) > LargestAngle)
            {
                double sine = quarters == 1 ? Math.Cos(angles[lane]) : Math.Sin(angles[lane]);
                results[lane] = (float)(quarters == 2 ? -sine : sine);
            }
        }

        return TLanes.Load(results);
    }
}
