using Gnn.Training.Metrics;

namespace Gnn.Training.Recommendation;

/// <summary>Measures scores on the ranking of all items but the user's training items, for every user with relevant items; a block of users at a time.</summary>
internal static class FullRanking
{
    /// <summary>About so many scores are held at once.</summary>
    private const int BlockScores = 1 << 23;

    /// <summary>Users of a block that are one thread's at a time.</summary>
    private const int RunLength = 8;

    internal static RecommendationMetrics Measure(IItemScores scores, Interactions train, Interactions relevant, int k, int threads)
    {
        int[] users = [.. Enumerable.Range(0, relevant.UserCount).Where(user => relevant.Of(user).Length > 0)];
        if (users.Length == 0)
        {
            throw new ArgumentException("No user has relevant items.", nameof(relevant));
        }

        var measured = new TopKMetrics[users.Length];
        double[] found = new double[relevant.Count];
        double[] missed = new double[relevant.ItemCount];
        Array.Fill(missed, 1);
        int size = Math.Max(RunLength, BlockScores / scores.ItemCount);
        for (int start = 0; start < users.Length; start += size)
        {
            ArraySegment<int> block = new(users, start, Math.Min(size, users.Length - start));
            float[] all = scores.Score(block, threads);
            var tops = new TopSelection[block.Count];
            int first = start;
            Parallel.For(0, (block.Count + RunLength - 1) / RunLength, new ParallelOptions { MaxDegreeOfParallelism = threads }, run =>
            {
                for (int row = run * RunLength; row < Math.Min(block.Count, (run + 1) * RunLength); row++)
                {
                    int user = block[row];
                    ReadOnlySpan<float> own = all.AsSpan(row * scores.ItemCount, scores.ItemCount);
                    var top = new TopSelection(k);
                    top.Take(own, train.Of(user));
                    ReadOnlySpan<int> wanted = relevant.Of(user);
                    measured[first + row] = top.Measure(own, wanted, found.AsSpan(relevant.Start(user), wanted.Length));
                    tops[row] = top;
                }
            });

            for (int row = 0; row < block.Count; row++)
            {
                Cover(tops[row], all.AsSpan(row * scores.ItemCount, scores.ItemCount), train.Of(block[row]), missed);
            }
        }

        return Summarize(k, users, measured, found, missed, train, relevant);
    }

    /// <summary>Multiplies an item's chance to be shown to nobody by its chance not to be shown to this user.</summary>
    private static void Cover(TopSelection top, ReadOnlySpan<float> scores, ReadOnlySpan<int> excluded, double[] missed)
    {
        bool isCertain = top.Count == 0 || top.TiedCount == top.Count - top.AboveCount;
        foreach (int item in isCertain ? top.Items : top.Items[..top.AboveCount])
        {
            missed[item] = 0;
        }

        if (isCertain)
        {
            return;
        }

        double share = 1 - top.LastShare;
        int next = 0;
        for (int item = 0; item < scores.Length; item++)
        {
            if (next < excluded.Length && excluded[next] == item)
            {
                next++;
            }
            else if (scores[item] == top.Last)
            {
                missed[item] *= share;
            }
        }
    }

    private static RecommendationMetrics Summarize(
        int k, int[] users, TopKMetrics[] measured, double[] found, double[] missed, Interactions train, Interactions relevant)
    {
        double recall = 0, gain = 0, precision = 0, average = 0, hit = 0;
        foreach (TopKMetrics each in measured)
        {
            recall += each.Recall;
            gain += each.Ndcg;
            precision += each.Precision;
            average += each.AveragePrecision;
            hit += each.HitRate;
        }

        int[] itemDegrees = train.ItemDegrees();
        return new RecommendationMetrics
        {
            K = k,
            UserCount = users.Length,
            Recall = recall / users.Length,
            Ndcg = gain / users.Length,
            Precision = precision / users.Length,
            MeanAveragePrecision = average / users.Length,
            HitRate = hit / users.Length,
            Coverage = missed.Sum(chance => 1 - chance) / missed.Length,
            ByUserDegree = Groups(Array.ConvertAll(users, user => train.Of(user).Length), Array.ConvertAll(measured, each => each.Recall)),
            ByItemDegree = Groups([.. Enumerable.Range(0, relevant.Count).Select(place => itemDegrees[relevant.Items[place]])], found),
        };
    }

    /// <summary>The mean of some values by a degree of each.</summary>
    private static DegreeGroup[] Groups(int[] degrees, double[] values) =>
    [
        .. DegreeGroups.Of(degrees).Select(group => new DegreeGroup(degrees[group[0]], degrees[group[^1]], group.Length, group.Average(place => values[place]))),
    ];
}
