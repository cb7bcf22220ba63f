using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The sum of a * b of each run of elements: single within a block, double between blocks.</summary>
internal unsafe struct InnerProductJob : IVectorJob
{
    private const long Block = 4096;

    internal float* A;
    internal float* B;

    /// <summary>[runs].</summary>
    internal double* Sums;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        double total = 0;
        long end = Runs.End(chunk, Length);
        for (long start = Runs.Start(chunk); start < end; start += Block)
        {
            TVector s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
            long i = start;
            long endBlock = Math.Min(end, start + Block);
            for (; i <= endBlock - (4 * TLanes.Count); i += 4 * TLanes.Count)
            {
                s0 = TLanes.MultiplyAdd(TLanes.Load(A + i), TLanes.Load(B + i), s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(A + i + TLanes.Count), TLanes.Load(B + i + TLanes.Count), s1);
                s2 = TLanes.MultiplyAdd(TLanes.Load(A + i + (2 * TLanes.Count)), TLanes.Load(B + i + (2 * TLanes.Count)), s2);
                s3 = TLanes.MultiplyAdd(TLanes.Load(A + i + (3 * TLanes.Count)), TLanes.Load(B + i + (3 * TLanes.Count)), s3);
            }

            total += TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)));
            for (; i < endBlock; i++)
            {
                total += (double)A[i] * B[i];
            }
        }

        Sums[chunk] = total;
    }
}
