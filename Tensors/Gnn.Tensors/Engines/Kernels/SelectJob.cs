using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>a where the condition holds, else b, over runs of elements.</summary>
internal unsafe struct SelectJob : IChunkJob
{
    internal byte* Condition;
    internal float* A;
    internal float* B;
    internal float* Y;
    internal long Length;

    public readonly void Execute(int chunk)
    {
        long end = Runs.End(chunk, Length);
        for (long i = Runs.Start(chunk); i < end; i++)
        {
            Y[i] = Condition[i] != 0 ? A[i] : B[i];
        }
    }
}
