using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tests.Training;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class LinkSplitTests
{
    private static readonly SplitSizes Sizes = SplitSizes.Shares(0.7, 0.1);

    [TestCase(null)]
    [TestCase(40)]
    public void WithSharedNegatives_AnySplit_IsSoundAndDistinct(int? validationCount)
    {
        using Graph graph = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));

        LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(2), validationCount);
        LinkSplitAudit audit = split.Audit(graph);

        Assert.That(audit.IsSound, audit.ToString());
        Assert.That((split.Validation.Count, split.Test.Count), Is.EqualTo((validationCount ?? edges.Validation.Length, edges.Test.Length)));
        Assert.That((audit.RepeatCount, audit.SharedCount, audit.TrueNegativeCount), Is.EqualTo((0, 0, 0)));
        Assert.That(audit.ToString(), Does.Contain("that are edges 0").And.Contain("links among their messages: 0"));
        LinkSplit again = LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(2), validationCount);
        Assert.That(again.Test.Sources.ToArray(), Is.EqualTo(split.Test.Sources.ToArray()));
    }

    [Test]
    public void WithNegativesPerLink_AnySplit_KeepsEachSourceAndIsSound()
    {
        using Graph graph = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));

        LinkSplit split = LinkSplits.WithNegativesPerLink(graph, edges, perLink: 5, new RandomSource(2));

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        for (int link = 0; link < edges.Test.Length; link++)
        {
            Assert.That(split.Test.Sources.Slice(link * 5, 5).ToArray(), Is.All.EqualTo(graph.Sources[edges.Test[link]]));
            Assert.That(split.Test.Targets.Slice(link * 5, 5).ToArray(), Is.Unique);
        }
    }

    [TestCase(null)]
    [TestCase(3)]
    public void Negatives_InductiveSplit_AreOfNodesThatThePartSees(int? perLink)
    {
        using Graph graph = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        EdgeSplit edges = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.6, 0.2), 0.5, new RandomSource(1));

        LinkSplit split = perLink is { } count
            ? LinkSplits.WithNegativesPerLink(graph, edges, count, new RandomSource(2))
            : LinkSplits.WithSharedNegatives(graph, edges, new RandomSource(2));

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        HashSet<int> test = [.. edges.TestNodes.ToArray()], validation = [.. edges.ValidationNodes.ToArray()];
        (int, int)[] pairs = [.. split.Validation.Sources.ToArray().Zip(split.Validation.Targets.ToArray())];
        Assert.That(pairs.Any(pair => test.Contains(pair.Item1) || test.Contains(pair.Item2)), Is.False);
        Assert.That(perLink is not null || pairs.All(pair => validation.Contains(pair.Item1) || validation.Contains(pair.Item2)));
        Assert.That(perLink is not null || pairs.Distinct().Count() == pairs.Length);
        var leaking = new LinkSplit(edges, new LinkNegatives([edges.TestNodes[0]], [edges.TrainNodes[0]]), split.Test);
        Assert.That(string.Join(" ", leaking.Audit(graph).Problems), Does.Contain("1 negatives of validation name a node that is to be unseen"));
    }

    [Test]
    public void Audit_NegativesThatAreEdgesOrNoNodes_NamesThem()
    {
        using Graph graph = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));
        int edge = edges.Test[0];

        // An edge the other way round is the same link.
        var split = new LinkSplit(edges, new LinkNegatives([0], [60]), new LinkNegatives([graph.Targets[edge]], [graph.Sources[edge]]));
        LinkSplitAudit audit = split.Audit(graph);

        Assert.That(audit.Problems, Is.EqualTo(new[] { "1 negatives are edges of the graph.", "1 negatives name a node that the graph does not have." }));
        Assert.That(audit.ThrowIfUnsound, Throws.InvalidOperationException.With.Message.Contains("cannot be used"));
    }

    [Test]
    public void Audit_SelfLoops_AreProblemsUntilTheyAreLeftOut()
    {
        using Graph communities = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        using Graph graph = Graph.FromEdges(communities.NodeCount, [.. communities.Sources, 3, 7], [.. communities.Targets, 3, 7], isUndirected: true);
        using Graph simple = graph.WithoutSelfLoops();

        LinkSplitAudit audit = Split(graph).Audit(graph);

        Assert.That(audit.SelfLoopCount, Is.EqualTo(2));
        Assert.That(audit.Problems.Single(), Does.Contain("2 links join a node with itself").And.Contains("WithoutSelfLoops"));
        Assert.That(Split(simple).Audit(simple).IsSound);

        static LinkSplit Split(Graph of) => LinkSplits.WithSharedNegatives(of, EdgeSplit.Random(of, Sizes, new RandomSource(1)), new RandomSource(2));
    }

    [Test]
    public void Create_NumbersThatDoNotFit_AreRefused()
    {
        using Graph graph = Communities.Graph(Gnn.Tensors.Engines.Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));
        using Graph other = Graph.FromEdges(3, [0], [1]);

        Assert.That(() => new LinkNegatives([0, 1], [1]), Throws.ArgumentException.With.Message.Contains("2 sources and 1 targets"));
        Assert.That(() => new LinkNegatives([0], [1], perLink: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new LinkSplit(edges, new LinkNegatives([0, 1], [1, 2], perLink: 2), new LinkNegatives([0], [1])),
            Throws.ArgumentException.With.Message.Contains("with 2 negatives each, but there are 2 pairs"));
        Assert.That(() => LinkSplits.WithSharedNegatives(other, edges, default), Throws.ArgumentException.With.Message.Contains("the graph has 1"));
        Assert.That(() => LinkSplits.WithNegativesPerLink(graph, edges, 0, default), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => LinkSplits.WithNegativesPerLink(graph, edges, 60, default), Throws.InvalidOperationException, "no node has 60 strangers among 60");
    }
}
