using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class DegreeSummaryTests
{
    [Test]
    public void OfInDegrees_KnownDegrees_GivesQuartiles()
    {
        // In-degrees 0, 1, 2, 4: the quartiles of four values lie at ranks 0.75, 1.5 and 2.25 from 0.
        using Graph graph = Graph.FromEdges(4, [0, 0, 0, 1, 1, 1, 1], [1, 2, 2, 3, 3, 3, 3]);
        DegreeSummary degrees = DegreeSummary.OfInDegrees(graph);

        Assert.That(degrees, Is.EqualTo(new DegreeSummary(0, 0.75, 1.5, 2.5, 4, 1.75, ZeroCount: 1)));
        Assert.That(degrees.ToString(), Is.EqualTo("min 0, quartiles 0.75 1.5 2.5, max 4, mean 1.75"));
        Assert.That(DegreeSummary.OfOutDegrees(graph).Maximum, Is.EqualTo(4));
        Assert.That(DegreeSummary.OfOutDegrees(graph).ZeroCount, Is.EqualTo(2));
    }

    [Test]
    public void OfInDegrees_RandomGraphs_AgreeWithPlainCounts([Range(0, 19)] int seed)
    {
        (Graph graph, _, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            int[] sorted = [.. Enumerable.Range(0, labels.Length).Select(node => targets.Count(target => target == node)).Order()];
            DegreeSummary degrees = DegreeSummary.OfInDegrees(graph);

            Assert.That(degrees.Minimum, Is.EqualTo(sorted[0]));
            Assert.That(degrees.Maximum, Is.EqualTo(sorted[^1]));
            Assert.That(degrees.Mean, Is.EqualTo(sorted.Average()).Within(1e-12));
            Assert.That(degrees.Median, Is.EqualTo((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0).Within(1e-12));
            Assert.That(degrees.ZeroCount, Is.EqualTo(sorted.Count(degree => degree == 0)));
        }
    }

    [Test]
    public void OfInDegrees_NoNodes_IsZero()
    {
        using Graph graph = Graph.FromEdges(0, [], []);

        Assert.That(DegreeSummary.OfInDegrees(graph), Is.EqualTo(new DegreeSummary(0, 0, 0, 0, 0, 0, 0)));
    }
}
