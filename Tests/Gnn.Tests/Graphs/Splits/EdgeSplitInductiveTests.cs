using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class EdgeSplitInductiveTests
{
    // Directed graphs with loops, repeats and isolated nodes: the parts and messages by their definition.
    [Test]
    public void Inductive_RandomGraphs_LinksFollowTheirNodes([Range(0, 39)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, _) = SampleGraphs.Random(seed);
        using (graph)
        {
            bool isDirected = seed % 3 == 0;
            var split = EdgeSplit.Inductive(
                graph, SplitSizes.Shares(0.5, 0.25), 0.4, new RandomSource(seed), seed % 2 == 0 ? 0 : 0.3, separateReverses: isDirected);
            EdgeSplitAudit audit = split.Audit(graph);
            int[] partOf = new int[graph.NodeCount];
            SetParts(partOf, split);
            var links = sources.Zip(targets).GroupBy(Link).ToDictionary(group => group.Key, group => Math.Max(partOf[group.Key.Item1], partOf[group.Key.Item2]));
            var trainAsked = Links(split.Train);
            var validationAsked = Links(split.Validation);
            var testAsked = Links(split.Test);
            int[] sizes = [.. Enumerable.Range(0, 3).Select(part => links.Values.Count(value => value == part))];

            Assert.That(audit.Problems, split.Train.IsEmpty ? Is.EqualTo(new[] { "No link trains." }) : Is.Empty);
            Assert.That((audit.LeakCount, audit.LaterNodeCount), Is.EqualTo((0, 0)));
            Assert.That(trainAsked.Select(link => links[link]), Is.All.Zero);
            Assert.That(validationAsked.Select(link => links[link]), Is.All.EqualTo(1));
            Assert.That(testAsked.Select(link => links[link]), Is.All.EqualTo(2));
            Assert.That(split.Validation.Length, Is.EqualTo(sizes[1] - (int)Math.Round(0.4 * sizes[1])));
            Assert.That(split.Test.Length, Is.EqualTo(sizes[2] - (int)Math.Round(0.4 * sizes[2])));

            // All edges of the training links, less those asked if training is disjoint; then whatever is not asked; then that and validation.
            Assert.That(Messages(split.TrainMessages), Is.EqualTo(EdgesOf(link => links[link] == 0 && !(split.HasDisjointTraining && trainAsked.Contains(link)))));
            Assert.That(Messages(split.ValidationMessages), Is.EqualTo(EdgesOf(link => links[link] < 2 && !validationAsked.Contains(link))));
            Assert.That(Messages(split.TestMessages), Is.EqualTo(EdgesOf(link => !testAsked.Contains(link))));

            (int, int) Link((int From, int To) edge) => isDirected ? edge : (Math.Min(edge.From, edge.To), Math.Max(edge.From, edge.To));

            HashSet<(int, int)> Links(ReadOnlySpan<int> edges) => [.. edges.ToArray().Select(edge => Link((sources[edge], targets[edge])))];

            int[] EdgesOf(Func<(int, int), bool> isIn) => [.. Enumerable.Range(0, sources.Length).Where(edge => isIn(Link((sources[edge], targets[edge]))))];
        }

        static int[] Messages(ReadOnlySpan<int> edges) => edges.ToArray();
    }

    [Test]
    public void Inductive_Nodes_ArePartsOfTheirSizes()
    {
        using Graph graph = ErdosRenyi.Gnm(200, 1000, new RandomSource(1));
        var split = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.8, 0.1), 0.5, new RandomSource(2));
        int[] all = [.. split.TrainNodes, .. split.ValidationNodes, .. split.TestNodes];

        Assert.That(split.IsInductive, Is.True);
        Assert.That((split.TrainNodes.Length, split.ValidationNodes.Length, split.TestNodes.Length), Is.EqualTo((160, 20, 20)));
        Assert.That(all.Order(), Is.EqualTo(Enumerable.Range(0, 200)));
        Assert.That(split.TestNodes.ToArray(), Is.Ordered);
        Assert.That(split.TestMessages.Length, Is.EqualTo(2000 - (2 * split.Test.Length)));

        var same = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.8, 0.1), 0.5, new RandomSource(2));
        var other = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.8, 0.1), 0.5, new RandomSource(3));
        Assert.That(same.Test.SequenceEqual(split.Test) && same.ValidationMessages.SequenceEqual(split.ValidationMessages), Is.True);
        Assert.That(other.TestNodes.SequenceEqual(split.TestNodes), Is.False);

        // What is observed does not change who is in which part.
        var unobserved = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.8, 0.1), 0, new RandomSource(2));
        Assert.That(unobserved.TestNodes.SequenceEqual(split.TestNodes) && unobserved.Train.SequenceEqual(split.Train), Is.True);
        Assert.That(unobserved.ValidationMessages.SequenceEqual(unobserved.TrainMessages), Is.True);
        Assert.That(unobserved.Test.Length, Is.GreaterThan(split.Test.Length));
    }

    [Test]
    public void Inductive_CountsThatLeaveNodes_UseNoneOfTheirLinks()
    {
        using Graph complete = ClassicGraphs.Complete(10);
        var split = EdgeSplit.Inductive(complete, SplitSizes.Counts(4, 2, 2), 0.25, new RandomSource(1));

        // 4 * 3 / 2; 4 * 2 + 1 of which 2 are observed; 6 * 2 + 1 of which 3 are.
        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((6, 7, 10)));
        Assert.That((split.TrainMessages.Length, split.ValidationMessages.Length, split.TestMessages.Length), Is.EqualTo((12, 16, 36)));
        Assert.That(split.Audit(complete).UnusedCount, Is.EqualTo(90 - 36 - 10));
        Assert.That(split.ToString(), Is.EqualTo(
            "EdgeSplit 'inductive': 6 train, 7 validation, 10 test of 45 links (90 edges) by nodes: 4 train, 2 validation, 2 test"));
        Assert.That(split.Audit(complete).ToString(), Does.EndWith(
            "links among their messages: 0; edges not used: 44; edges with nodes of a later part: 0"));
    }

    // A split of one graph checked against another, of which an edge of the training links leads to a test node.
    [Test]
    public void Audit_MessageOfALaterNode_IsCounted()
    {
        using Graph honest = Graph.FromEdges(12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        var split = EdgeSplit.Inductive(honest, SplitSizes.Shares(0.7, 0.1), 0, new RandomSource(1));
        int[] sources = honest.Sources.ToArray();
        int trainEdge = split.Train[0];
        sources[trainEdge] = split.TestNodes[^1];
        using Graph leaking = Graph.FromEdges(12, sources, honest.Targets);
        EdgeSplitAudit audit = split.Audit(leaking);

        Assert.That(split.Audit(honest).LaterNodeCount, Is.Zero);
        Assert.That(audit.LaterNodeCount, Is.EqualTo(2), "while training and while validating");
        Assert.That(audit.Problems, Has.Some.Contains("2 edges touch nodes that are to be unseen until a later part"));
        Assert.That(audit.ToString(), Does.Contain("edges with nodes of a later part: 2"));
    }

    [Test]
    public void Inductive_BadArguments_SaysWhatIsWrong()
    {
        using Graph graph = SampleGraphs.U();
        RandomSource source = new(1);
        SplitSizes sizes = SplitSizes.Shares(0.6, 0.2);

        Assert.That(
            () => EdgeSplit.Inductive(graph, sizes, 1, source),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'observedShare' must be in [0, 1), got 1"));
        Assert.That(() => EdgeSplit.Inductive(graph, sizes, double.NaN, source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => EdgeSplit.Inductive(graph, sizes, 0, source, disjointTrainShare: -0.1),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'disjointTrainShare'"));
        Assert.That(() => EdgeSplit.Inductive(graph, sizes, 0, source, separateReverses: true), Throws.ArgumentException.With.Message.Contains("undirected"));
        Assert.That(
            () => EdgeSplit.Inductive(graph, SplitSizes.Counts(8, 1, 1), 0, source), Throws.ArgumentException.With.Message.Contains("9 nodes to split"));
        Assert.That(() => EdgeSplit.Inductive(null!, sizes, 0, source), Throws.ArgumentNullException);
    }

    [Test]
    public void Random_IsNotInductive_AndSaysNothingOfNodes()
    {
        using Graph graph = SampleGraphs.U();
        var split = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(1));

        Assert.That(split.IsInductive, Is.False);
        Assert.That(split.TrainNodes.Length + split.ValidationNodes.Length + split.TestNodes.Length, Is.Zero);
        Assert.That(split.ToString(), Does.EndWith("(22 edges)"));
        Assert.That(split.Audit(graph).LaterNodeCount, Is.Zero);
    }

    private static void SetParts(int[] partOf, EdgeSplit split)
    {
        foreach (int node in split.ValidationNodes)
        {
            partOf[node] = 1;
        }

        foreach (int node in split.TestNodes)
        {
            partOf[node] = 2;
        }
    }
}
