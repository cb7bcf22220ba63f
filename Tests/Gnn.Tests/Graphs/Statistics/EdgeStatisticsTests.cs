using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class EdgeStatisticsTests
{
    [Test]
    public void Counts_RandomGraphs_AgreeWithPlainCounts([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            var edges = sources.Zip(targets).ToArray();
            int isolated = Enumerable.Range(0, labels.Length)
                .Count(node => !edges.Any(edge => edge.First != edge.Second && (edge.First == node || edge.Second == node)));

            Assert.That(EdgeStatistics.CountSelfLoops(graph), Is.EqualTo(edges.Count(edge => edge.First == edge.Second)));
            Assert.That(EdgeStatistics.CountDuplicates(graph), Is.EqualTo(edges.Length - edges.Distinct().Count()));
            Assert.That(EdgeStatistics.CountIsolatedNodes(graph), Is.EqualTo(isolated));
        }
    }

    [Test]
    public void Counts_EmptyGraph_AreZero()
    {
        using Graph graph = Graph.FromEdges(0, [], []);

        Assert.That(EdgeStatistics.CountSelfLoops(graph), Is.Zero);
        Assert.That(EdgeStatistics.CountDuplicates(graph), Is.Zero);
        Assert.That(EdgeStatistics.CountIsolatedNodes(graph), Is.Zero);
    }

    [Test]
    public void CountIsolatedNodes_OnlyASelfLoop_IsIsolated()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [0, 2]);

        Assert.That(EdgeStatistics.CountIsolatedNodes(graph), Is.EqualTo(1));
    }
}
