namespace Gnn.Datasets.GraphClassification;

/// <summary>Sorts the edges of many graphs that are numbered together. Cost: O(N + E).</summary>
internal static class EdgeOrder
{
    /// <summary>The places of the distinct edges, in order of source and then target; of repeats, the first place.</summary>
    /// <param name="nodeCount">N.</param>
    /// <param name="sources">The source of each edge, in [0, N).</param>
    /// <param name="targets">The target of each edge, in [0, N).</param>
    public static int[] OfDistinct(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        int[] next = new int[nodeCount + 1];
        int[] order = SortBy(next, sources, SortBy(next, targets, order: null));
        int count = 0;
        foreach (int edge in order)
        {
            if (count == 0 || sources[edge] != sources[order[count - 1]] || targets[edge] != targets[order[count - 1]])
            {
                order[count++] = edge;
            }
        }

        Array.Resize(ref order, count);
        return order;
    }

    /// <summary>The first edge whose reverse is not there, or -1.</summary>
    /// <param name="nodeCount">N.</param>
    /// <param name="sources">The source of each edge, in order of source and then target, distinct.</param>
    /// <param name="targets">The target of each edge.</param>
    public static int FindOneWay(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        // Where each node's edges begin; the reverses of edges in order come in order too.
        int[] next = new int[nodeCount + 1];
        foreach (int source in sources)
        {
            next[source + 1]++;
        }

        for (int node = 0; node < nodeCount; node++)
        {
            next[node + 1] += next[node];
        }

        for (int edge = 0; edge < sources.Length; edge++)
        {
            int reverse = next[targets[edge]];
            if (reverse >= sources.Length || sources[reverse] != targets[edge] || targets[reverse] > sources[edge])
            {
                return edge;
            }

            if (targets[reverse] < sources[edge])
            {
                return reverse;
            }

            next[targets[edge]]++;
        }

        return -1;
    }

    /// <summary>The entries of an array at some places.</summary>
    public static int[] Take(ReadOnlySpan<int> values, ReadOnlySpan<int> places)
    {
        int[] taken = new int[places.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = values[places[i]];
        }

        return taken;
    }

    // Stable; without an order, of the places as they are. Works in a list of one place more than there are keys.
    private static int[] SortBy(Span<int> next, ReadOnlySpan<int> keys, int[]? order)
    {
        next.Clear();
        foreach (int key in keys)
        {
            next[key + 1]++;
        }

        for (int key = 1; key < next.Length; key++)
        {
            next[key] += next[key - 1];
        }

        int[] sorted = new int[keys.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            int place = order is null ? i : order[i];
            sorted[next[keys[place]]++] = place;
        }

        return sorted;
    }
}
