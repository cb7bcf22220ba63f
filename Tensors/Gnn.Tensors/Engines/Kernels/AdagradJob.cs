using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One step of Adagrad over runs of elements, in one pass.</summary>
internal unsafe struct AdagradJob : IVectorJob
{
    internal float* Parameter;
    internal float* Gradient;
    internal float* Squares;
    internal long Length;
    internal float Rate;
    internal float Epsilon;
    internal float WeightDecay;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector rate = TLanes.Broadcast(-Rate);
        TVector epsilon = TLanes.Broadcast(Epsilon);
        TVector decay = TLanes.Broadcast(WeightDecay);
        float* w = Parameter;
        float* g = Gradient;
        float* squares = Squares;
        long end = Runs.End(chunk, Length);
        for (long i = Runs.Start(chunk); i < end; i += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, end - i);
            TVector parameter = TLanes.Load(w + i);
            TVector slope = TLanes.MultiplyAdd(decay, parameter, TLanes.Load(g + i));
            TVector sum = TLanes.MultiplyAdd(slope, slope, TLanes.Load(squares + i));
            TVector move = TLanes.Divide(slope, TLanes.Add(TLanes.Sqrt(sum), epsilon));
            TVector moved = TLanes.MultiplyAdd(rate, move, parameter);
            if (count == TLanes.Count)
            {
                TLanes.Store(squares + i, sum);
                TLanes.Store(w + i, moved);
            }
            else
            {
                TLanes.StoreFirst(squares + i, sum, count);
                TLanes.StoreFirst(w + i, moved, count);
            }
        }
    }
}
