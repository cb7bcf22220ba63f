using Gnn.Training.Metrics;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>Ranks the answers of questions among all entities but those that are known to answer them too.</summary>
internal static class FactRanker
{
    // Elements of scores that are held at a time.
    private const int HeldScores = 1 << 22;

    /// <param name="scorer">Scores the entities.</param>
    /// <param name="queries">The questions.</param>
    /// <param name="known">The answers that are left out, but for the one that is asked for.</param>
    /// <param name="entityCount">The number of candidates.</param>
    /// <param name="threads">How many threads rank.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>The rank of each answer.</returns>
    internal static double[] Ranks(
        IFactScorer scorer, FactQueries queries, FactIndex known, int entityCount, int threads, CancellationToken cancellationToken)
    {
        double[] ranks = new double[queries.Count];
        int batch = Math.Clamp(HeldScores / entityCount, 1, 1024);
        for (int start = 0; start < queries.Count; start += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = start;
            int count = Math.Min(batch, queries.Count - start);
            float[] scores = scorer.Score(queries, start, count);
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
            {
                int query = first + row;
                ReadOnlySpan<int> others = known.Answers(queries.Anchors[query], queries.Relations[query], queries.AsksHeads[query]);
                ranks[query] = RankingMetrics.FilteredRank(scores.AsSpan(row * entityCount, entityCount), queries.Answers[query], others);
            });
        }

        return ranks;
    }
}
