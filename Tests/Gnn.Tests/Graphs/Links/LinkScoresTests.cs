using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Links;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Links;

[TestFixture]
internal sealed class LinkScoresTests
{
    // Of itself: what the scores promise is a share of 1e-10, and the dense matrices round.
    private const double Share = 1e-9;

    private static readonly LinkHeuristic[] All = Enum.GetValues<LinkHeuristic>();

    private static bool IsExact(LinkHeuristic heuristic) => heuristic is not (LinkHeuristic.Katz or LinkHeuristic.PersonalizedPageRank);

    [Test]
    public void Of_RandomGraphs_AreTheirDefinitions([ValueSource(nameof(All))] LinkHeuristic heuristic, [Range(0, 39)] int seed)
    {
        // With loops, repeats and isolated nodes, directed; every fourth one larger and undirected.
        using Graph graph = seed % 4 == 3
            ? ErdosRenyi.Gnm(40, 10 + (2 * seed), new RandomSource(seed))
            : SampleGraphs.Random(seed).Graph;
        var options = new LinkHeuristicOptions { Beta = 0.4 / Math.Max(1, graph.NodeCount), Damping = seed % 2 == 0 ? 0.85 : 0.3 };
        double[,] expected = new BruteForce(graph).All(heuristic, options.Beta, options.Damping);
        (int[] sources, int[] targets) = AllPairs(graph.NodeCount);

        double[] scores = LinkScores.Of(graph, heuristic, sources, targets, options);
        double[] reverse = LinkScores.Of(graph, heuristic, targets, sources, options);
        for (int pair = 0; pair < scores.Length; pair++)
        {
            double wanted = expected[sources[pair], targets[pair]];
            double room = IsExact(heuristic) ? 0 : Share * wanted;
            Assert.That(scores[pair], Is.EqualTo(wanted).Within(room), $"{sources[pair]} {targets[pair]}");
            Assert.That(reverse[pair], Is.EqualTo(wanted).Within(room));
        }
    }

    // Few sources of many targets, so that roots are sources; reversed, they are targets; in lists of many blocks.
    [Test]
    public void Of_OneAndFourThreads_HaveTheSameBits([ValueSource(nameof(All))] LinkHeuristic heuristic)
    {
        using Graph graph = BarabasiAlbert.Create(600, 3, new RandomSource(3));
        RandomSequence random = new RandomSource(5).Stream("pairs").Sequence();
        int[] sources = new int[5000];
        int[] targets = new int[sources.Length];
        for (int pair = 0; pair < sources.Length; pair++)
        {
            (sources[pair], targets[pair]) = (random.NextInt32(50), random.NextInt32(600));
        }

        var options = new LinkHeuristicOptions();
        double[] one = LinkScores.Of(graph, heuristic, sources, targets, options, threads: 1);
        double[] four = LinkScores.Of(graph, heuristic, sources, targets, options, threads: 4);
        double[] reversed = LinkScores.Of(graph, heuristic, targets, sources, options, threads: 4);
        double[] single = LinkScores.Of(graph, heuristic, sources.AsSpan(17, 1), targets.AsSpan(17, 1));

        Assert.That(four, Is.EqualTo(one));
        Assert.That(reversed, Is.EqualTo(one), "the roots are the same nodes");
        Assert.That(one.Distinct().Count(), Is.GreaterThan(3));
        Assert.That(single[0], Is.EqualTo(one[17]).Within(IsExact(heuristic) ? 0 : Share * one[17]));
    }

    [Test]
    public void Of_HubAndLeaf_FindsCommonNeighboursByLookingUp()
    {
        // Node 0 has 199 neighbours, node 200 has three of them and one of its own.
        int[] sources = [.. Enumerable.Repeat(0, 199), 200, 200, 200, 200];
        int[] targets = [.. Enumerable.Range(1, 199), 1, 100, 199, 201];
        using Graph graph = Graph.FromEdges(202, sources, targets);

        Assert.That(Score(graph, LinkHeuristic.CommonNeighbors, 0, 200), Is.EqualTo(3));
        Assert.That(Score(graph, LinkHeuristic.AdamicAdar, 200, 0), Is.EqualTo(3 / Math.Log(2)).Within(1e-14));
        Assert.That(Score(graph, LinkHeuristic.ResourceAllocation, 0, 200), Is.EqualTo(1.5));
        Assert.That(Score(graph, LinkHeuristic.Jaccard, 0, 200), Is.EqualTo(3.0 / 200));
        Assert.That(Score(graph, LinkHeuristic.PreferentialAttachment, 0, 200), Is.EqualTo(199 * 4));
    }

    [Test]
    public void Of_Path_HasClosedForms()
    {
        using Graph path = ClassicGraphs.Path(100);
        double[] determinants = new double[101];
        (determinants[0], determinants[1]) = (1, 1);
        for (int n = 2; n <= 100; n++)
        {
            determinants[n] = determinants[n - 1] - (0.005 * 0.005 * determinants[n - 2]);
        }

        double ends = Math.Pow(0.005, 99) / determinants[100];
        Assert.That(Score(path, LinkHeuristic.Katz, 0, 99), Is.EqualTo(ends).Within(Share * ends), "a score of 1e-228 is right too");
        Assert.That(Score(path, LinkHeuristic.ShortestPath, 3, 90), Is.EqualTo(1.0 / 87));
        Assert.That(Score(path, LinkHeuristic.ShortestPath, 4, 5), Is.EqualTo(1), "a link of the graph itself is a path");
        Assert.That(Score(path, LinkHeuristic.CommonNeighbors, 4, 6), Is.EqualTo(1));
        Assert.That(Score(path, LinkHeuristic.AdamicAdar, 4, 6), Is.EqualTo(1 / Math.Log(2)));
        Assert.That(Score(path, LinkHeuristic.ResourceAllocation, 0, 2), Is.EqualTo(0.5));
        Assert.That(Score(path, LinkHeuristic.Jaccard, 0, 2), Is.EqualTo(0.5));
        Assert.That(Score(path, LinkHeuristic.Jaccard, 0, 1), Is.Zero);
        Assert.That(Score(path, LinkHeuristic.PreferentialAttachment, 0, 1), Is.EqualTo(2));
    }

    [Test]
    public void Of_Star_HasClosedForms()
    {
        // Node 0 and 16 others, whose largest eigenvalue is 4.
        using Graph star = ClassicGraphs.Star(17);
        var options = new LinkHeuristicOptions { Beta = 0.2, Damping = 0.7 };

        Assert.That(Score(star, LinkHeuristic.Katz, 0, 3, options), Is.EqualTo(0.2 / (1 - (16 * 0.04))).Within(Share));
        Assert.That(Score(star, LinkHeuristic.Katz, 5, 3, options), Is.EqualTo(0.04 / (1 - (16 * 0.04))).Within(Share));
        Assert.That(Score(star, LinkHeuristic.PersonalizedPageRank, 0, 3, options), Is.EqualTo(0.7 / 1.7 * (1 + (1 / 16.0))).Within(Share));
        Assert.That(Score(star, LinkHeuristic.PersonalizedPageRank, 5, 3, options), Is.EqualTo(2 * 0.49 / 1.7 / 16).Within(Share));
        Assert.That(Score(star, LinkHeuristic.ShortestPath, 5, 3), Is.EqualTo(0.5));
        Assert.That(Score(star, LinkHeuristic.ResourceAllocation, 5, 3), Is.EqualTo(1 / 16.0));
        Assert.That(Score(star, LinkHeuristic.AdamicAdar, 0, 3), Is.Zero);
        Assert.That(Score(star, LinkHeuristic.Jaccard, 5, 3), Is.EqualTo(1));
    }

    [Test]
    public void Of_CompleteGraph_HasClosedForms()
    {
        using Graph complete = ClassicGraphs.Complete(10);
        double other = 0.85 / (9 - (0.85 * 8));
        double katz = ((1 / (1 - (0.005 * 9))) - (1 / 1.005)) / 10;

        // From p[u] + 9 p[v] = 1, where p[v] is 'other' times p[u].
        Assert.That(Score(complete, LinkHeuristic.PersonalizedPageRank, 2, 7), Is.EqualTo(2 * other / (1 + (9 * other))).Within(Share));
        Assert.That(Score(complete, LinkHeuristic.Katz, 2, 7), Is.EqualTo(katz).Within(Share * katz));
        Assert.That(Score(complete, LinkHeuristic.CommonNeighbors, 2, 7), Is.EqualTo(8));
        Assert.That(Score(complete, LinkHeuristic.Jaccard, 2, 7), Is.EqualTo(0.8));
    }

    [Test]
    public void Of_LoopsRepeatsAndSelfPairs_ReadASimpleGraph([ValueSource(nameof(All))] LinkHeuristic heuristic)
    {
        using Graph simple = Graph.FromEdges(5, [0, 1, 2, 3, 1, 2, 3, 0], [1, 2, 3, 0, 0, 1, 2, 3], isUndirected: true);
        using Graph messy = Graph.FromEdges(5, [0, 0, 2, 1, 3, 0, 2, 2, 4], [1, 1, 1, 2, 2, 3, 2, 2, 4]);
        (int[] sources, int[] targets) = AllPairs(5);

        double[] scores = LinkScores.Of(messy, heuristic, sources, targets);
        Assert.That(scores, Is.EqualTo(LinkScores.Of(simple, heuristic, sources, targets)));
        Assert.That(scores.Where((_, pair) => sources[pair] == targets[pair]), Is.All.Zero);
        Assert.That(scores.Where((_, pair) => sources[pair] == 4), Is.All.Zero);
        Assert.That(scores.Sum(), Is.GreaterThan(0));
    }

    [Test]
    public void Of_NoPairsOrNoEdges_GivesNothing([ValueSource(nameof(All))] LinkHeuristic heuristic)
    {
        using Graph empty = Graph.FromEdges(0, [], []);
        using Graph bare = Graph.FromEdges(3, [], []);

        Assert.That(LinkScores.Of(empty, heuristic, [], []), Is.Empty);
        Assert.That(LinkScores.Of(bare, heuristic, [], []), Is.Empty);
        Assert.That(LinkScores.Of(bare, heuristic, [0, 1], [2, 1]), Is.EqualTo(new double[2]));
    }

    [Test]
    public void Of_BadPairs_SaysWhichAndWhy()
    {
        using Graph path = ClassicGraphs.Path(4);

        Assert.That(
            () => LinkScores.Of(path, LinkHeuristic.Katz, [0, 1], [1]),
            Throws.ArgumentException.With.Message.Contains("'targets' must have 2 nodes, one for each of 'sources', got 1"));
        Assert.That(
            () => LinkScores.Of(path, LinkHeuristic.Jaccard, [0, 1], [1, 4]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Node 1 of 'targets' must be in [0, 4), the graph's nodes, got 4"));
        Assert.That(
            () => LinkScores.Of(path, LinkHeuristic.Jaccard, [-1], [1]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Node 0 of 'sources'").And.Message.Contains("got -1"));
        Assert.That(
            () => LinkScores.Of(path, (LinkHeuristic)8, [0], [1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("CommonNeighbors"));
        Assert.That(() => LinkScores.Of(null!, LinkHeuristic.Katz, [0], [1]), Throws.ArgumentNullException);
    }

    [TestCase(nameof(LinkHeuristicOptions.Damping), 0.0, "'Damping' must be in (0, 1), got 0")]
    [TestCase(nameof(LinkHeuristicOptions.Damping), 1.0, "'Damping' must be in (0, 1), got 1")]
    [TestCase(nameof(LinkHeuristicOptions.Damping), double.NaN, "got NaN")]
    [TestCase(nameof(LinkHeuristicOptions.Tolerance), 0.0, "'Tolerance' must be in (0, 1)")]
    [TestCase(nameof(LinkHeuristicOptions.Beta), 0.0, "'Beta' must be above 0 and finite, got 0: leave it out for the default, 0.005.")]
    [TestCase(nameof(LinkHeuristicOptions.Beta), 0.25, "'Beta' must be below 1 / λ, which is 0.25 in this graph")]
    [TestCase(nameof(LinkHeuristicOptions.Beta), 7.0, "got 7: take, for example, 0.125.")]
    public void Of_BadOptions_SaysWhatAndHow(string name, double value, string message)
    {
        using Graph star = ClassicGraphs.Star(17);
        var options = new LinkHeuristicOptions();
        options = name == nameof(LinkHeuristicOptions.Beta) ? options with { Beta = value }
            : name == nameof(LinkHeuristicOptions.Damping) ? options with { Damping = value } : options with { Tolerance = value };

        Assert.That(
            () => LinkScores.Of(star, LinkHeuristic.Katz, [0], [1], options), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(message));
    }

    // The bounds close in on the largest eigenvalue, which dense powers give: beta a little below passes, a little above does not.
    [Test]
    public void Katz_BetaNearItsLimit_IsToldApart([Range(0, 9)] int seed)
    {
        using Graph graph = BarabasiAlbert.Create(200, 2, new RandomSource(seed));
        double eigenvalue = PowerIteration(graph);

        Assert.That(
            () => LinkScores.Of(graph, LinkHeuristic.Katz, [0], [1], new LinkHeuristicOptions { Beta = 1.001 / eigenvalue }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("0." + $"{1 / eigenvalue:f4}".Split('.')[1][..3]));
        Assert.That(LinkScores.Of(graph, LinkHeuristic.Katz, [0], [1], new LinkHeuristicOptions { Beta = 0.99 / eigenvalue })[0], Is.GreaterThan(0));
    }

    private static double PowerIteration(Graph graph)
    {
        double[] x = [.. Enumerable.Repeat(1.0, graph.NodeCount)];
        double eigenvalue = 0;
        for (int step = 0; step < 3000; step++)
        {
            double[] next = [.. x];
            for (int edge = 0; edge < graph.EdgeCount; edge++)
            {
                next[graph.Targets[edge]] += x[graph.Sources[edge]];
            }

            double largest = next.Max();
            eigenvalue = largest - 1;
            x = [.. next.Select(entry => entry / largest)];
        }

        return eigenvalue;
    }

    private static double Score(Graph graph, LinkHeuristic heuristic, int source, int target, LinkHeuristicOptions? options = null) =>
        LinkScores.Of(graph, heuristic, [source], [target], options)[0];

    private static (int[] Sources, int[] Targets) AllPairs(int nodes)
    {
        int[] pairs = [.. Enumerable.Range(0, nodes * nodes)];
        return ([.. pairs.Select(pair => pair / nodes)], [.. pairs.Select(pair => pair % nodes)]);
    }
}
