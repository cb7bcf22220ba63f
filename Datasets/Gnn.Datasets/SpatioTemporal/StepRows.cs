using Gnn.Graphs.Splits;
using Gnn.Tensors;

namespace Gnn.Datasets.SpatioTemporal;

/// <summary>A signal as files have it: a row for each step of time, with a number for each node.</summary>
/// <param name="StepCount">The number of steps, T.</param>
/// <param name="NodeCount">The number of nodes, N.</param>
/// <param name="Values">The values, <c>[T, N]</c>, row-major, and perhaps more room.</param>
internal sealed record StepRows(int StepCount, int NodeCount, float[] Values)
{
    /// <summary>What the published split is called.</summary>
    public const string SplitName = "80/20 in time";

    /// <summary>The signal by node: <c>[N, T]</c>.</summary>
    public Tensor ToColumn()
    {
        if (StepCount == 1 || NodeCount == 1)
        {
            return Tensor.Create<float>(Values.AsSpan(0, NodeCount * StepCount), (NodeCount, StepCount));
        }

        float[] column = new float[NodeCount * StepCount];
        for (int step = 0; step < StepCount; step++)
        {
            for (int node = 0; node < NodeCount; node++)
            {
                column[(node * StepCount) + step] = Values[(step * NodeCount) + node];
            }
        }

        return Tensor.Create(column, (NodeCount, StepCount));
    }

    /// <summary>The first 80 percent of the steps, rounded down, train; the others test.</summary>
    public IndexSplit ToSplit()
    {
        int train = (int)(StepCount * 4L / 5);
        return IndexSplit.AtPlaces(SplitName, "step", StepCount, train, train);
    }
}
