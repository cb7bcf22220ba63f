using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Training;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class LinkBreakdownTests
{
    [TestCase(true, false)]
    [TestCase(true, true)]
    [TestCase(false, false)]
    public void Of_Ranks_AreCountedByHand(bool isUndirected, bool withValidation)
    {
        using Graph graph = Random(isUndirected);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(0.5, 0.2), new RandomSource(4));
        LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(5));
        RandomSequence draws = new RandomSource(6).Sequence();
        LinkMetrics metrics = LinkMetrics.Of(
            [.. edges.Test.ToArray().Select(_ => (double)draws.NextInt32(9))], [.. Enumerable.Range(0, 40).Select(_ => (double)draws.NextInt32(8))]);

        LinkBreakdown breakdown = LinkBreakdown.Of(graph, split, metrics, new LinkPredictionOptions { TestWithValidationLinks = withValidation });

        int[] messages = (withValidation ? edges.TestMessages : edges.ValidationMessages).ToArray();
        int[] degrees = [.. Enumerable.Range(0, graph.NodeCount).Select(node => messages
            .Where(edge => graph.Sources[edge] != graph.Targets[edge] && (graph.Sources[edge] == node || graph.Targets[edge] == node))
            .Select(edge => graph.Sources[edge] + graph.Targets[edge] - node).Distinct().Count())];
        (int Source, int Target, double Rank)[] links = [.. edges.Test.ToArray().Select((edge, link) => (graph.Sources[edge], graph.Targets[edge], metrics.Ranks[link]))];
        Assert.That(breakdown.ByNode.Keys, Is.EqualTo(links.SelectMany(link => (int[])[link.Source, link.Target]).Distinct().Order()));
        foreach ((int node, LinkGroup group) in breakdown.ByNode)
        {
            Assert.That(group.Ranks.ToArray(), Is.EqualTo(links.Where(link => link.Source == node || link.Target == node).Select(link => link.Rank)));
            Assert.That((group.LeastDegree, group.MostDegree), Is.EqualTo((degrees[node], degrees[node])));
        }

        Assert.That(breakdown.MeanReciprocalRankOfNodes, Is.EqualTo(breakdown.ByNode.Values.Average(group => group.Ranks.ToArray().Average(rank => 1 / rank))).Within(1e-12));
        Assert.That(breakdown.HitsOfNodesAt(5), Is.EqualTo(breakdown.ByNode.Values.Average(group => group.Ranks.ToArray().Count(rank => rank <= 5) / (double)group.Count)).Within(1e-12));
        (int Degree, double Rank)[] byDegree = [.. links.Select(link => (Math.Min(degrees[link.Source], degrees[link.Target]), link.Rank))];
        Assert.That(breakdown.ByDegree, Has.Count.InRange(2, 4));
        Assert.That(breakdown.ByDegree.Sum(group => group.Count), Is.EqualTo(links.Length));
        int above = -1;
        foreach (LinkGroup group in breakdown.ByDegree)
        {
            Assert.That(group.LeastDegree, Is.GreaterThan(above), "equal degrees stay together");
            double[] own = [.. byDegree.Where(link => link.Degree >= group.LeastDegree && link.Degree <= group.MostDegree).Select(link => link.Rank)];
            Assert.That(group.Ranks.ToArray(), Is.EquivalentTo(own));
            Assert.That(group.MeanReciprocalRank, Is.EqualTo(own.Average(rank => 1 / rank)).Within(1e-12));
            above = group.MostDegree;
        }
    }

    [Test]
    public void Of_ConstantScorer_HasTheSameAnalyticRankEverywhere()
    {
        using Graph graph = Random(isUndirected: true);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(0.5, 0.2), new RandomSource(4));
        LinkSplit split = LinkSplits.WithNegativesPerLink(graph, edges, 10, new RandomSource(5));
        LinkMetrics metrics = LinkMetrics.Of(new double[edges.Test.Length], new double[10 * edges.Test.Length], perLink: 10);

        LinkBreakdown breakdown = LinkBreakdown.Of(graph, split, metrics);

        Assert.That(breakdown.ByDegree.Select(group => group.MeanReciprocalRank), Is.All.EqualTo(1 / 6.0).Within(1e-15));
        Assert.That(breakdown.MeanReciprocalRankOfNodes, Is.EqualTo(1 / 6.0).Within(1e-15));
        Assert.That(breakdown.HitsOfNodesAt(6), Is.EqualTo(1));
        Assert.That(() => breakdown.HitsOfNodesAt(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(breakdown.ByDegree[0].ToString(), Does.Contain("MRR 0.1667"));
    }

    [Test]
    public void Of_AnotherGraphOrOtherLinks_IsRefused()
    {
        using Graph graph = Random(isUndirected: true);
        using Graph other = Graph.FromEdges(3, [0, 1], [1, 2], isUndirected: false);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(0.5, 0.2), new RandomSource(4));
        LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(5));
        LinkMetrics metrics = LinkMetrics.Of([1, 2], [0]);

        Assert.That(() => LinkBreakdown.Of(other, split, metrics), Throws.ArgumentException.With.Message.Contains("but the graph has 2"));
        Assert.That(() => LinkBreakdown.Of(graph, split, metrics), Throws.ArgumentException.With.Message.Contains("but the metrics are of 2"));
    }

    private static Graph Random(bool isUndirected)
    {
        RandomSequence draws = new RandomSource(2).Sequence();
        var pairs = new HashSet<(int, int)>();
        while (pairs.Count < 150)
        {
            // Low nodes are in more pairs, so that degrees differ.
            (int a, int b) = (draws.NextInt32(1 + draws.NextInt32(40)), draws.NextInt32(40));
            if (a != b && !pairs.Contains((b, a)))
            {
                pairs.Add((a, b));
            }
        }

        (int From, int To)[] all = isUndirected ? [.. pairs, .. pairs.Select(pair => (pair.Item2, pair.Item1))] : [.. pairs];
        return Graph.FromEdges(40, [.. all.Select(pair => pair.From)], [.. all.Select(pair => pair.To)], isUndirected);
    }
}
