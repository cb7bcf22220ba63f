using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = e^(x - max) / sum e^(x - max) over each row: the exponentials are written once and scaled while they are in the cache.</summary>
internal unsafe struct SoftmaxJob : IVectorJob
{
    internal float* X;
    internal float* Y;
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
            float* x = X + (row * Columns);
            float* y = Y + (row * Columns);
            float max = Softmax.MaxOf<TLanes, TVector>(x, Columns);
            float sum = Softmax.ExpOf<TLanes, TVector>(x, Columns, max, y);
            TVector share = TLanes.Broadcast(1 / sum);
            long i = 0;
            for (; i <= Columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, TLanes.Multiply(TLanes.Load(y + i), share));
            }

            if (i < Columns)
            {
                TLanes.StoreFirst(y + i, TLanes.Multiply(TLanes.Load(y + i), share), (int)(Columns - i));
            }
        }
    }
}
