using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Joins the partial results [outer, blocks, inner] of a reduction in block order, in double precision.</summary>
internal unsafe struct JoinJob<TOperator> : IChunkJob
    where TOperator : struct, IReduceOperator
{
    internal float* Partial;
    internal float* Y;
    internal double Divisor;
    internal ReducePlan Plan;

    public readonly void Execute(int chunk)
    {
        long end = Runs.End(chunk, Plan.Outer * Plan.Inner);
        for (long i = Runs.Start(chunk); i < end; i++)
        {
            (long outer, long inner) = Math.DivRem(i, Plan.Inner);
            float* part = Partial + (outer * Plan.Blocks * Plan.Inner) + inner;
            double result = part[0];
            for (long block = 1; block < Plan.Blocks; block++)
            {
                result = TOperator.Join(result, part[block * Plan.Inner]);
            }

            Y[i] = (float)(result / Divisor);
        }
    }
}
