using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = (x - mean) * scale, mean and scale being a row's for each length of rows, over runs of rows.</summary>
internal unsafe struct StandardizeColumnsJob : IVectorJob
{
    internal float* X;
    internal float* Y;

    /// <summary>[rows / length, columns].</summary>
    internal float* Mean;

    /// <summary>What rounding the mean took from it, [rows / length, columns].</summary>
    internal float* Rest;

    /// <summary>[rows / length, columns].</summary>
    internal float* Scale;
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
            float* x = X + (row * Columns);
            float* y = Y + (row * Columns);
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, Value<TLanes, TVector>(x + i, place + i));
            }

            if (i < Columns)
            {
                TLanes.StoreFirst(y + i, Value<TLanes, TVector>(x + i, place + i), (int)(Columns - i));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Value<TLanes, TVector>(float* x, long place)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector centred = TLanes.Subtract(TLanes.Subtract(TLanes.Load(x), TLanes.Load(Mean + place)), TLanes.Load(Rest + place));
        return TLanes.Multiply(centred, TLanes.Load(Scale + place));
    }
}
