namespace Gnn.Training.Metrics;

/// <summary>How high true candidates stand among the false ones that they are ranked against.</summary>
/// <remarks>
/// <code>
/// rank = 1 + |{others above}| + |{others that tie}| / 2      the mean of the optimistic and the pessimistic rank
/// MRR  = mean of 1 / rank over queries,     Hits@K = share of queries with rank at most K
/// </code>
/// A scorer that gives every candidate the same number has rank <c>1 + n / 2</c> among n others, and gains nothing by ties. Each query counts once, whatever batch it was scored in.
/// </remarks>
public static class RankingMetrics
{
    /// <summary>The rank of a true candidate among others, ties counted by half.</summary>
    /// <param name="score">The score of the true candidate; the higher, the better.</param>
    /// <param name="others">The scores of the candidates that it is ranked against, n of them.</param>
    /// <returns>The rank, in [1, n + 1], a multiple of one half.</returns>
    /// <exception cref="ArgumentException">A score is NaN; the message names its place.</exception>
    public static double Rank(double score, ReadOnlySpan<double> others)
    {
        ScoreChecks.NotNaN([score], nameof(score));
        ScoreChecks.NotNaN(others, nameof(others));
        long above = 0;
        long tied = 0;
        foreach (double other in others)
        {
            above += other > score ? 1 : 0;
            tied += other == score ? 1 : 0;
        }

        return 1 + above + (tied / 2.0);
    }

    /// <summary>The rank of a true candidate among all candidates but those that are known to be true too, ties counted by half.</summary>
    /// <param name="scores">The score of every candidate; the higher, the better.</param>
    /// <param name="answer">The true candidate that is asked for.</param>
    /// <param name="known">The candidates that are true, distinct, the one that is asked for among them or not: it is ranked, and the others are left out.</param>
    /// <returns>The rank, in [1, number of candidates], a multiple of one half; <c>(1 + c) / 2</c> if all c that are left score the same.</returns>
    /// <exception cref="ArgumentException">A score is NaN; the message names its place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The answer or a known candidate has no score.</exception>
    /// <remarks>The filtered rank of A. Bordes et al., "Translating embeddings for modeling multi-relational data", 2013.</remarks>
    public static double FilteredRank(ReadOnlySpan<float> scores, int answer, ReadOnlySpan<int> known)
    {
        CheckCandidate(answer, scores.Length, nameof(answer));
        float score = scores[answer];
        int above = 0;
        int below = 0;
        int same = 0;
        foreach (float other in scores)
        {
            above += other > score ? 1 : 0;
            below += other < score ? 1 : 0;
            same += other == score ? 1 : 0;
        }

        if (above + below + same != scores.Length)
        {
            ScoreChecks.NotNaN(Array.ConvertAll(scores.ToArray(), each => (double)each), nameof(scores));
        }

        foreach (int each in known)
        {
            CheckCandidate(each, scores.Length, nameof(known));
            above -= scores[each] > score ? 1 : 0;
            same -= each != answer && scores[each] == score ? 1 : 0;
        }

        return 1 + above + ((same - 1) / 2.0);
    }

    /// <summary>The mean reciprocal rank.</summary>
    /// <param name="ranks">The rank of each query, at least 1.</param>
    /// <returns>The mean, in (0, 1]; NaN without queries.</returns>
    /// <exception cref="ArgumentException">A rank is below 1 or NaN.</exception>
    public static double MeanReciprocalRank(ReadOnlySpan<double> ranks)
    {
        CheckRanks(ranks);
        double sum = 0;
        foreach (double rank in ranks)
        {
            sum += 1 / rank;
        }

        return sum / ranks.Length;
    }

    /// <summary>The share of queries whose true candidate is among the first K.</summary>
    /// <param name="ranks">The rank of each query, at least 1.</param>
    /// <param name="k">K, at least 1.</param>
    /// <returns>The share, in [0, 1]; NaN without queries.</returns>
    /// <exception cref="ArgumentException">A rank is below 1 or NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public static double HitsAt(ReadOnlySpan<double> ranks, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        CheckRanks(ranks);
        long hits = 0;
        foreach (double rank in ranks)
        {
            hits += rank <= k ? 1 : 0;
        }

        return (double)hits / ranks.Length;
    }

    private static void CheckCandidate(int candidate, int count, string name)
    {
        if ((uint)candidate >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(name, candidate, $"'{name}' must name one of the {count} candidates that have scores.");
        }
    }

    private static void CheckRanks(ReadOnlySpan<double> ranks)
    {
        for (int i = 0; i < ranks.Length; i++)
        {
            if (!(ranks[i] >= 1))
            {
                throw new ArgumentException($"'{nameof(ranks)}' must be at least 1, got {ranks[i]} for query {i}.", nameof(ranks));
            }
        }
    }
}
