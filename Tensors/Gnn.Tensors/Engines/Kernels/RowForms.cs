using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The forms of rows.</summary>
internal static unsafe class RowForms
{
    /// <summary>One row at a time, along the lanes.</summary>
    internal readonly struct Along : IRowForm
    {
        public static bool IsWhole => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Sum<TLanes, TVector>(TVector lanes)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Broadcast(TLanes.Sum(lanes));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Max<TLanes, TVector>(TVector lanes)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Broadcast(TLanes.MaxAcross(lanes));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Log<TLanes, TVector>(TVector value)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Broadcast(MathF.Log(TLanes.ToScalar(value)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put<TLanes, TVector>(float* y, TVector value)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => *y = TLanes.ToScalar(value);
    }

    /// <summary>As many rows at a time as there are lanes, each in a lane of its own.</summary>
    internal readonly struct Abreast : IRowForm
    {
        public static bool IsWhole => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Sum<TLanes, TVector>(TVector lanes)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => lanes;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Max<TLanes, TVector>(TVector lanes)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => lanes;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Log<TLanes, TVector>(TVector value)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Log(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Put<TLanes, TVector>(float* y, TVector value)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Store(y, value);
    }
}
