using Gnn.Sampling.Subgraphs;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
internal sealed class DoubleRadiusLabelTests
{
    // By hand: 1 + min + (d / 2)((d / 2) + (d % 2) - 1) with d the sum.
    [TestCase(1, 1, 2)]
    [TestCase(1, 2, 3)]
    [TestCase(1, 3, 4)]
    [TestCase(2, 2, 5)]
    [TestCase(1, 4, 6)]
    [TestCase(2, 3, 7)]
    [TestCase(1, 5, 8)]
    [TestCase(2, 4, 9)]
    [TestCase(3, 3, 10)]
    [TestCase(1, 6, 11)]
    [TestCase(4, 4, 17)]
    [TestCase(-1, 3, 0)]
    [TestCase(2, -1, 0)]
    [TestCase(-1, -1, 0)]
    public void Of_Distances_FollowsThePaper(int source, int target, int label)
    {
        Assert.That(DoubleRadiusLabel.Of(source, target), Is.EqualTo(label));
        Assert.That(DoubleRadiusLabel.Of(target, source), Is.EqualTo(label));
    }

    [Test]
    public void Of_AllPairs_NumbersThemBySumThenProductWithoutGaps()
    {
        const int most = 60;
        (int Near, int Far)[] pairs = [.. from near in Enumerable.Range(1, 2 * most) from far in Enumerable.Range(near, (2 * most) - near + 1) where near + far <= 2 * most select (near, far)];
        int next = 2;
        foreach ((int near, int far) in pairs.OrderBy(pair => pair.Near + pair.Far).ThenBy(pair => pair.Near * pair.Far))
        {
            Assert.That(DoubleRadiusLabel.Of(near, far), Is.EqualTo(next++));
        }
    }

    [TestCase(1, 3)]
    [TestCase(2, 6)]
    [TestCase(3, 11)]
    [TestCase(32767, 1073676291)]
    public void Count_MaxDistance_IsOneMoreThanTheLargestLabel(int maxDistance, int count)
    {
        Assert.That(DoubleRadiusLabel.Count(maxDistance), Is.EqualTo(count));
        Assert.That(DoubleRadiusLabel.Of(maxDistance, maxDistance), Is.EqualTo(count - 1));
    }

    [Test]
    public void Of_BadDistances_SaysWhich()
    {
        Assert.That(() => DoubleRadiusLabel.Of(0, 2), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("an end itself has the label 1"));
        Assert.That(() => DoubleRadiusLabel.Of(2, 32768), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got 32768"));
        Assert.That(() => DoubleRadiusLabel.Count(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DoubleRadiusLabel.Count(32768), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
