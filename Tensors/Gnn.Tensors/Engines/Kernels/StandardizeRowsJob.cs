using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = (x - mean) / sqrt(variance + epsilon) of each row, over runs of rows.</summary>
internal unsafe struct StandardizeRowsJob : IVectorJob
{
    internal float* X;
    internal float* Y;

    /// <summary>[rows].</summary>
    internal float* Mean;

    /// <summary>[rows].</summary>
    internal float* Variance;
    internal long Rows;
    internal long Columns;
    internal double Epsilon;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long rows = Runs.RowsOf(Columns);
        long end = Math.Min(Rows, (chunk + 1) * rows);
        for (long row = chunk * rows; row < end; row++)
        {
            float* x = X + (row * Columns);
            float* y = Y + (row * Columns);

            // What rounding takes from the mean is found again in the deviations from it.
            float mean = (float)(RowMoments.Sum<TLanes, TVector>(x, Columns) / Columns);
            double rest = RowMoments.Deviations<TLanes, TVector>(x, Columns, mean, out double squares) / Columns;
            float variance = (float)JoinMomentsJob.NotBelowZero((squares / Columns) - (rest * rest));
            Mean[row] = mean + (float)rest;
            Variance[row] = variance;
            TVector centre = TLanes.Broadcast(mean);
            TVector shift = TLanes.Broadcast((float)rest);
            TVector scale = TLanes.Broadcast(JoinMomentsJob.ScaleOf(variance, Epsilon));
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, TLanes.Multiply(TLanes.Subtract(TLanes.Subtract(TLanes.Load(x + i), centre), shift), scale));
            }

            if (i < Columns)
            {
                TVector value = TLanes.Multiply(TLanes.Subtract(TLanes.Subtract(TLanes.Load(x + i), centre), shift), scale);
                TLanes.StoreFirst(y + i, value, (int)(Columns - i));
            }
        }
    }
}
