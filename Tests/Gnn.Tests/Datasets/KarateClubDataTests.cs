using Gnn.Datasets.BuiltIn;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

public sealed class KarateClubDataTests
{
    [Test]
    public void Pairs_AreThe78PublishedEdges()
    {
        int[] pairs = KarateClubData.Pairs.ToArray();
        (int Low, int High)[] edges = [.. pairs.Chunk(2).Select(pair => (pair[0], pair[1]))];
        Assert.That(edges, Has.Length.EqualTo(78));
        Assert.That(edges, Is.Unique);
        Assert.That(edges, Is.Ordered);
        Assert.That(edges.All(edge => edge.Low >= 0 && edge.Low < edge.High && edge.High < KarateClubData.NodeCount));
    }

    [Test]
    public void Degrees_AreThePublishedOnes()
    {
        var degrees = new int[KarateClubData.NodeCount];
        foreach (int node in KarateClubData.Pairs)
        {
            degrees[node]++;
        }

        int[] published = [16, 9, 10, 6, 3, 4, 4, 4, 5, 2, 3, 1, 2, 5, 2, 2, 2, 2, 2, 3, 2, 2, 2, 5, 3, 3, 2, 4, 3, 4, 4, 6, 12, 17];
        Assert.That(degrees, Is.EqualTo(published));
    }

    [Test]
    public void Labels_SplitTheClubInHalf()
    {
        int[] labels = KarateClubData.Labels.ToArray();
        Assert.That(labels, Has.Length.EqualTo(KarateClubData.NodeCount));
        Assert.That(labels.Count(label => label == 0), Is.EqualTo(17));
        Assert.That(labels.Count(label => label == 1), Is.EqualTo(17));
        Assert.That((labels[0], labels[8], labels[33]), Is.EqualTo((0, 0, 1)));
        Assert.That(KarateClubData.Factions, Has.Count.EqualTo(2));
    }
}
