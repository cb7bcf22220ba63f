using Gnn.Tensors;
using Gnn.Training.Metrics;
using NUnit.Framework;

namespace Gnn.Tests.Training.Metrics;

[TestFixture]
internal sealed class TopKMetricsTests
{
    /// <summary>Against the mean over all orders of the items that are possible with these scores.</summary>
    [Test]
    public void Of_ScoresThatTie_IsTheMeanOverAllOrders([Range(0, 19)] int seed, [Values(1, 2, 3, 5, 8)] int k)
    {
        const int itemCount = 7;
        RandomSequence draws = new RandomSource(seed).Sequence();
        float[] scores = [.. Enumerable.Range(0, itemCount).Select(_ => (float)draws.NextInt32(3))];
        int[] order = draws.Permutation(itemCount);
        int[] excluded = [.. order[..draws.NextInt32(3)].Order()];
        int[] relevant = [.. order[^(1 + draws.NextInt32(3))..].Order()];

        TopKMetrics actual = TopKMetrics.Of(scores, relevant, excluded, k);

        TopKMetrics[] all = [.. Orders([.. Enumerable.Range(0, itemCount).Except(excluded)])
            .Where(ranking => Enumerable.Range(1, ranking.Length - 1).All(place => scores[ranking[place - 1]] >= scores[ranking[place]]))
            .Select(ranking => BruteForce(ranking, relevant, k))];
        Assert.Multiple(() =>
        {
            Assert.That(actual.Recall, Is.EqualTo(all.Average(each => each.Recall)).Within(1e-12), "recall");
            Assert.That(actual.Ndcg, Is.EqualTo(all.Average(each => each.Ndcg)).Within(1e-12), "NDCG");
            Assert.That(actual.Precision, Is.EqualTo(all.Average(each => each.Precision)).Within(1e-12), "precision");
            Assert.That(actual.AveragePrecision, Is.EqualTo(all.Average(each => each.AveragePrecision)).Within(1e-12), "average precision");
            Assert.That(actual.HitRate, Is.EqualTo(all.Average(each => each.HitRate)).Within(1e-12), "hit rate");
        });
    }

    [Test]
    public void Of_ConstantScores_IsTheAnalyticValue()
    {
        const int itemCount = 1000;
        const int k = 20;
        int[] excluded = [.. Enumerable.Range(0, 100)];
        int[] relevant = [.. Enumerable.Range(500, 7)];

        TopKMetrics constant = TopKMetrics.Of(new float[itemCount], relevant, excluded, k);

        double share = k / 900.0;
        double gain = 0, ideal = 0, none = 1;
        for (int place = 1; place <= k; place++)
        {
            gain += 7 / 900.0 / Math.Log2(place + 1);
            ideal += place <= 7 ? 1 / Math.Log2(place + 1) : 0;
            none *= (900 - 7 - (place - 1)) / (900.0 - (place - 1));
        }

        Assert.That(constant.Recall, Is.EqualTo(share).Within(1e-12));
        Assert.That(constant.Precision, Is.EqualTo(7 / 900.0).Within(1e-12));
        Assert.That(constant.Ndcg, Is.EqualTo(gain / ideal).Within(1e-12));
        Assert.That(constant.HitRate, Is.EqualTo(1 - none).Within(1e-12));
    }

    [Test]
    public void Of_ManyDistinctScores_IsBruteForce([Values(1, 15, 16, 17, 257, 4000)] int items, [Values(1, 20)] int k)
    {
        RandomSequence draws = new RandomSource(items).Sequence();
        float[] scores = [.. Enumerable.Range(0, items).Select(_ => draws.NextSingle() - 0.5f)];
        int[] order = draws.Permutation(items);
        int[] relevant = [.. order[..((items + 9) / 10)].Order()];
        int[] excluded = [.. order[^(items / 3)..].Order()];
        int[] ranking = [.. Enumerable.Range(0, items).Except(excluded).OrderByDescending(item => scores[item])];

        TopKMetrics expected = BruteForce(ranking, relevant, k);
        TopKMetrics actual = TopKMetrics.Of(scores, relevant, excluded, k);

        Assert.That(actual.Recall, Is.EqualTo(expected.Recall).Within(1e-12));
        Assert.That(actual.Ndcg, Is.EqualTo(expected.Ndcg).Within(1e-12));
        Assert.That(actual.AveragePrecision, Is.EqualTo(expected.AveragePrecision).Within(1e-12));
    }

    [Test]
    public void Of_BadInput_SaysWhatIsWrong()
    {
        Assert.That(() => TopKMetrics.Of([1, float.NaN], [0], [], 1), Throws.ArgumentException.With.Message.Contains("NaN"));
        Assert.That(() => TopKMetrics.Of([1, 2], [], [], 1), Throws.ArgumentException.With.Message.Contains("without relevant items"));
        Assert.That(() => TopKMetrics.Of([1, 2], [1], [1], 1), Throws.ArgumentException.With.Message.Contains("Item 1 is relevant and left out"));
        Assert.That(() => TopKMetrics.Of([1, 2], [1, 0], [], 1), Throws.ArgumentException.With.Message.Contains("rising"));
        Assert.That(() => TopKMetrics.Of([1, 2], [0], [], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static TopKMetrics BruteForce(int[] ranking, int[] relevant, int k)
    {
        double hits = 0, gain = 0, precisions = 0;
        for (int place = 1; place <= Math.Min(k, ranking.Length); place++)
        {
            if (relevant.Contains(ranking[place - 1]))
            {
                hits++;
                gain += 1 / Math.Log2(place + 1);
                precisions += hits / place;
            }
        }

        int most = Math.Min(k, relevant.Length);
        double ideal = Enumerable.Range(1, most).Sum(place => 1 / Math.Log2(place + 1));
        return new TopKMetrics(hits / relevant.Length, gain / ideal, hits / k, precisions / most, hits > 0 ? 1 : 0);
    }

    private static IEnumerable<int[]> Orders(int[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(first => Orders([.. items.Where(item => item != first)]).Select(rest => (int[])[first, .. rest]));
}
