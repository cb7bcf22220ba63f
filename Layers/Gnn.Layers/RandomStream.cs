using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Hands out the random source of one call after another: the n-th call of a forward pass always gets the same numbers for the same seed.</summary>
/// <param name="source">The source of this forward pass, for example one stream for each epoch.</param>
public sealed class RandomStream(RandomSource source)
{
    private ulong _calls;

    /// <summary>The source for the next call that draws random numbers.</summary>
    /// <returns>A stream of its own.</returns>
    public RandomSource Next() => source.Stream(_calls++);
}
