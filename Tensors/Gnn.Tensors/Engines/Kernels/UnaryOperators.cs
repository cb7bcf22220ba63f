using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The functions of <see cref="UnaryOperation"/>, which say what each is.</summary>
internal static partial class UnaryOperators
{
    /// <summary>-x.</summary>
    internal readonly struct Negate : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Negate(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Broadcast(-1);
    }

    /// <summary>|x|.</summary>
    internal readonly struct Absolute : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Abs(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(
                TLanes.Equal(x, x),
                TLanes.Select(TLanes.Less(TLanes.Zero, x), TLanes.Broadcast(1), TLanes.Select(TLanes.Less(x, TLanes.Zero), TLanes.Broadcast(-1), TLanes.Zero)),
                x);
    }

    /// <summary>e^x.</summary>
    internal readonly struct Exp : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            LaneMath.Exp<TLanes, TVector>(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            y;
    }

    /// <summary>ln x.</summary>
    internal readonly struct Log : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Log(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Divide(TLanes.Broadcast(1), x);
    }

    /// <summary>The square root.</summary>
    internal readonly struct Sqrt : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Sqrt(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Divide(TLanes.Broadcast(0.5f), y);
    }

    /// <summary>x * x.</summary>
    internal readonly struct Square : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(x, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(x, x);
    }

    /// <summary>1 / x.</summary>
    internal readonly struct Reciprocal : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Divide(TLanes.Broadcast(1), x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(TLanes.Negate(y), y);
    }

    /// <summary>1 / sqrt x, 0 at 0.</summary>
    internal readonly struct InverseSqrt : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(TLanes.Equal(x, TLanes.Zero), TLanes.Zero, TLanes.Divide(TLanes.Broadcast(1), TLanes.Sqrt(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(TLanes.Multiply(TLanes.Multiply(TLanes.Broadcast(-0.5f), y), y), y);
    }

    /// <summary>x + p.</summary>
    internal readonly struct AddScalar : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(x, p);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Broadcast(1);
    }

    /// <summary>x * p.</summary>
    internal readonly struct MultiplyScalar : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(x, p);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            p;
    }

    /// <summary>x ^ p.</summary>
    internal readonly struct Power : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector x, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Pow(x, p);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Slope<TLanes, TVector>(TVector x, TVector y, TVector p)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Select(
                TLanes.Equal(p, TLanes.Zero), TLanes.Zero, TLanes.Multiply(p, TLanes.Pow(x, TLanes.Subtract(p, TLanes.Broadcast(1)))));
    }
}
