using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Tensors.Memory;

namespace Gnn.Datasets.Networks;

/// <summary>Makes undirected edges of listed ones: each pair once in each direction, by source and then target.</summary>
internal static class BothDirections
{
    /// <summary>The most edges that can be listed.</summary>
    public static int Most => Array.MaxLength / 2;

    /// <summary>The edges.</summary>
    /// <param name="nodeCount">N.</param>
    /// <param name="sources">The source of each listed edge, in [0, N); at most <see cref="Most"/>.</param>
    /// <param name="targets">The target of each.</param>
    public static EdgeList Of(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        long[] pairs = Pairs(sources, targets);
        pairs.AsSpan().Sort();
        return Split(nodeCount, pairs.AsSpan(0, PublishedIds.Distinct(pairs.AsSpan())));
    }

    /// <summary>The edges, with the first weight that is listed of each pair.</summary>
    public static (EdgeList Edges, float[] Weights) Of(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        long[] pairs = Pairs(sources, targets);
        int[] rows = new int[pairs.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i / 2;
        }

        Array.Sort(pairs, rows);
        int count = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            if (count == 0 || pairs[i] != pairs[count - 1])
            {
                (pairs[count], rows[count]) = (pairs[i], rows[i]);
                count++;
            }
            else
            {
                rows[count - 1] = Math.Min(rows[count - 1], rows[i]);
            }
        }

        float[] byEdge = new float[count];
        for (int edge = 0; edge < count; edge++)
        {
            byEdge[edge] = weights[rows[edge]];
        }

        return (Split(nodeCount, pairs.AsSpan(0, count)), byEdge);
    }

    private static long[] Pairs(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        long[] pairs = new long[checked(2 * sources.Length)];
        for (int row = 0; row < sources.Length; row++)
        {
            pairs[2 * row] = Pair(sources[row], targets[row]);
            pairs[(2 * row) + 1] = Pair(targets[row], sources[row]);
        }

        return pairs;
    }

    private static EdgeList Split(int nodeCount, ReadOnlySpan<long> pairs)
    {
        var sources = new NativeArray<int>(pairs.Length);
        var targets = new NativeArray<int>(pairs.Length);
        Span<int> from = sources.Span(), to = targets.Span();
        for (int edge = 0; edge < pairs.Length; edge++)
        {
            (from[edge], to[edge]) = ((int)(pairs[edge] >> 32), (int)pairs[edge]);
        }

        return new EdgeList(nodeCount, nodeCount, sources, targets);
    }

    private static long Pair(int source, int target) => ((long)source << 32) | (uint)target;
}
