using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class PageRankTests
{
    // A rank is p = d (M p + dangling s) + (1 - d) s: a step from the answer must lead back to it.
    [Test]
    public void Of_RandomGraphs_IsTheFixedPoint([Range(0, 19)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            int nodes = labels.Length;
            double[] ranks = PageRank.Of(graph, new PageRankOptions { Damping = 0.6, Tolerance = 1e-14 });
            int[] outDegrees = new int[nodes];
            Array.ForEach(sources, source => outDegrees[source]++);
            double restart = 0.4 + (0.6 * Enumerable.Range(0, nodes).Where(node => outDegrees[node] == 0).Sum(node => ranks[node]));
            double[] next = [.. Enumerable.Repeat(restart / nodes, nodes)];
            for (int edge = 0; edge < sources.Length; edge++)
            {
                next[targets[edge]] += 0.6 * ranks[sources[edge]] / outDegrees[sources[edge]];
            }

            Assert.That(next, Is.EqualTo(ranks).Within(1e-13));
            Assert.That(ranks.Sum(), Is.EqualTo(1).Within(1e-12));
        }
    }

    [Test]
    public void Of_WeightsOfRepeatedEdges_AddUp()
    {
        using Graph bare = Graph.FromEdges(3, [0, 0, 0, 1, 2], [1, 1, 2, 0, 0]);
        using Graph weighted = bare.WithEdgeColumn("weight", Tensor.Create(new float[] { 1, 2, 1, 1, 5 }, 5));
        using Graph once = Graph.FromEdges(3, [0, 0, 1, 2], [1, 2, 0, 0]);
        using Graph onceWeighted = once.WithEdgeColumn("weight", Tensor.Create(new float[] { 3, 1, 1, 1 }, 4));

        Assert.That(PageRank.Of(weighted), Is.EqualTo(PageRank.Of(onceWeighted)).Within(1e-12));
    }

    [Test]
    public void Of_AllWeightsZero_RestartsEverywhere()
    {
        using Graph bare = Graph.FromEdges(4, [0, 1], [1, 2]);
        using Graph graph = bare.WithEdgeColumn("weight", Tensor.Zeros(2));

        Assert.That(PageRank.Of(graph), Is.EqualTo(new[] { 0.25, 0.25, 0.25, 0.25 }).Within(1e-15));
    }

    [Test]
    public void Of_LargeGraph_IsTheSameOnAnyThreads()
    {
        using Graph graph = StatisticsGraphs.Random(nodes: 50_000, edges: 200_000, seed: 9);

        Assert.That(PageRank.Of(graph, new PageRankOptions(), threads: 5), Is.EqualTo(PageRank.Of(graph, new PageRankOptions(), threads: 1)));
    }

    [Test]
    public void Of_BadArguments_SayWhatIsWrong()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);
        using Graph negative = graph.WithEdgeColumn("weight", Tensor.Create(new float[] { 1, -1 }, 2));

        Assert.That(() => Rank(new PageRankOptions { Damping = 1 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("in [0, 1)"));
        Assert.That(() => Rank(new PageRankOptions { Tolerance = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'Tolerance'"));
        Assert.That(() => Rank(new PageRankOptions { MaxSteps = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'MaxSteps'"));
        Assert.That(() => Rank(new PageRankOptions { Starts = [1] }), Throws.ArgumentException.With.Message.Contains("each of the 3 nodes, got 1"));
        Assert.That(() => Rank(new PageRankOptions { Starts = [1, -1, 1] }), Throws.ArgumentException.With.Message.Contains("-1 for node 1"));
        Assert.That(() => Rank(new PageRankOptions { Starts = [0, 0, 0] }), Throws.ArgumentException.With.Message.Contains("0 in all"));
        Assert.That(() => Rank(new PageRankOptions { MaxSteps = 2 }), Throws.InvalidOperationException.With.Message.Contains("2 steps"));
        Assert.That(() => PageRank.Of(negative), Throws.InvalidOperationException.With.Message.Contains("edge 1 has -1"));

        double[] Rank(PageRankOptions options) => PageRank.Of(graph, options);
    }
}
