using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One byte for each comparison, over the rows of a broadcast.</summary>
internal unsafe struct CompareJob<T, TComparison> : IChunkJob
    where T : unmanaged, IComparisonOperators<T, T, bool>
    where TComparison : struct, IComparison
{
    internal T* A;
    internal T* B;
    internal byte* Y;
    internal BroadcastPlan Plan;

    public readonly void Execute(int chunk)
    {
        (long row, long endRow, long first, long end) = Plan.Bounds(chunk);
        (long stepA, long stepB) = (Plan.StepA, Plan.StepB);
        for (; row < endRow; row++)
        {
            (long placeA, long placeB) = Plan.Place(row);
            T* a = A + placeA;
            T* b = B + placeB;
            byte* y = Y + (row * Plan.Width);
            for (long i = first; i < end; i++)
            {
                y[i] = TComparison.Holds(a[i * stepA], b[i * stepB]) ? (byte)1 : (byte)0;
            }
        }
    }
}
