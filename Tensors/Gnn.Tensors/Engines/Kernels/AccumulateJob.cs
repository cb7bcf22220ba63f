using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>target += scale * source over runs of elements.</summary>
internal unsafe struct AccumulateJob : IVectorJob
{
    internal float* Target;
    internal float* Source;
    internal float Scale;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* target = Target;
        float* source = Source;
        long i = Runs.Start(chunk);
        long end = Runs.End(chunk, Length);
        TVector scale = TLanes.Broadcast(Scale);
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(target + i, TLanes.MultiplyAdd(TLanes.Load(source + i), scale, TLanes.Load(target + i)));
        }

        if (i < end)
        {
            TLanes.StoreFirst(target + i, TLanes.MultiplyAdd(TLanes.Load(source + i), scale, TLanes.Load(target + i)), (int)(end - i));
        }
    }
}
