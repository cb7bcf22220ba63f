using System.Globalization;

namespace Gnn.Graphs;

/// <summary>What is checked of a list of edges before a graph is made of it.</summary>
internal static class EdgeChecks
{
    public static void CheckIds(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException(
                $"Every edge needs a source and a target: got {sources.Length} sources and {targets.Length} targets.", nameof(targets));
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            if ((uint)sources[edge] >= (uint)nodeCount)
            {
                throw OutOfRange(nameof(sources), "source", edge, sources[edge], nodeCount);
            }

            if ((uint)targets[edge] >= (uint)nodeCount)
            {
                throw OutOfRange(nameof(targets), "target", edge, targets[edge], nodeCount);
            }
        }
    }

    /// <summary>Both directions of a pair of nodes must be there equally often; a self-loop is its own reverse.</summary>
    public static void CheckReverses(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        var forward = new long[sources.Length];
        var backward = new long[sources.Length];
        for (int edge = 0; edge < forward.Length; edge++)
        {
            forward[edge] = Key(sources[edge], targets[edge]);
            backward[edge] = Key(targets[edge], sources[edge]);
        }

        Array.Sort(forward);
        Array.Sort(backward);
        if (!forward.AsSpan().SequenceEqual(backward))
        {
            throw WithoutReverse(sources, targets);
        }
    }

    // The first edge by id that is left over when every edge takes one reverse.
    private static ArgumentException WithoutReverse(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        var reverses = new Dictionary<long, int>(sources.Length);
        for (int edge = 0; edge < sources.Length; edge++)
        {
            long key = Key(targets[edge], sources[edge]);
            reverses[key] = reverses.GetValueOrDefault(key) + 1;
        }

        int first = 0;
        while (reverses.GetValueOrDefault(Key(sources[first], targets[first])) is > 0 and int left)
        {
            reverses[Key(sources[first], targets[first])] = left - 1;
            first++;
        }

        return new ArgumentException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"An undirected graph holds both directions of every edge, but edge {first} ({sources[first]} -> {targets[first]}) has no reverse ")
            + "of its own: add it, or make the graph directed.",
            nameof(sources));
    }

    private static ArgumentOutOfRangeException OutOfRange(string list, string end, int edge, int value, int nodeCount) => new(
        list,
        value,
        string.Create(CultureInfo.InvariantCulture, $"The {end} of edge {edge} must be in [0, {nodeCount}), got {value}: check the node count or the ids."));

    private static long Key(int source, int target) => ((long)source << 32) | (uint)target;
}
