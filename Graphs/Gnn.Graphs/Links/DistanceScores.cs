using Gnn.Graphs.Statistics;

namespace Gnn.Graphs.Links;

/// <summary>One over the distance, by a breadth-first search from each root that ends when all its leaves are found.</summary>
internal static class DistanceScores
{
    public static double[] Of(NeighbourLists neighbours, int[] sources, int[] targets, int threads)
    {
        double[] scores = new double[sources.Length];
        var pairs = RootedPairs.Of(neighbours.NodeCount, sources, targets);
        pairs.Run(threads, () => new BreadthFirst(neighbours), (search, group) =>
        {
            search.Start(pairs.Root(group));
            int found = 0;
            ReadOnlySpan<int> asked = pairs.Pairs(group);
            while (!AreFound(search, pairs, asked, ref found) && search.Step())
            {
            }

            foreach (int pair in asked)
            {
                int distance = search.DistanceOf(pairs.Leaf(pair));
                scores[pair] = distance > 0 ? 1.0 / distance : 0;
            }
        });

        return scores;
    }

    /// <summary>Moves on over the pairs whose leaf was reached; a pair is passed once, however many steps there are.</summary>
    private static bool AreFound(BreadthFirst search, RootedPairs pairs, ReadOnlySpan<int> asked, ref int found)
    {
        while (found < asked.Length && search.DistanceOf(pairs.Leaf(asked[found])) >= 0)
        {
            found++;
        }

        return found == asked.Length;
    }
}
