using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = dy * (e^(x - maximum) / sum - 1 at the column), over each row.</summary>
internal unsafe struct CrossEntropyGradientJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal float* X;
    internal TIndex* Column;

    /// <summary>[rows, 2]: the maximum and the sum of each row.</summary>
    internal float* Saved;
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
            float* x = X + (row * Columns);
            float* dx = Result + (row * Columns);
            TVector max = TLanes.Broadcast(Saved[2 * row]);
            TVector share = TLanes.Broadcast(Gradient[row] / Saved[(2 * row) + 1]);
            for (long i = 0; i < Columns; i += TLanes.Count)
            {
                TVector value = TLanes.Multiply(LaneMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), max)), share);
                TLanes.StoreFirst(dx + i, value, (int)Math.Min(TLanes.Count, Columns - i));
            }

            dx[long.CreateTruncating(Column[row])] -= Gradient[row];
        }
    }
}
