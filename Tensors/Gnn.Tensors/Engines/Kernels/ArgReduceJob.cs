using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The position of the extreme along the middle axis of [outer, length, inner]: the first of several, a NaN before any number.</summary>
internal unsafe struct ArgReduceJob : IChunkJob
{
    internal float* X;
    internal int* Y;
    internal bool IsMax;
    internal long Outer;
    internal long Length;
    internal long Inner;

    /// <summary>How many of the outer * inner results a chunk finds.</summary>
    internal long ResultsPerChunk;

    public readonly void Execute(int chunk)
    {
        long end = Math.Min(Outer * Inner, (chunk + 1) * ResultsPerChunk);
        for (long i = chunk * ResultsPerChunk; i < end; i++)
        {
            (long outer, long inner) = Inner == 1 ? (i, 0) : Math.DivRem(i, Inner);
            Y[i] = Find(X + (outer * Length * Inner) + inner);
        }
    }

    private readonly int Find(float* x)
    {
        int place = 0;
        float best = x[0];
        for (int k = 1; k < Length && !float.IsNaN(best); k++)
        {
            float value = x[k * Inner];
            if ((IsMax ? value > best : value < best) || float.IsNaN(value))
            {
                (place, best) = (k, value);
            }
        }

        return place;
    }
}
