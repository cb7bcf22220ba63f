using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <content>From terms of scores to coefficients.</content>
internal unsafe partial struct AttentionJob<TIndex>
{
    /// <summary>The maximum of the sources' terms of a block of a row, for each head; for one head, in every lane, and the terms are packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly TVector MaxOf<TLanes, TVector>(long begin, int count, in Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        long allHeads = Heads;
        float* source = Source + group.First;
        int* columns = Csr.Columns + begin;
        if (group.Heads == 1)
        {
            float* terms = group.Terms;
            for (int k = 0; k < count; k++)
            {
                terms[k] = source[columns[k] * allHeads];
            }

            return HeadBlock.Max<TLanes, TVector>(terms, count);
        }

        int ahead = (int)Math.Min(count, Csr.EntryCount - begin - Ahead);
        TVector max = TLanes.Broadcast(float.NegativeInfinity);
        for (int k = 0; k < count; k++)
        {
            if (k < ahead)
            {
                Prefetch.Row(source + (columns[k + Ahead] * allHeads), group.Heads);
            }

            max = TLanes.Max(max, TLanes.Load(source + (columns[k] * allHeads)));
        }

        return max;
    }

    /// <summary>Packs score - maximum of a row's block, and where two sums are made what the leaky ReLU was given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Score<TLanes, TVector, TSums>(long begin, int count, int offset, in Group group, TVector target, TVector max)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        int heads = group.Heads;
        float* weights = group.Weights + offset;
        float* positive = group.Positive + offset;
        if (heads == 1)
        {
            for (int i = 0; i < count; i += TLanes.Count)
            {
                TVector sum = TLanes.Add(TLanes.Load(group.Terms + i), target);
                TLanes.Store(weights + i, TLanes.Subtract(Leaky<TLanes, TVector>(sum), max));
                if (TSums.AreTwo)
                {
                    TLanes.Store(positive + i, sum);
                }
            }

            return;
        }

        long allHeads = Heads;
        float* source = Source + group.First;
        int* columns = Csr.Columns + begin;
        for (int k = 0; k < count; k++)
        {
            TVector sum = TLanes.Add(TLanes.Load(source + (columns[k] * allHeads)), target);
            TLanes.Store(weights + (k * heads), TLanes.Subtract(Leaky<TLanes, TVector>(sum), max));
            if (TSums.AreTwo)
            {
                TLanes.Store(positive + (k * heads), sum);
            }
        }
    }

    /// <summary>Turns a block's scores into coefficients that are yet to be divided by their sum, and drops.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Weigh<TLanes, TVector, TSums>(long begin, int count, ref Group group)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
        where TSums : struct, HeadTiles.ISums
    {
        float* weights = group.Weights;
        float* positive = group.Positive;
        int length = count * group.Heads;
        for (int i = 0; i < length; i += TLanes.Count)
        {
            TVector weight = LaneMath.Exp<TLanes, TVector>(TLanes.Load(weights + i));
            TLanes.Store(weights + i, weight);
            if (TSums.AreTwo)
            {
                TLanes.Store(positive + i, TLanes.Select(TLanes.Less(TLanes.Zero, TLanes.Load(positive + i)), weight, TLanes.Zero));
            }
        }

        if (Dropout.IsOn)
        {
            uint* words = WordsOf(begin, count, ref group);
            Dropout.Apply<TLanes, TVector>(weights, words, group.KeptWeights, count, group.Heads, Heads);
            if (TSums.AreTwo)
            {
                Dropout.Apply<TLanes, TVector>(positive, words, group.KeptPositive, count, group.Heads, Heads);
            }
        }
    }

    /// <summary>The random words of a block; they are drawn for many blocks at once.</summary>
    private readonly uint* WordsOf(long begin, int count, ref Group group)
    {
        if (begin < group.WordsBegin || begin + count > group.WordsEnd)
        {
            group.WordsBegin = begin;
            group.WordsEnd = Math.Min(group.LastEntry, begin + (HeadDropout.Words / Heads));
            Dropout.Random.Fill(new Span<uint>(group.Words, (int)((group.WordsEnd - begin) * Heads)), begin * Heads);
        }

        return group.Words + ((begin - group.WordsBegin) * Heads) + group.First;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Leaky<TLanes, TVector>(TVector x)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector> =>
        TLanes.Select(TLanes.Less(TLanes.Zero, x), x, TLanes.Multiply(TLanes.Broadcast(Slope), x));
}
