using Gnn.Datasets.Parsing;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class PublishedIdsTests
{
    [TestCase(1)]
    [TestCase(40)]
    [TestCase(100_000_000)]
    public void Number_IdsWithGaps_AreNumberedAscending(int step)
    {
        int[] ones = [5 * step, 2 * step, 9 * step, 2 * step], others = [9 * step, 9 * step, 0, 7 * step];
        int[] ids = PublishedIds.Number(ones, others);
        Assert.That(ids, Is.EqualTo(new[] { 0, 2 * step, 5 * step, 7 * step, 9 * step }));
        Assert.That(ones, Is.EqualTo(new[] { 2, 1, 4, 1 }));
        Assert.That(others, Is.EqualTo(new[] { 4, 4, 0, 3 }));
        Assert.That(PublishedIds.NamesOf(ids)["node"], Is.EqualTo(ids.Select(id => $"{id}")));
    }

    [Test]
    public void Number_RandomIds_AgreesWithSorting([Values(60, 1000, int.MaxValue)] int below)
    {
        var random = new Random(7);
        int[] published = [.. Enumerable.Range(0, 200).Select(_ => random.Next(below))];
        int[] numbers = [.. published];
        int[] ids = PublishedIds.Number(numbers);
        Assert.That(ids, Is.EqualTo(published.Distinct().Order()));
        Assert.That(numbers.Select(number => ids[number]), Is.EqualTo(published));
    }

    [Test]
    public void NamesOf_IdsThatAreTheirNumbers_AreNone()
    {
        Assert.That(PublishedIds.NamesOf([0, 1, 2]), Is.Empty);
        Assert.That(PublishedIds.Number([]), Is.Empty);
        Assert.That(PublishedIds.NamesOf([]), Is.Empty);
    }
}
