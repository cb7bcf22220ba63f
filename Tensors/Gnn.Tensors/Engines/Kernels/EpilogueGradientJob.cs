using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>dx = the kept elements of dy, scaled, times f'(x) by the result y, over runs of elements; dx may be dy.</summary>
internal unsafe struct EpilogueGradientJob<TActivation> : IVectorJob
    where TActivation : struct, IActivation
{
    private const int BatchElements = 2048;

    internal float* Y;
    internal float* Gradient;
    internal float* Result;
    internal long Length;
    internal float Parameter;
    internal DropoutPlan Dropout;

    [SkipLocalsInit]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Where a dropped element's 0 tells as much as its word, the words are not drawn again. Vectors may be read past the end.
        bool draws = Dropout.IsOn && !TActivation.IsFlatAtZero;
        uint* words = stackalloc uint[BatchElements + 16];
        long end = Runs.End(chunk, Length);
        for (long start = Runs.Start(chunk); start < end; start += BatchElements)
        {
            int count = (int)Math.Min(BatchElements, end - start);
            if (draws)
            {
                Dropout.Source.Fill(new Span<uint>(words, count), start);
            }

            Apply<TLanes, TVector>(start, draws ? words : null, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Apply<TLanes, TVector>(long start, uint* words, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* y = Y + start;
        float* dy = Gradient + start;
        float* dx = Result + start;
        uint bound = Dropout.Bound;
        TVector scale = TLanes.Broadcast(Dropout.Scale);
        TVector share = TLanes.Broadcast((float)(1 - Dropout.Probability));
        TVector p = TLanes.Broadcast(Parameter);
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(dx + i, Value(i));
        }

        if (i < count)
        {
            TLanes.StoreFirst(dx + i, Value(i), count - i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector Value(int i)
        {
            TVector gradient = TLanes.Multiply(TLanes.Load(dy + i), scale);
            TVector slope = TActivation.SlopeOfResult<TLanes, TVector>(TLanes.Multiply(TLanes.Load(y + i), share), p);
            TVector value = TActivation.IsFlatAtZero
                ? TLanes.Select(TLanes.Equal(slope, TLanes.Zero), TLanes.Zero, TLanes.Multiply(gradient, slope))
                : TLanes.Multiply(gradient, slope);
            return words == null ? value : TLanes.Select(TLanes.BelowWords(words + i, bound), TLanes.Zero, value);
        }
    }
}
