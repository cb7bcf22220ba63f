using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class StatisticTests
{
    [Test]
    public void Of_SeveralValues_HasMeanAndSampleDeviation()
    {
        var statistic = Statistic.Of([2, 4, 4, 4, 5, 5, 7, 9]);

        Assert.That(statistic.Mean, Is.EqualTo(5));
        Assert.That(statistic.StandardDeviation, Is.EqualTo(Math.Sqrt(32.0 / 7)).Within(1e-12));
        Assert.That(statistic.Count, Is.EqualTo(8));
    }

    [Test]
    public void Of_OneValue_HasNoDeviation()
    {
        var statistic = Statistic.Of([0.5]);

        Assert.That(statistic.StandardDeviation, Is.NaN);
        Assert.That(statistic.ToString(), Is.EqualTo("0.5000 +- -"));
    }

    [Test]
    public void Of_Nothing_IsNaN() => Assert.That(Statistic.Of([]).Mean, Is.NaN);
}
