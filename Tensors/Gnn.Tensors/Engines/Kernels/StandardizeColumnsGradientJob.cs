using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = scale * (dy - mean - y * along), the three being a row's for each length of rows, over runs of rows.</summary>
internal unsafe struct StandardizeColumnsGradientJob : IVectorJob
{
    internal float* Y;
    internal float* Gradient;

    /// <summary>The mean of dy, [rows / length, columns].</summary>
    internal float* Mean;

    /// <summary>The mean of dy * y, [rows / length, columns].</summary>
    internal float* Along;

    /// <summary>[rows / length, columns].</summary>
    internal float* Scale;
    internal float* Result;
    internal long Rows;
    internal long Length;
    internal long Columns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(Columns);
        long end = Math.Min(Rows, (chunk + 1) * rows);
        for (long row = chunk * rows; row < end; row++)
        {
            long place = row / Length * Columns;
            long from = row * Columns;
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(Result + from + i, Value<TLanes, TVector>(from + i, place + i));
            }

            if (i < Columns)
            {
                TLanes.StoreFirst(Result + from + i, Value<TLanes, TVector>(from + i, place + i), (int)(Columns - i));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Value<TLanes, TVector>(long from, long place)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector centred = TLanes.Subtract(TLanes.Load(Gradient + from), TLanes.Load(Mean + place));
        TVector rest = TLanes.Subtract(centred, TLanes.Multiply(TLanes.Load(Y + from), TLanes.Load(Along + place)));
        return TLanes.Multiply(rest, TLanes.Load(Scale + place));
    }
}
