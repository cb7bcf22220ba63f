using System.Runtime.CompilerServices;

namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Dropout of coefficients [E, heads] that are never stored: the same elements as <see cref="DropoutJob"/> drops.</summary>
internal readonly unsafe struct HeadDropout
{
    /// <summary>The words that a kernel draws ahead, and the most heads.</summary>
    public const int Words = 4096;

    internal readonly bool IsOn;
    internal readonly uint Bound;
    internal readonly float Scale;
    internal readonly RandomSource Random;

    internal HeadDropout(DropoutPlan plan)
    {
        IsOn = plan.IsOn;
        Bound = plan.Bound;
        Scale = plan.Scale;
        Random = plan.Source;
    }

    /// <summary>Drops from a packed block whose entries follow each other.</summary>
    /// <param name="values">The block, [count, heads].</param>
    /// <param name="words">The words of the first entry's first head of the block.</param>
    /// <param name="kept">Receives the result, [count, heads].</param>
    /// <param name="count">The number of entries.</param>
    /// <param name="heads">The heads of the group.</param>
    /// <param name="allHeads">The words of an entry.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply<TLanes, TVector>(float* values, uint* words, float* kept, int count, int heads, long allHeads)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        TVector scale = TLanes.Broadcast(Scale);
        if (heads == allHeads)
        {
            for (int i = 0; i < count * heads; i += TLanes.Count)
            {
                TVector scaled = TLanes.Multiply(TLanes.Load(values + i), scale);
                TLanes.Store(kept + i, TLanes.Select(TLanes.BelowWords(words + i, Bound), TLanes.Zero, scaled));
            }

            return;
        }

        for (int k = 0; k < count; k++)
        {
            TVector scaled = TLanes.Multiply(TLanes.Load(values + (k * heads)), scale);
            TLanes.Store(kept + (k * heads), TLanes.Select(TLanes.BelowWords(words + (k * allHeads), Bound), TLanes.Zero, scaled));
        }
    }
}
