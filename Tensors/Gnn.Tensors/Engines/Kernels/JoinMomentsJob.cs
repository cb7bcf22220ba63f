using Gnn.Tensors.Threading;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The mean and the variance of each column of [outer, length, inner] from those of its blocks, in block order and double precision.</summary>
/// <remarks>With n, m and s the length, mean and squared deviations of a block: mean = sum of n m / N, variance = sum of (s + n (m - mean)^2) / N. Nothing
/// cancels.</remarks>
internal unsafe struct JoinMomentsJob : IChunkJob
{
    private const long ChunkColumns = 64;

    /// <summary>[outer, blocks, inner].</summary>
    internal double* Means;

    /// <summary>[outer, blocks, inner].</summary>
    internal double* Squares;

    /// <summary>[outer, inner].</summary>
    internal float* Mean;

    /// <summary>What rounding the mean took from it, [outer, inner].</summary>
    internal float* Rest;

    /// <summary>[outer, inner].</summary>
    internal float* Variance;

    /// <summary>1 / sqrt(variance + epsilon), [outer, inner].</summary>
    internal float* Scale;
    internal double Epsilon;
    internal ReducePlan Plan;

    internal static long ChunksOf(in ReducePlan plan) => ((plan.Outer * plan.Inner) + ChunkColumns - 1) / ChunkColumns;

    /// <summary>1 / sqrt(variance + epsilon), or 0 where that is the root of 0.</summary>
    internal static float ScaleOf(float variance, double epsilon)
    {
        double sum = variance + epsilon;
        return sum == 0 ? 0 : (float)(1 / Math.Sqrt(sum));
    }

    /// <summary>A variance that rounding may have taken below 0; NaN stays.</summary>
    internal static double NotBelowZero(double variance) => variance < 0 ? 0 : variance;

    public readonly void Execute(int chunk)
    {
        long end = Math.Min(Plan.Outer * Plan.Inner, (chunk + 1) * ChunkColumns);
        for (long i = chunk * ChunkColumns; i < end; i++)
        {
            (long outer, long inner) = Math.DivRem(i, Plan.Inner);
            long place = (outer * Plan.Blocks * Plan.Inner) + inner;
            double mean = 0;
            for (long block = 0; block < Plan.Blocks; block++)
            {
                mean += Means[place + (block * Plan.Inner)] * LengthOf(block);
            }

            mean /= Plan.Length;
            double squares = 0;
            for (long block = 0; block < Plan.Blocks; block++)
            {
                double apart = Means[place + (block * Plan.Inner)] - mean;
                squares += Squares[place + (block * Plan.Inner)] + (LengthOf(block) * apart * apart);
            }

            Mean[i] = (float)mean;
            Rest[i] = (float)(mean - Mean[i]);
            Variance[i] = (float)NotBelowZero(squares / Plan.Length);
            Scale[i] = ScaleOf(Variance[i], Epsilon);
        }
    }

    private readonly double LengthOf(long block) => Math.Min(Plan.BlockLength, Plan.Length - (block * Plan.BlockLength));
}
