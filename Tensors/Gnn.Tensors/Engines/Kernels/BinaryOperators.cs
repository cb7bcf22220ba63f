using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The functions of <see cref="BinaryOperation"/>.</summary>
internal static class BinaryOperators
{
    /// <summary>a + b.</summary>
    internal readonly struct Add : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Add(a, b);
    }

    /// <summary>a - b.</summary>
    internal readonly struct Subtract : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Subtract(a, b);
    }

    /// <summary>a * b.</summary>
    internal readonly struct Multiply : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Multiply(a, b);
    }

    /// <summary>a / b.</summary>
    internal readonly struct Divide : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Divide(a, b);
    }

    /// <summary>The larger.</summary>
    internal readonly struct Maximum : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Max(a, b);
    }

    /// <summary>The smaller.</summary>
    internal readonly struct Minimum : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> =>
            TLanes.Min(a, b);
    }
}
