using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>Smooth functions whose slopes follow from the argument alone.</content>
internal static partial class UnaryOperators
{
    /// <summary>x Phi(x).</summary>
    internal readonly struct Gelu : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Gelu<TLanes, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.GeluSlope<TLanes, TVector>(x);
    }

    /// <summary>sin x.</summary>
    internal readonly struct Sin : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sine<TLanes, TVector>(x, 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sine<TLanes, TVector>(x, 1);
    }

    /// <summary>cos x.</summary>
    internal readonly struct Cos : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sine<TLanes, TVector>(x, 1);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sine<TLanes, TVector>(x, 2);
    }

    /// <summary>ln(1 + e^x), from the side that does not overflow.</summary>
    internal readonly struct Softplus : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(
                TLanes.Select(TLanes.Less(x, TLanes.Zero), TLanes.Zero, x),
                LaneMath.Log1Plus<TLanes, TVector>(LaneMath.Exp<TLanes, TVector>(TLanes.Negate(TLanes.Abs(x)))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sigmoid<TLanes, TVector>(x);
    }

    /// <summary>x / (1 + e^-x).</summary>
    internal readonly struct Silu : IUnaryOperator
    {
        // Beyond it e^-|x| is 0, and an infinity would give NaN.
        private const float Limit = 128;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            TVector bounded = TLanes.Max(x, TLanes.Broadcast(-Limit));
            return TLanes.Multiply(bounded, LaneMath.Sigmoid<TLanes, TVector>(bounded));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            // With s the sigmoid: s + x s (1 - s), and s (1 - s) = e / (1 + e)^2 for e = e^-|x|.
            TVector one = TLanes.Broadcast(1);
            TVector bounded = TLanes.Min(TLanes.Max(x, TLanes.Broadcast(-Limit)), TLanes.Broadcast(Limit));
            TVector e = LaneMath.Exp<TLanes, TVector>(TLanes.Negate(TLanes.Abs(bounded)));
            TVector larger = TLanes.Divide(one, TLanes.Add(one, e));
            TVector smaller = TLanes.Multiply(e, larger);
            TVector sigmoid = TLanes.Select(TLanes.Less(bounded, TLanes.Zero), smaller, larger);
            return TLanes.MultiplyAdd(TLanes.Multiply(bounded, smaller), larger, sigmoid);
        }
    }
}
