using System.Runtime.Intrinsics;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Neighbors;

/// <summary>How many edges an edge stands for that was drawn by weight.</summary>
internal static unsafe class WeightedScales
{
    /// <summary>A scale in single precision, finite.</summary>
    internal static float Bounded(double scale) => (float)Math.Min(scale, float.MaxValue);

    /// <summary>Turns x, a time in units of the mean of what arrives, into 1 / (1 - exp(-x)), the inverse of the chance to arrive before it.</summary>
    /// <param name="values">The times, above 0 and perhaps infinite; may be read 64 bytes past the end.</param>
    /// <param name="count">How many.</param>
    internal static void FromTimes(float* values, int count)
    {
        if (Vector256.IsHardwareAccelerated)
        {
            FromTimes<Lanes256, Vector256<float>>(values, count);
        }
        else
        {
            FromTimes<LanesScalar, float>(values, count);
        }
    }

    /// <summary>The same at a width.</summary>
    internal static void FromTimes<TLanes, TVector>(float* values, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(values + i, Of(TLanes.Load(values + i)));
        }

        if (i < count)
        {
            TLanes.StoreFirst(values + i, Of(TLanes.Load(values + i)), count - i);
        }

        static TVector Of(TVector time) => TLanes.Divide(TLanes.Broadcast(-1), LaneMath.ExpMinus1<TLanes, TVector>(TLanes.Negate(time)));
    }
}
