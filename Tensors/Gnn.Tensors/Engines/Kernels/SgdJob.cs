using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One step of stochastic gradient descent over runs of elements, in one pass.</summary>
internal unsafe struct SgdJob : IVectorJob
{
    internal float* Parameter;
    internal float* Gradient;

    /// <summary>The running direction, or null without momentum.</summary>
    internal float* Direction;
    internal long Length;
    internal float Rate;
    internal float WeightDecay;
    internal float Momentum;

    /// <summary>The share of the gradient that enters the running direction.</summary>
    internal float Entering;
    internal bool IsFirst;
    internal bool IsNesterov;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector rate = TLanes.Broadcast(-Rate);
        TVector weightDecay = TLanes.Broadcast(WeightDecay);
        TVector momentum = TLanes.Broadcast(Momentum);
        TVector entering = TLanes.Broadcast(Entering);
        long end = Runs.End(chunk, Length);
        for (long i = Runs.Start(chunk); i < end; i += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, end - i);
            TVector parameter = TLanes.Load(Parameter + i);
            TVector slope = TLanes.MultiplyAdd(weightDecay, parameter, TLanes.Load(Gradient + i));
            if (Direction != null)
            {
                TVector direction = IsFirst
                    ? slope
                    : TLanes.MultiplyAdd(entering, slope, TLanes.Multiply(momentum, TLanes.Load(Direction + i)));
                TLanes.StoreFirst(Direction + i, direction, count);
                slope = IsNesterov ? TLanes.MultiplyAdd(momentum, direction, slope) : direction;
            }

            TLanes.StoreFirst(Parameter + i, TLanes.MultiplyAdd(rate, slope, parameter), count);
        }
    }
}
