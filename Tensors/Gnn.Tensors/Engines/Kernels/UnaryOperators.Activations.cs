using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>The activations.</content>
internal static partial class UnaryOperators
{
    /// <summary>x.</summary>
    internal readonly struct Identity : IActivation
    {
        public static bool IsFlatAtZero => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Broadcast(1);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Broadcast(1);
    }

    /// <summary>max(x, 0).</summary>
    internal readonly struct Relu : IActivation
    {
        public static bool IsFlatAtZero => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(x, TLanes.Zero), TLanes.Zero, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, x), TLanes.Broadcast(1), TLanes.Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            Slope<TLanes, TVector>(y, y, p);
    }

    /// <summary>x, or p * x where x is not positive.</summary>
    internal readonly struct LeakyRelu : IActivation
    {
        public static bool IsFlatAtZero => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, x), x, TLanes.Multiply(p, x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, x), TLanes.Broadcast(1), p);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            Slope<TLanes, TVector>(y, y, p);
    }

    /// <summary>x, or p * (e^x - 1) where x is not positive.</summary>
    internal readonly struct Elu : IActivation
    {
        public static bool IsFlatAtZero => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, x), x, TLanes.Multiply(p, LaneMath.ExpMinus1<TLanes, TVector>(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, x), TLanes.Broadcast(1), TLanes.Multiply(p, LaneMath.Exp<TLanes, TVector>(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Less(TLanes.Zero, y), TLanes.Broadcast(1), TLanes.Add(y, p));
    }

    /// <summary>1 / (1 + e^-x).</summary>
    internal readonly struct Sigmoid : IActivation
    {
        public static bool IsFlatAtZero => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Sigmoid<TLanes, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(y, TLanes.Subtract(TLanes.Broadcast(1), y));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            Slope<TLanes, TVector>(y, y, p);
    }

    /// <summary>tanh x.</summary>
    internal readonly struct Tanh : IActivation
    {
        public static bool IsFlatAtZero => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Tanh<TLanes, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(TLanes.Subtract(TLanes.Broadcast(1), y), TLanes.Add(TLanes.Broadcast(1), y));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector SlopeOfResult<TLanes, TVector>(TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            Slope<TLanes, TVector>(y, y, p);
    }
}
