using System.Runtime.CompilerServices;
using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Sampling.Walks;

/// <summary>What differs between walks that take every edge alike and walks that take edges by weight.</summary>
internal unsafe interface IStepDraw
{
    /// <summary>Whether draws are by weight.</summary>
    static abstract bool IsWeighted { get; }

    /// <summary>Fetches the line of an entry.</summary>
    static abstract void Ask(int* columns, AliasEntry* entries, long at);

    /// <summary>The neighbour that an entry leads to, -1 if the row has no weight.</summary>
    /// <param name="columns">The neighbours of rows.</param>
    /// <param name="entries">Their alias tables.</param>
    /// <param name="at">The entry.</param>
    /// <param name="fraction">A random word that has not been used.</param>
    static abstract int Take(int* columns, AliasEntry* entries, long at, uint fraction);
}

/// <summary>Every entry of a row alike.</summary>
internal readonly unsafe struct UniformDraw : IStepDraw
{
    public static bool IsWeighted => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(int* columns, AliasEntry* entries, long at) => Prefetch.Line(columns + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Take(int* columns, AliasEntry* entries, long at, uint fraction) => columns[at];
}

/// <summary>Entries by weight, from alias tables.</summary>
internal readonly unsafe struct WeightedDraw : IStepDraw
{
    public static bool IsWeighted => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ask(int* columns, AliasEntry* entries, long at) => Prefetch.Line(entries + at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Take(int* columns, AliasEntry* entries, long at, uint fraction)
    {
        AliasEntry* entry = entries + at;
        return fraction < entry->Threshold ? entry->Own : entry->Alias;
    }
}
