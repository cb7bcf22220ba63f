namespace Gnn.Training.Metrics;

/// <summary>The precision at each rise of the recall, weighted by the rise: the area under the precision-recall curve as a sum of steps.</summary>
/// <remarks>
/// <code>AP = sum over thresholds k, from the highest, of (recall[k] - recall[k - 1]) precision[k],  tied scores form one threshold</code>
/// Nothing is interpolated, as in scikit-learn. Without a positive sample there is no recall, and the result is NaN (scikit-learn gives 0). Costs O(n log n).
/// </remarks>
public static class AveragePrecision
{
    /// <summary>The average precision of scores.</summary>
    /// <param name="scores">The score of each sample, any numbers but NaN; the higher, the more positive.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>The average precision, in (0, 1]; NaN without a positive sample.</returns>
    /// <exception cref="ArgumentException">There are not as many scores as samples, or a score is NaN; the message names the row.</exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        ScoreChecks.SameLength(scores.Length, isPositive.Length, nameof(scores), nameof(isPositive));
        ScoreChecks.NotNaN(scores, nameof(scores));
        double[] sorted = scores.ToArray();
        bool[] positive = isPositive.ToArray();
        Array.Sort(sorted, positive);
        long hits = 0;
        double sum = 0;
        for (int last = sorted.Length - 1; last >= 0;)
        {
            int next = last;
            long found = 0;
            for (; next >= 0 && sorted[next] == sorted[last]; next--)
            {
                found += positive[next] ? 1 : 0;
            }

            hits += found;
            sum += found * ((double)hits / (sorted.Length - 1 - next));
            last = next;
        }

        return hits == 0 ? double.NaN : sum / hits;
    }
}
