using Gnn.Tensors;
using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class LinkMetricsTests
{
    [TestCase(null)]
    [TestCase(4)]
    public void Of_ConstantScorer_HasItsAnalyticValues(int? perLink)
    {
        LinkMetrics metrics = LinkMetrics.Of([0.3, 0.3, 0.3], [.. Enumerable.Repeat(0.3, 12)], perLink);

        int negatives = perLink ?? 12;
        Assert.That(metrics.RocAuc, Is.EqualTo(0.5));
        Assert.That(metrics.AveragePrecision, Is.EqualTo(3.0 / 15).Within(1e-15));
        Assert.That(metrics.MeanReciprocalRank, Is.EqualTo(1 / (1 + (negatives / 2.0))).Within(1e-15));
        Assert.That(metrics.HitsAt(negatives / 2), Is.Zero);
        Assert.That(metrics.HitsAt(1 + (negatives / 2)), Is.EqualTo(1));
    }

    [TestCase(null)]
    [TestCase(7)]
    public void Of_ScoresWithTies_AreCountsByHand(int? perLink)
    {
        RandomSequence draws = new RandomSource(3).Sequence();
        double[] links = [.. Enumerable.Range(0, 20).Select(_ => (double)draws.NextInt32(6))];
        double[] negatives = [.. Enumerable.Range(0, 140).Select(_ => (double)draws.NextInt32(5))];

        LinkMetrics metrics = LinkMetrics.Of(links, negatives, perLink);

        for (int link = 0; link < links.Length; link++)
        {
            double[] others = perLink is { } count ? negatives[(link * count)..((link + 1) * count)] : negatives;
            double expected = 1 + others.Count(other => other > links[link]) + (others.Count(other => other == links[link]) / 2.0);
            Assert.That(metrics.Ranks[link], Is.EqualTo(expected));
        }

        double wins = links.Sum(link => negatives.Sum(other => link > other ? 1 : link == other ? 0.5 : 0));
        Assert.That(metrics.RocAuc, Is.EqualTo(wins / (20 * 140)).Within(1e-12));
        Assert.That(metrics.Count, Is.EqualTo(20));
    }

    [Test]
    public void Of_CountsThatDoNotFitOrNaN_AreRefused()
    {
        Assert.That(() => LinkMetrics.Of([1, 2], [1, 2, 3], perLink: 2), Throws.ArgumentException.With.Message.Contains("2 links with 2 negatives each, but 3 scores"));
        Assert.That(() => LinkMetrics.Of([double.NaN], [1]), Throws.ArgumentException);
    }
}
