using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = dy * f'(x; p) over runs of elements.</summary>
internal unsafe struct UnaryGradientJob<TOperator> : IVectorJob
    where TOperator : struct, IUnaryOperator
{
    internal float* X;
    internal float* Y;
    internal float* Gradient;
    internal float* Result;
    internal float Parameter;
    internal long Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* x = X;
        float* y = Y;
        float* dy = Gradient;
        float* dx = Result;
        long i = Runs.Start(chunk);
        long end = Runs.End(chunk, Length);
        TVector p = TLanes.Broadcast(Parameter);
        for (; i <= end - TLanes.Count; i += TLanes.Count)
        {
            TVector slope = TOperator.Slope<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(y + i), p);
            TLanes.Store(dx + i, TLanes.Multiply(TLanes.Load(dy + i), slope));
        }

        if (i < end)
        {
            TVector slope = TOperator.Slope<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(y + i), p);
            TLanes.StoreFirst(dx + i, TLanes.Multiply(TLanes.Load(dy + i), slope), (int)(end - i));
        }
    }
}
