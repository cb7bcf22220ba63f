using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = x - ln sum e^x over each row.</summary>
internal unsafe struct LogSoftmaxJob : IVectorJob
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
            (float max, float sum) = Softmax.Row<TLanes, TVector>(x, Columns);

            // The maximum first: what is left is small, and exact where the row is.
            TVector shift = TLanes.Broadcast(max);
            TVector log = TLanes.Broadcast(MathF.Log(sum));
            for (long i = 0; i < Columns; i += TLanes.Count)
            {
                TVector value = TLanes.Subtract(TLanes.Subtract(TLanes.Load(x + i), shift), log);
                TLanes.StoreFirst(y + i, value, (int)Math.Min(TLanes.Count, Columns - i));
            }
        }
    }
}
