using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The sum and the extremes as ways to reduce; a mean is a sum that is divided at the end.</summary>
internal static class ReduceOperators
{
    /// <summary>a + b.</summary>
    internal readonly struct Sum : IReduceOperator
    {
        public static float Identity => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Combine<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Add(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Across<TLanes, TVector>(TVector a)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Sum(a);

        public static double Join(double a, double b) => a + b;
    }

    /// <summary>The larger; NaN if either is NaN.</summary>
    internal readonly struct Max : IReduceOperator
    {
        public static float Identity => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Combine<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Max(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Across<TLanes, TVector>(TVector a)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MaxAcross(a);

        public static double Join(double a, double b) => Math.Max(a, b);
    }

    /// <summary>The smaller; NaN if either is NaN.</summary>
    internal readonly struct Min : IReduceOperator
    {
        public static float Identity => float.PositiveInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Combine<TLanes, TVector>(TVector a, TVector b)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Min(a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float Across<TLanes, TVector>(TVector a)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.MinAcross(a);

        public static double Join(double a, double b) => Math.Min(a, b);
    }
}
