using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Testing;

[TestFixture]
internal sealed class RandomGraphsTests
{
    [Test]
    public void Create_ManyEdges_HaveWhatTestsForget()
    {
        RandomEdges edges = RandomGraphs.Create(100, 1000, seed: 1);
        (int Target, int Source)[] pairs = [.. edges.Targets.Zip(edges.Sources)];

        Assert.That((edges.TargetCount, edges.SourceCount, edges.Count), Is.EqualTo((100, 100, 1000)));
        Assert.That(pairs.Count(pair => pair.Target == pair.Source), Is.GreaterThan(100), "loops");
        Assert.That(pairs.Distinct().Count(), Is.LessThan(900), "duplicates");
        Assert.That(pairs.Count(pair => pair.Target == 0), Is.GreaterThan(100), "hub in");
        Assert.That(pairs.Count(pair => pair.Source == 0), Is.GreaterThan(100), "hub out");
        Assert.That(pairs.Max(pair => Math.Max(pair.Target, pair.Source)), Is.LessThan(80), "isolated nodes");
        Assert.That(edges.Targets, Is.Not.Ordered);
    }

    [Test]
    public void Create_Seeds_DecideAlone()
    {
        RandomEdges first = RandomGraphs.Create(10, 50, seed: 1);
        RandomEdges again = RandomGraphs.Create(10, 50, seed: 1);
        Assert.That((again.Sources, again.Targets), Is.EqualTo((first.Sources, first.Targets)));
        Assert.That(first.Sources, Is.Not.EqualTo(RandomGraphs.Create(10, 50, seed: 2).Sources));
    }

    [Test]
    public void Create_EdgesWithoutNodes_Throws()
    {
        Assert.That(RandomGraphs.Create(0, 0, seed: 1).Count, Is.Zero);
        Assert.That(() => RandomGraphs.Create(0, 1, seed: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RandomGraphs.Bipartite(1, 0, 1, seed: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => RandomGraphs.Create(1, -1, seed: 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }
}
