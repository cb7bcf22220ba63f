using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Random graphs in which every node has the same degree.</summary>
/// <remarks>
/// Steger and Wormald, "Generating random regular graphs quickly", 1999. Regular graphs of one size and degree are all alike to the Weisfeiler-Leman test and
/// so to message passing without features: Xu et al., "How powerful are graph neural networks?", 2019.
/// </remarks>
public static class RandomRegular
{
    private const int MostTries = 1000;

    /// <summary>A random graph of a degree.</summary>
    /// <param name="nodeCount">N, at least 1, and more than <paramref name="degree"/>.</param>
    /// <param name="degree">d, at least 0; <c>N d</c> must be even.</param>
    /// <param name="source">Where the draw comes from; the same source draws the same graph.</param>
    /// <returns>The undirected graph, owned by the caller: <c>N d / 2</c> edges, each followed by its reverse, without loops and repeats.</returns>
    /// <exception cref="ArgumentException">N d is odd.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or the graph would have more edges than a graph can.</exception>
    /// <exception cref="InsufficientMemoryException">The edges do not fit the machine's memory.</exception>
    /// <exception cref="InvalidOperationException">No graph was completed in a thousand tries, which only happens where d is close to N.</exception>
    /// <remarks>
    /// Free ends are paired one pair at a time, each time one of the pairs that would be no loop and no repeat, all with the same chance; a graph that cannot
    /// be
    /// completed is begun again. Where d is above <c>(N - 1) / 2</c>, the complement is drawn. Uniform in the limit of large N. O(N d) expected for small d.
    /// </remarks>
    public static Graph Create(int nodeCount, int degree, RandomSource source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        if (degree >= nodeCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(degree), degree, $"A node of {nodeCount} has at most {nodeCount - 1} neighbours, got degree {degree}.");
        }

        if (((long)nodeCount * degree) % 2 != 0)
        {
            throw new ArgumentException(
                $"The degrees must have an even sum, got {nodeCount} nodes of degree {degree}: add a node or change the degree by one.", nameof(degree));
        }

        var edges = new EdgeCollector(nodeCount, (double)nodeCount * degree / 2, nameof(degree));
        bool isComplement = degree > (nodeCount - 1) / 2;
        int drawn = isComplement ? nodeCount - 1 - degree : degree;
        List<(int One, int Other)> pairs = Draw(nodeCount, drawn, source.Stream("random regular").Sequence());
        if (isComplement)
        {
            HashSet<(int, int)> absent = [.. pairs];
            pairs = [];
            for (int one = 0; one < nodeCount; one++)
            {
                for (int other = one + 1; other < nodeCount; other++)
                {
                    if (!absent.Contains((one, other)))
                    {
                        pairs.Add((one, other));
                    }
                }
            }
        }

        foreach ((int one, int other) in pairs)
        {
            edges.Add(one, other);
        }

        return edges.ToGraph();
    }

    private static List<(int One, int Other)> Draw(int nodeCount, int degree, RandomSequence random)
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            if (TryDraw(nodeCount, degree, ref random) is { } pairs)
            {
                return pairs;
            }
        }

        throw new InvalidOperationException($"No graph of {nodeCount} nodes of degree {degree} was found in {MostTries} tries: try another source or degree.");
    }

    private static List<(int One, int Other)>? TryDraw(int nodeCount, int degree, ref RandomSequence random)
    {
        int[] ends = new int[nodeCount * degree];
        for (int i = 0; i < ends.Length; i++)
        {
            ends[i] = i / degree;
        }

        var pairs = new List<(int One, int Other)>(ends.Length / 2);
        var present = new HashSet<(int, int)>(ends.Length / 2);
        int free = ends.Length;
        int failures = 0;
        while (free > 0)
        {
            int first = random.NextInt32(free);
            int second = random.NextInt32(free);
            (int one, int other) = (Math.Min(ends[first], ends[second]), Math.Max(ends[first], ends[second]));
            if (one != other && present.Add((one, other)))
            {
                pairs.Add((one, other));
                (ends[Math.Max(first, second)], ends[free - 1]) = (ends[free - 1], ends[Math.Max(first, second)]);
                (ends[Math.Min(first, second)], ends[free - 2]) = (ends[free - 2], ends[Math.Min(first, second)]);
                free -= 2;
                failures = 0;
            }
            else if (++failures > free && free <= (long)degree * degree)
            {
                // More free ends are of more than d nodes, each joined to fewer than d others, so that some two can still be joined.
                if (!CanJoin(ends.AsSpan(0, free), present))
                {
                    return null;
                }

                failures = 0;
            }
        }

        return pairs;
    }

    private static bool CanJoin(ReadOnlySpan<int> ends, HashSet<(int, int)> present)
    {
        int[] nodes = [.. ends.ToArray().Distinct().Order()];
        for (int i = 0; i < nodes.Length; i++)
        {
            for (int j = i + 1; j < nodes.Length; j++)
            {
                if (!present.Contains((nodes[i], nodes[j])))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
