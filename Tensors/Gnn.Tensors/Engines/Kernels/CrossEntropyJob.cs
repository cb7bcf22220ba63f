using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = ln sum e^x - x at a column, over each row; the row's maximum and the sum of e^(x - maximum) are saved.</summary>
internal unsafe struct CrossEntropyJob<TIndex> : IVectorJob
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    internal float* X;
    internal TIndex* Column;
    internal float* Y;

    /// <summary>[rows, 2].</summary>
    internal float* Saved;
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
            (float max, float sum) = Softmax.Row<TLanes, TVector>(x, Columns);

            // The maximum first: what is left is small, and exact where the row is.
            Y[row] = MathF.Log(sum) - (x[long.CreateTruncating(Column[row])] - max);
            Saved[2 * row] = max;
            Saved[(2 * row) + 1] = sum;
        }
    }
}
