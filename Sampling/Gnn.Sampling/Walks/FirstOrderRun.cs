using System.Numerics;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Runs walks of order one over tables that are all weighted or all not, and all of one width.</summary>
/// <param name="tables">The tables that steps take in turn.</param>
/// <param name="deadEnd">What a walk does where no edge leads on.</param>
/// <param name="restart">The chance that a step leads to the start.</param>
internal readonly unsafe struct FirstOrderRun(WalkTable[] tables, DeadEnd deadEnd, double restart)
{
    public void Run(in WalkRequest request, WalkBatch batch, ForkJoinPool pool)
    {
        switch (tables[0].IsWide, tables[0].IsWeighted)
        {
            case (false, false):
                Run<int, UniformDraw>(request, batch, pool);
                break;
            case (false, true):
                Run<int, WeightedDraw>(request, batch, pool);
                break;
            case (true, false):
                Run<long, UniformDraw>(request, batch, pool);
                break;
            default:
                Run<long, WeightedDraw>(request, batch, pool);
                break;
        }
    }

    private void Run<TIndex, TDraw>(in WalkRequest request, WalkBatch batch, ForkJoinPool pool)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TDraw : struct, IStepDraw
    {
        var job = new FirstOrderJob<TIndex, TDraw>
        {
            Request = request,
            Tables = tables,
            WalkCount = batch.Count,
            Length = batch.Length,
            Nodes = batch.Nodes.Pointer,
            Stays = deadEnd == DeadEnd.Stay,
            RestartThreshold = StepRule.Threshold(restart),
        };
        pool.Run(ref job, job.ChunkCount);
    }
}
