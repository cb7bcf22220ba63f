namespace Gnn.Graphs.Batching;

/// <summary>Whether lists of edges hold both directions of every edge, for one list after another: the room is used again.</summary>
internal struct ReverseCheck
{
    private long[]? _edges;
    private long[]? _reverses;

    /// <summary>Whether every edge s -> t is there as often as t -> s. Cost: O(E log E).</summary>
    /// <param name="sources">The sources, not negative.</param>
    /// <param name="targets">The targets.</param>
    public bool AreThere(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (_edges is null || _edges.Length < sources.Length)
        {
            (_edges, _reverses) = (new long[sources.Length], new long[sources.Length]);
        }

        Span<long> edges = _edges.AsSpan(0, sources.Length), reverses = _reverses.AsSpan(0, sources.Length);
        for (int edge = 0; edge < edges.Length; edge++)
        {
            edges[edge] = ((long)sources[edge] << 32) | (uint)targets[edge];
            reverses[edge] = ((long)targets[edge] << 32) | (uint)sources[edge];
        }

        edges.Sort();
        reverses.Sort();
        return edges.SequenceEqual(reverses);
    }
}
