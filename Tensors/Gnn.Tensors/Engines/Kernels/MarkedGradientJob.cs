using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = dy * scale where an element's bit is set, else 0, over runs of elements; dx may be dy.</summary>
internal unsafe struct MarkedGradientJob : IVectorJob
{
    private const int WordBits = 32;

    internal uint* Bits;
    internal float* Gradient;
    internal float* Result;
    internal long Length;
    internal float Scale;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* dy = Gradient;
        float* dx = Result;
        uint* bits = Bits;
        TVector scale = TLanes.Broadcast(Scale);
        long i = Runs.Start(chunk);
        long end = Runs.End(chunk, Length);
        for (; i <= end - WordBits; i += WordBits)
        {
            uint set = bits[i / WordBits];
            for (int lane = 0; lane < WordBits; lane += TLanes.Count)
            {
                TLanes.Store(dx + i + lane, TLanes.Select(TLanes.LanesOf(set >> lane), TLanes.Multiply(TLanes.Load(dy + i + lane), scale), TLanes.Zero));
            }
        }

        for (; i < end; i += TLanes.Count)
        {
            TVector kept = TLanes.LanesOf(bits[i / WordBits] >> (int)(i % WordBits));
            TVector value = TLanes.Select(kept, TLanes.Multiply(TLanes.Load(dy + i), scale), TLanes.Zero);
            TLanes.StoreFirst(dx + i, value, (int)Math.Min(TLanes.Count, end - i));
        }
    }
}
