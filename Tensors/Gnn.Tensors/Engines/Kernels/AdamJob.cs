using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>One step of Adam or AdamW over runs of elements, in one pass.</summary>
internal unsafe struct AdamJob : IVectorJob
{
    internal float* Parameter;
    internal float* Gradient;
    internal float* FirstMoment;
    internal float* SecondMoment;
    internal long Length;
    internal float Beta1;
    internal float Rest1;
    internal float Beta2;
    internal float Rest2;

    /// <summary>The learning rate over the correction of the first moment.</summary>
    internal float Rate;

    /// <summary>1 over the correction of the second moment.</summary>
    internal float Correction2;
    internal float Epsilon;

    /// <summary>What is added to the gradient for each unit of the parameter.</summary>
    internal float CoupledDecay;

    /// <summary>What is left of the parameter after decoupled decay.</summary>
    internal float Kept;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector beta1 = TLanes.Broadcast(Beta1);
        TVector rest1 = TLanes.Broadcast(Rest1);
        TVector beta2 = TLanes.Broadcast(Beta2);
        TVector rest2 = TLanes.Broadcast(Rest2);
        TVector rate = TLanes.Broadcast(-Rate);
        TVector correction2 = TLanes.Broadcast(Correction2);
        TVector epsilon = TLanes.Broadcast(Epsilon);
        TVector coupledDecay = TLanes.Broadcast(CoupledDecay);
        TVector kept = TLanes.Broadcast(Kept);
        float* w = Parameter;
        float* g = Gradient;
        float* first = FirstMoment;
        float* second = SecondMoment;
        long end = Runs.End(chunk, Length);
        for (long i = Runs.Start(chunk); i < end; i += TLanes.Count)
        {
            int count = (int)Math.Min(TLanes.Count, end - i);
            TVector parameter = TLanes.Load(w + i);
            TVector slope = TLanes.MultiplyAdd(coupledDecay, parameter, TLanes.Load(g + i));
            TVector m = TLanes.MultiplyAdd(rest1, slope, TLanes.Multiply(beta1, TLanes.Load(first + i)));
            TVector v = TLanes.MultiplyAdd(TLanes.Multiply(rest2, slope), slope, TLanes.Multiply(beta2, TLanes.Load(second + i)));
            TVector root = TLanes.Add(TLanes.Sqrt(TLanes.Multiply(v, correction2)), epsilon);
            TVector moved = TLanes.MultiplyAdd(rate, TLanes.Divide(m, root), TLanes.Multiply(parameter, kept));
            if (count == TLanes.Count)
            {
                TLanes.Store(first + i, m);
                TLanes.Store(second + i, v);
                TLanes.Store(w + i, moved);
            }
            else
            {
                TLanes.StoreFirst(first + i, m, count);
                TLanes.StoreFirst(second + i, v, count);
                TLanes.StoreFirst(w + i, moved, count);
            }
        }
    }
}
