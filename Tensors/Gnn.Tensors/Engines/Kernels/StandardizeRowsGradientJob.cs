using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = scale * (dy - mean(dy) - y * mean(dy * y)) of each row, over runs of rows.</summary>
internal unsafe struct StandardizeRowsGradientJob : IVectorJob
{
    internal float* Y;
    internal float* Gradient;

    /// <summary>[rows].</summary>
    internal float* Scale;
    internal float* Result;
    internal long Rows;
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
            float* y = Y + (row * Columns);
            float* dy = Gradient + (row * Columns);
            float* dx = Result + (row * Columns);
            double sum = RowMoments.Products<TLanes, TVector>(dy, y, Columns, out double products);
            TVector mean = TLanes.Broadcast((float)(sum / Columns));
            TVector along = TLanes.Broadcast((float)(-products / Columns));
            TVector scale = TLanes.Broadcast(Scale[row]);
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TVector centred = TLanes.Subtract(TLanes.Load(dy + i), mean);
                TLanes.Store(dx + i, TLanes.Multiply(TLanes.MultiplyAdd(TLanes.Load(y + i), along, centred), scale));
            }

            if (i < Columns)
            {
                TVector centred = TLanes.Subtract(TLanes.Load(dy + i), mean);
                TVector value = TLanes.Multiply(TLanes.MultiplyAdd(TLanes.Load(y + i), along, centred), scale);
                TLanes.StoreFirst(dx + i, value, (int)(Columns - i));
            }
        }
    }
}
