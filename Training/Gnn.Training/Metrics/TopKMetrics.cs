namespace Gnn.Training.Metrics;

/// <summary>How good the first K of one user's ranking are.</summary>
/// <remarks>
/// <code>
/// recall = hits / n        precision = hits / K        hit = 1 if hits > 0
/// NDCG   = sum over hits at place p of 1 / log2(p + 1)  /  sum over p = 1 .. min(n, K) of 1 / log2(p + 1)
/// AP     = sum over hits at place p of (hits up to p) / p  /  min(n, K)
/// hits: relevant items among the first K places;  n: relevant items
/// </code>
/// <para>Items that tie stand in any order with the same chance, and each number is its expected value over these orders, exactly: a scorer gains nothing by ties, nor by the order of the
/// ids. F. McSherry and M. Najork, "Computing Information Retrieval Performance Measures Efficiently in the Presence of Tied Scores", ECIR 2008; the chance of a hit is
/// hypergeometric. Recall and NDCG are as in the program of LightGCN.</para>
/// </remarks>
/// <param name="Recall">The share of the relevant items that are found, in [0, 1].</param>
/// <param name="Ndcg">The normalised discounted cumulative gain, in [0, 1].</param>
/// <param name="Precision">The share of the K places that relevant items have, in [0, 1].</param>
/// <param name="AveragePrecision">The mean of the precisions at the hits, in [0, 1].</param>
/// <param name="HitRate">The chance that a relevant item is found, in [0, 1].</param>
public readonly record struct TopKMetrics(double Recall, double Ndcg, double Precision, double AveragePrecision, double HitRate)
{
    /// <summary>The metrics of one ranking.</summary>
    /// <param name="scores">A score for each item; the higher, the better.</param>
    /// <param name="relevant">The relevant items, ascending, at least one.</param>
    /// <param name="excluded">The items that are left out, such as those that the user trained on, ascending; none of them relevant.</param>
    /// <param name="k">K, at least 1.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">A score is NaN, a list does not rise or names no item, or an item is in both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public static TopKMetrics Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> relevant, ReadOnlySpan<int> excluded, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        CheckIds(relevant, scores.Length, nameof(relevant));
        CheckIds(excluded, scores.Length, nameof(excluded));
        if (relevant.IsEmpty)
        {
            throw new ArgumentException("A ranking without relevant items has no metrics: leave such users out.", nameof(relevant));
        }

        foreach (int item in relevant)
        {
            if (excluded.BinarySearch(item) >= 0)
            {
                throw new ArgumentException($"Item {item} is relevant and left out at once.", nameof(excluded));
            }
        }

        foreach (float score in scores)
        {
            if (float.IsNaN(score))
            {
                throw new ArgumentException("A score is NaN.", nameof(scores));
            }
        }

        var selection = new TopSelection(k);
        selection.Take(scores, excluded);
        return selection.Measure(scores, relevant, items: default);
    }

    private static void CheckIds(ReadOnlySpan<int> ids, int count, string name)
    {
        for (int i = 0; i < ids.Length; i++)
        {
            if ((uint)ids[i] >= (uint)count || (i > 0 && ids[i] <= ids[i - 1]))
            {
                throw new ArgumentException($"'{name}' must be rising ids in [0, {count}), got {ids[i]} at place {i}.", name);
            }
        }
    }
}
