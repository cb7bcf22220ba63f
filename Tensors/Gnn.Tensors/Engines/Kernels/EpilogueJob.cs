using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>y = dropout(f(x + addend + bias)) over runs of elements; y may be x.</summary>
internal unsafe struct EpilogueJob<TActivation> : IVectorJob
    where TActivation : struct, IActivation
{
    private const int BatchElements = 2048;
    private const int WordBits = 32;

    // A bias of at most so many elements is laid out repeatedly, so that a batch has its own beside it from any column on.
    private const int ShortWidth = 512;

    internal float* X;

    /// <summary>As many elements as x, or null.</summary>
    internal float* Addend;

    /// <summary><see cref="Width"/> elements, or null.</summary>
    internal float* Bias;
    internal float* Y;

    /// <summary>Receives a bit for each element, set where y is more than 0; whole words; or null.</summary>
    internal uint* Bits;
    internal long Length;
    internal long Width;
    internal float Parameter;
    internal DropoutPlan Dropout;

    [SkipLocalsInit]
    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        // Vectors may be read past the end.
        uint* words = stackalloc uint[BatchElements + 16];
        float* pattern = stackalloc float[BatchElements + ShortWidth + 16];
        bool repeats = Bias != null && Width <= ShortWidth;
        if (repeats)
        {
            Repeat(pattern);
        }

        long end = Runs.End(chunk, Length);
        for (long start = Runs.Start(chunk); start < end; start += BatchElements)
        {
            int count = (int)Math.Min(BatchElements, end - start);
            if (Dropout.IsOn)
            {
                Dropout.Source.Fill(new Span<uint>(words, count), start);
            }

            Batch<TLanes, TVector>(start, words, repeats ? pattern : null, count);
            if (Bits != null)
            {
                Mark<TLanes, TVector>(start, count);
            }
        }
    }

    private readonly void Batch<TLanes, TVector>(long start, uint* words, float* pattern, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        if (Bias == null)
        {
            Apply<TLanes, TVector>(start, null, words, count);
        }
        else if (pattern != null)
        {
            Apply<TLanes, TVector>(start, pattern + (start % Width), words, count);
        }
        else
        {
            RowByRow<TLanes, TVector>(start, words, count);
        }
    }

    /// <summary>The bits of a batch, which begins and, but for the last, ends with a word; its results are still near.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Mark<TLanes, TVector>(long start, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* y = Y + start;
        uint* bits = Bits + (start / WordBits);
        for (int i = 0; i < count; i += WordBits)
        {
            uint set = 0;
            for (int lane = 0; lane < WordBits && i + lane < count; lane += TLanes.Count)
            {
                set |= TLanes.Bits(TLanes.Less(TLanes.Zero, TLanes.Load(y + i + lane))) << lane;
            }

            *bits++ = set;
        }
    }

    /// <summary>A batch of long rows: each run ends with its row.</summary>
    private readonly void RowByRow<TLanes, TVector>(long start, uint* words, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int done = 0; done < count;)
        {
            long column = (start + done) % Width;
            int run = (int)Math.Min(count - done, Width - column);
            Apply<TLanes, TVector>(start + done, Bias + column, words + done, run);
            done += run;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Apply<TLanes, TVector>(long start, float* bias, uint* words, int count)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        float* x = X + start;
        float* addend = Addend == null ? null : Addend + start;
        float* y = Y + start;
        bool drops = Dropout.IsOn;
        uint bound = Dropout.Bound;
        TVector scale = TLanes.Broadcast(Dropout.Scale);
        TVector p = TLanes.Broadcast(Parameter);
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(y + i, Value(i));
        }

        if (i < count)
        {
            TLanes.StoreFirst(y + i, Value(i), count - i);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        TVector Value(int i)
        {
            TVector sum = TLanes.Load(x + i);
            if (addend != null)
            {
                sum = TLanes.Add(sum, TLanes.Load(addend + i));
            }

            if (bias != null)
            {
                sum = TLanes.Add(sum, TLanes.Load(bias + i));
            }

            TVector value = TActivation.Value<TLanes, TVector>(sum, p);
            return drops ? TLanes.Select(TLanes.BelowWords(words + i, bound), TLanes.Zero, TLanes.Multiply(value, scale)) : value;
        }
    }

    private readonly void Repeat(float* pattern)
    {
        var bias = new ReadOnlySpan<float>(Bias, (int)Width);
        for (int start = 0; start < BatchElements + ShortWidth; start += bias.Length)
        {
            int count = Math.Min(bias.Length, BatchElements + ShortWidth - start);
            bias[..count].CopyTo(new Span<float>(pattern + start, count));
        }
    }
}
