using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>The sum of slabs [slabs, length] in slab order, over runs of elements.</summary>
internal unsafe struct SlabSumJob : IVectorJob
{
    internal float* Partial;
    internal float* Y;
    internal long Slabs;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long end = Runs.End(chunk, Length);
        for (long i = Runs.Start(chunk); i < end; i += TLanes.Count)
        {
            float* part = Partial + i;
            TVector sum = TLanes.Load(part);
            for (long slab = 1; slab < Slabs; slab++)
            {
                part += Length;
                sum = TLanes.Add(sum, TLanes.Load(part));
            }

            TLanes.StoreFirst(Y + i, sum, (int)Math.Min(TLanes.Count, end - i));
        }
    }
}
