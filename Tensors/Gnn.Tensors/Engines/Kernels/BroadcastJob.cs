using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>x repeated over the rows of a broadcast.</summary>
internal unsafe struct BroadcastJob : IChunkJob
{
    internal float* X;
    internal float* Y;
    internal BroadcastPlan Plan;

    public readonly void Execute(int chunk)
    {
        (long row, long endRow, long first, long end) = Plan.Bounds(chunk);
        for (; row < endRow; row++)
        {
            float* x = X + Plan.Place(row).A + (first * Plan.StepA);
            float* y = Y + (row * Plan.Width) + first;
            long length = end - first;
            if (Plan.StepA != 0)
            {
                Buffer.MemoryCopy(x, y, length * sizeof(float), length * sizeof(float));
                continue;
            }

            float value = *x;
            for (long i = 0; i < length; i += Runs.Elements)
            {
                new Span<float>(y + i, (int)Math.Min(Runs.Elements, length - i)).Fill(value);
            }
        }
    }
}
