using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = dy - e^y * (the row's sum of dy).</summary>
internal unsafe struct LogSoftmaxGradientJob : IVectorJob
{
    internal float* Y;
    internal float* Gradient;
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
            TVector sum = TLanes.Zero;
            for (long i = 0; i < Columns; i += TLanes.Count)
            {
                TVector mask = TLanes.First((int)Math.Min(TLanes.Count, Columns - i));
                sum = TLanes.Add(sum, TLanes.Select(mask, TLanes.Load(dy + i), TLanes.Zero));
            }

            TVector total = TLanes.Broadcast(TLanes.Sum(sum));
            for (long i = 0; i < Columns; i += TLanes.Count)
            {
                TVector share = TLanes.Multiply(LaneMath.Exp<TLanes, TVector>(TLanes.Load(y + i)), total);
                TLanes.StoreFirst(dx + i, TLanes.Subtract(TLanes.Load(dy + i), share), (int)Math.Min(TLanes.Count, Columns - i));
            }
        }
    }
}
