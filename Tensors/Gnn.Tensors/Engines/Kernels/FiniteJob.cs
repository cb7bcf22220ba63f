using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Looks for NaN and infinity in runs of elements.</summary>
internal unsafe struct FiniteJob : IVectorJob
{
    internal float* X;

    /// <summary>Set to 1 by whoever finds one.</summary>
    internal int* Found;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* x = X;
        long i = Runs.Start(chunk);
        long end = Runs.End(chunk, Length);

        // Zero times a number is zero; times NaN or infinity it is NaN, and stays.
        TVector zero = TLanes.Zero;
        TVector sum = zero;
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            sum = TLanes.Add(sum, TLanes.Multiply(TLanes.Load(x + i), zero));
        }

        float total = TLanes.Sum(sum);
        for (; i < end; i++)
        {
            total += x[i] * 0;
        }

        if (total != 0)
        {
            *Found = 1;
        }
    }
}
