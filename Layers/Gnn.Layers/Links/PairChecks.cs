using Gnn.Tensors;

namespace Gnn.Layers.Links;

/// <summary>What is refused of pairs.</summary>
internal static class PairChecks
{
    internal static void SameRows(Tensor sources, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(targets);
        if (sources.Shape.Rank != 2 || !sources.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException($"The embeddings of both ends must be [P, H], got {sources.Shape} and {targets.Shape}.", nameof(targets));
        }
    }

    internal static void Width(Tensor embedding, long width)
    {
        if (embedding.Shape[1] != width)
        {
            throw new ArgumentException($"The decoder takes embeddings of {width} columns, got {embedding.Shape}.", nameof(embedding));
        }
    }

    internal static void SameCount(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException($"A pair has a source and a target, got {sources.Length} sources and {targets.Length} targets.", nameof(targets));
        }
    }
}
