namespace Gnn.Training.Metrics;

/// <summary>How high the true entities stand among all that they are ranked against.</summary>
/// <param name="Count">The number of queries.</param>
/// <param name="MeanReciprocalRank">The mean of 1 / rank, in (0, 1]; NaN without queries, as all that follow.</param>
/// <param name="HitsAt1">The share of queries with rank 1.</param>
/// <param name="HitsAt3">The share with rank 3 or better.</param>
/// <param name="HitsAt10">The share with rank 10 or better.</param>
/// <param name="MeanRank">The mean rank, at least 1.</param>
public sealed record EntityRanking(int Count, double MeanReciprocalRank, double HitsAt1, double HitsAt3, double HitsAt10, double MeanRank)
{
    /// <summary>The metrics of some ranks.</summary>
    /// <param name="ranks">The rank of each query, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">A rank is below 1 or NaN.</exception>
    public static EntityRanking Of(ReadOnlySpan<double> ranks)
    {
        double sum = 0;
        foreach (double rank in ranks)
        {
            sum += rank;
        }

        return new EntityRanking(
            ranks.Length,
            RankingMetrics.MeanReciprocalRank(ranks),
            RankingMetrics.HitsAt(ranks, 1),
            RankingMetrics.HitsAt(ranks, 3),
            RankingMetrics.HitsAt(ranks, 10),
            sum / ranks.Length);
    }
}
