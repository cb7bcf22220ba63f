using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = y * (dy - the row's sum of y * dy) over each row.</summary>
internal unsafe struct SoftmaxGradientJob : IVectorJob
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
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(y + i), TLanes.Load(dy + i), sum);
            }

            if (i < Columns)
            {
                TVector last = TLanes.Multiply(TLanes.Load(y + i), TLanes.Load(dy + i));
                sum = TLanes.Add(sum, TLanes.Select(TLanes.First((int)(Columns - i)), last, TLanes.Zero));
            }

            TVector total = TLanes.Broadcast(TLanes.Sum(sum));
            for (i = 0; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(dx + i, TLanes.Multiply(TLanes.Load(y + i), TLanes.Subtract(TLanes.Load(dy + i), total)));
            }

            if (i < Columns)
            {
                TVector last = TLanes.Multiply(TLanes.Load(y + i), TLanes.Subtract(TLanes.Load(dy + i), total));
                TLanes.StoreFirst(dx + i, last, (int)(Columns - i));
            }
        }
    }
}
