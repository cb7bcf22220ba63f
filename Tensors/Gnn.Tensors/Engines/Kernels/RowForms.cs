using System.Numerics;
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
        public static TVector Load<TLanes, TVector>(float* values)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Broadcast(*values);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store<TLanes, TVector>(float* values, TVector value, int rows)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => *values = TLanes.ToScalar(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Pick<TLanes, TVector, TIndex>(float* x, TIndex* columns, int rows, float* scratch)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TIndex : unmanaged, IBinaryInteger<TIndex> => TLanes.Broadcast(x[long.CreateTruncating(*columns)]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Subtract<TLanes, TVector, TIndex>(float* x, TIndex* columns, float* values, int rows)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TIndex : unmanaged, IBinaryInteger<TIndex> => x[long.CreateTruncating(*columns)] -= *values;
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
        public static TVector Load<TLanes, TVector>(float* values)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector> => TLanes.Load(values);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store<TLanes, TVector>(float* values, TVector value, int rows)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
        {
            if (rows == TLanes.Count)
            {
                TLanes.Store(values, value);
            }
            else
            {
                TLanes.StoreFirst(values, value, rows);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Pick<TLanes, TVector, TIndex>(float* x, TIndex* columns, int rows, float* scratch)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            for (int lane = 0; lane < rows; lane++)
            {
                scratch[lane] = x[(long.CreateTruncating(columns[lane]) * TLanes.Count) + lane];
            }

            return TLanes.Load(scratch);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Subtract<TLanes, TVector, TIndex>(float* x, TIndex* columns, float* values, int rows)
            where TVector : unmanaged
            where TLanes : struct, ILanes<TVector>
            where TIndex : unmanaged, IBinaryInteger<TIndex>
        {
            for (int lane = 0; lane < rows; lane++)
            {
                x[(long.CreateTruncating(columns[lane]) * TLanes.Count) + lane] -= values[lane];
            }
        }
    }
}
