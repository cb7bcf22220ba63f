using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = x * scale where the element's random word is at least a bound, else 0, over runs of elements.</summary>
internal unsafe struct DropoutJob : IVectorJob
{
    private const int BatchWords = 2048;

    internal float* X;
    internal float* Y;
    internal long Length;
    internal DropoutPlan Plan;

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        uint* words = stackalloc uint[BatchWords];
        long end = Runs.End(chunk, Length);
        for (long start = Runs.Start(chunk); start < end; start += BatchWords)
        {
            int count = (int)Math.Min(BatchWords, end - start);
            Plan.Source.Fill(new Span<uint>(words, count), start);
            Apply<TLanes, TVector>(X + start, words, Y + start, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Apply<TLanes, TVector>(float* x, uint* words, float* y, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        uint bound = Plan.Bound;
        TVector scale = TLanes.Broadcast(Plan.Scale);
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TVector kept = TLanes.Multiply(TLanes.Load(x + i), scale);
            TLanes.Store(y + i, TLanes.Select(TLanes.BelowWords(words + i, bound), TLanes.Zero, kept));
        }

        // The words of a batch are a whole number of vectors, so that reading past the count stays inside it.
        if (i < count)
        {
            TVector kept = TLanes.Multiply(TLanes.Load(x + i), scale);
            TLanes.StoreFirst(y + i, TLanes.Select(TLanes.BelowWords(words + i, bound), TLanes.Zero, kept), count - i);
        }
    }
}
