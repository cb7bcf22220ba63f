using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = f(x; p) over runs of elements.</summary>
internal unsafe struct UnaryJob<TOperator> : IVectorJob
    where TOperator : struct, IUnaryOperator
{
    internal float* X;
    internal float* Y;
    internal float Parameter;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* x = X;
        float* y = Y;
        long i = Runs.Start(chunk);
        long end = Runs.End(chunk, Length);
        TVector p = TLanes.Broadcast(Parameter);
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(y + i, TOperator.Value<TLanes, TVector>(TLanes.Load(x + i), p));
        }

        if (i < end)
        {
            TLanes.StoreFirst(y + i, TOperator.Value<TLanes, TVector>(TLanes.Load(x + i), p), (int)(end - i));
        }
    }
}
