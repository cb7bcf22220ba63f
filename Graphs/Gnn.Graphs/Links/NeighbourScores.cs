using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>The scores that look at the neighbours of the two nodes and no farther.</summary>
internal static class NeighbourScores
{
    private const int PairsPerBlock = 1024;

    // From which ratio of lengths on looking each of the few up among the many is faster than walking both lists.
    private const int SearchRatio = 16;

    public static double[] Of(NeighbourLists neighbours, LinkHeuristic heuristic, int[] sources, int[] targets, int threads)
    {
        double[] scores = new double[sources.Length];
        double[] weights = Weights(neighbours, heuristic);
        Blocks.Run((int)((sources.Length + (PairsPerBlock - 1L)) / PairsPerBlock), threads, block =>
        {
            int start = block * PairsPerBlock;
            int length = Math.Min(PairsPerBlock, sources.Length - start);
            Score(
                neighbours, heuristic, weights, sources.AsSpan(start, length), targets.AsSpan(start, length), scores.AsSpan(start, length));
        });

        return scores;
    }

    /// <summary>What a common neighbour counts, by node. One of a single neighbour is common to no two different nodes.</summary>
    private static double[] Weights(NeighbourLists neighbours, LinkHeuristic heuristic)
    {
        if (heuristic is not (LinkHeuristic.AdamicAdar or LinkHeuristic.ResourceAllocation))
        {
            return [];
        }

        double[] weights = new double[neighbours.NodeCount];
        for (int node = 0; node < weights.Length; node++)
        {
            int degree = neighbours.Length(node);
            weights[node] = degree < 2 ? 0 : heuristic == LinkHeuristic.AdamicAdar ? 1 / Math.Log(degree) : 1.0 / degree;
        }

        return weights;
    }

    private static void Score(
        NeighbourLists neighbours, LinkHeuristic heuristic, double[] weights, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, Span<double> scores)
    {
        for (int pair = 0; pair < scores.Length; pair++)
        {
            ReadOnlySpan<int> ofSource = neighbours[sources[pair]];
            ReadOnlySpan<int> ofTarget = neighbours[targets[pair]];
            scores[pair] = sources[pair] == targets[pair] ? 0 : heuristic switch
            {
                LinkHeuristic.CommonNeighbors => Count(ofSource, ofTarget),
                LinkHeuristic.Jaccard => Jaccard(ofSource, ofTarget),
                LinkHeuristic.PreferentialAttachment => (double)ofSource.Length * ofTarget.Length,
                _ => Sum(ofSource, ofTarget, weights),
            };
        }
    }

    private static double Jaccard(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        int common = Count(first, second);
        return common == 0 ? 0 : common / ((double)first.Length + second.Length - common);
    }

    private static int Count(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length > second.Length)
        {
            ReadOnlySpan<int> longer = first;
            first = second;
            second = longer;
        }

        int count = 0;
        if ((long)first.Length * SearchRatio < second.Length)
        {
            foreach (int node in first)
            {
                count += second.BinarySearch(node) >= 0 ? 1 : 0;
            }

            return count;
        }

        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            // Without a branch on the order of the two, which nobody can predict.
            (int left, int right) = (first[i], second[j]);
            count += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return count;
    }

    /// <summary>The weights of common neighbours, added in the order of their ids, whichever list comes first and however they are found.</summary>
    private static double Sum(ReadOnlySpan<int> first, ReadOnlySpan<int> second, double[] weights)
    {
        if (first.Length > second.Length)
        {
            ReadOnlySpan<int> longer = first;
            first = second;
            second = longer;
        }

        double sum = 0;
        if ((long)first.Length * SearchRatio < second.Length)
        {
            foreach (int node in first)
            {
                sum += second.BinarySearch(node) >= 0 ? weights[node] : 0;
            }

            return sum;
        }

        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            (int left, int right) = (first[i], second[j]);
            if (left == right)
            {
                sum += weights[left];
            }

            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }

        return sum;
    }
}
