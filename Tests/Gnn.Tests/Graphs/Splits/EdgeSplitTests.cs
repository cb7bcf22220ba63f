using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Splits;

[TestFixture]
internal sealed class EdgeSplitTests
{
    private static IEnumerable<GoldenCase> Cases() => GoldenFile.Cases("transforms", "link_split_");

    [TestCaseSource(nameof(Cases))]
    public void Random_GoldenCase_HasTheCounts(GoldenCase golden)
    {
        bool isUndirected = golden.BooleanArgument("is_undirected", false);
        int[] ends = golden.Graph["edge_index"].ToInt32();
        int edges = ends.Length / 2;
        using Graph graph = Graph.FromEdges(golden.SourceCount, ends.AsSpan(0, edges), ends.AsSpan(edges), isUndirected);
        double validation = golden.NumberArgument("num_val", 0.1);
        double test = golden.NumberArgument("num_test", 0.2);
        SplitSizes sizes = validation >= 1 ? SplitSizes.Counts((int)validation, (int)test) : SplitSizes.Shares(1 - validation - test, validation);
        var split = EdgeSplit.Random(
            graph, sizes, new RandomSource(1), golden.NumberArgument("disjoint_train_ratio", 0), separateReverses: !isUndirected);

        Assert.That(new[] { split.TrainMessages.Length, split.Train.Length }, Is.EqualTo(golden.Outputs["train"].ToInt32()[..2]));
        Assert.That(new[] { split.ValidationMessages.Length, split.Validation.Length }, Is.EqualTo(golden.Outputs["val"].ToInt32()[..2]));
        Assert.That(new[] { split.TestMessages.Length, split.Test.Length }, Is.EqualTo(golden.Outputs["test"].ToInt32()[..2]));
        Assert.That(split.Audit(graph).Problems, Is.Empty);
    }

    [Test]
    public void Random_OfRandomGraphs_KeepsReversesAndRepeatsTogether([Range(0, 19)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, _) = SampleGraphs.Random(seed);
        using (graph)
        {
            int links = sources.Zip(targets, (from, to) => (Math.Min(from, to), Math.Max(from, to))).Distinct().Count();
            var split = EdgeSplit.Random(graph, SplitSizes.Counts(links / 4, links / 3), new RandomSource(seed), disjointTrainShare: 0.3);
            EdgeSplitAudit audit = split.Audit(graph);
            HashSet<(int, int)>[] parts = [Pairs(split.TrainMessages), Pairs(split.Train), Pairs(split.Validation), Pairs(split.Test)];

            Assert.That(split.LinkCount, Is.EqualTo(links));
            Assert.That(audit.Problems, split.Train.IsEmpty ? Is.EqualTo(new[] { "No link trains." }) : Is.Empty);
            Assert.That((split.HasDisjointTraining ? parts : parts[1..]).SelectMany(part => part), Is.Unique.And.Exactly(links).Items);
            Assert.That(split.TestMessages.ToArray(), Is.EqualTo(Enumerable.Range(0, sources.Length).Where(edge => !parts[3].Contains(Pair(edge)))));
            Assert.That(split.ValidationMessages.ToArray(), Is.EqualTo(split.TestMessages.ToArray().Where(edge => !parts[2].Contains(Pair(edge)))));
        }

        (int, int) Pair(int edge) => (Math.Min(sources[edge], targets[edge]), Math.Max(sources[edge], targets[edge]));

        HashSet<(int, int)> Pairs(ReadOnlySpan<int> edges) => [.. edges.ToArray().Select(Pair)];
    }

    [Test]
    public void Constructor_ReverseOrRepeatInTwoParts_NamesBoth()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 0, 1], [1, 0, 1, 2]);

        Assert.That(
            () => new EdgeSplit("s", graph, [0], [], [1]), Throws.ArgumentException.With.Message.Contains("Edge 1 of 'test' is one link with edge 0 of 'train'"));
        Assert.That(
            () => new EdgeSplit("s", graph, [0], [2], [], separateReverses: true),
            Throws.ArgumentException.With.Message.Contains("Edge 2 of 'validation' is one link with edge 0 of 'train'"));
        Assert.That(() => new EdgeSplit("s", graph, [0, 2], [], []), Throws.ArgumentException);
        Assert.That(() => new EdgeSplit("s", graph, [4], [], []), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 4), got 4"));
        Assert.That(new EdgeSplit("s", graph, [0], [], [1], separateReverses: true).Audit(graph).ReverseOverlapCount, Is.EqualTo(1));
        using Graph undirected = SampleGraphs.U();
        Assert.That(() => new EdgeSplit("s", undirected, [0], [], [], separateReverses: true), Throws.ArgumentException.With.Message.Contains("undirected"));
    }

    [Test]
    public void Audit_SoundSplit_PrintsTheTable()
    {
        using Graph graph = SampleGraphs.U();
        EdgeSplitAudit audit = EdgeSplit.Random(graph, SplitSizes.Shares(0.7, 0.1), new RandomSource(1)).Audit(graph);

        Assert.That(audit.IsSound, Is.True);
        Assert.That(audit.ThrowIfUnsound, Throws.Nothing);
        Assert.That(audit.ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "EdgeSplit 'random': 8 train, 1 validation, 2 test of 11 links (22 edges)",
            "                train  validation    test",
            "links               8           1       2",
            "message edges      16          16      18",
            "in two parts: edges 0, repeats 0, reverses 0; links among their messages: 0; edges not used: 2",
        }));
    }

    // A split made of one graph and checked against another, whose edges 0 to 3 are one link: nothing but a count can find that.
    [Test]
    public void Audit_LeakingSplit_CountsEveryKind()
    {
        using Graph honest = Graph.FromEdges(6, [0, 1, 2, 3, 4], [1, 2, 3, 4, 5]);
        using Graph leaking = Graph.FromEdges(6, [0, 1, 0, 3, 4], [1, 0, 1, 4, 5]);
        var split = new EdgeSplit("s", honest, [0, 3], [1], [2]);
        EdgeSplitAudit audit = split.Audit(leaking);

        Assert.That(split.Audit(honest).IsSound, Is.True);
        Assert.That((audit.OverlapCount, audit.DuplicateOverlapCount, audit.ReverseOverlapCount, audit.LeakCount), Is.EqualTo((0, 1, 2, 2)));
        Assert.That(audit.Problems, Has.Count.EqualTo(3));
        Assert.That(audit.ThrowIfUnsound, Throws.InvalidOperationException.With.Message.Contains("1 links repeat").And.Message.Contains("2 links are the reverse"));
        Assert.That(audit.ToString(), Does.Contain("problem: 2 links are among the messages that are to predict them."));
        using Graph other = Graph.FromEdges(2, [0], [1]);
        Assert.That(() => split.Audit(other), Throws.ArgumentException.With.Message.Contains("5 edges").And.Message.Contains("has 1"));
    }

    [Test]
    public void ByTime_RepeatsAndTies_StayOnTheirSide([Range(0, 19)] int seed)
    {
        RandomSequence random = new RandomSource(seed).Stream("times").Sequence();
        int[] sources = new int[300];
        int[] targets = new int[300];
        long[] times = new long[300];
        for (int edge = 0; edge < 300; edge++)
        {
            (sources[edge], targets[edge], times[edge]) = (random.NextInt32(15), random.NextInt32(15), random.NextInt32(60));
        }

        using Graph graph = Graph.FromEdges(15, sources, targets);
        var split = EdgeSplit.ByTime(graph, times, SplitSizes.Shares(0.6, 0.2));
        long[][] parts = [[.. split.Train.ToArray().Select(edge => times[edge])], [.. split.Validation.ToArray().Select(edge => times[edge])], [.. split.Test.ToArray().Select(edge => times[edge])]];

        Assert.That(parts[0].Max(), Is.LessThan(parts[1].Min()));
        Assert.That(parts[1].Max(), Is.LessThan(parts[2].Min()));
        Assert.That(split.ValidationMessages.ToArray().Max(edge => times[edge]), Is.LessThan(parts[1].Min()), "late repeats pass no messages");
        Assert.That(split.TestMessages.ToArray().Max(edge => times[edge]), Is.LessThan(parts[2].Min()));
        Assert.That(split.Audit(graph, times).Problems, Is.Empty);
        Assert.That(EdgeSplit.Random(graph, SplitSizes.Shares(0.6, 0.2), new RandomSource(seed)).Audit(graph, times).IsSound, Is.False);

        var given = EdgeSplit.ByTime(graph, times, parts[1].Min(), parts[2].Min());
        Assert.That(given.Train.SequenceEqual(split.Train) && given.Validation.SequenceEqual(split.Validation) && given.TestMessages.SequenceEqual(split.TestMessages), Is.True);
    }

    [Test]
    public void Stratified_Signs_KeepTheirShare()
    {
        using Graph graph = ErdosRenyi.Gnm(50, 400, new RandomSource(1), isDirected: true);
        int[] labels = [.. Enumerable.Range(0, 400).Select(edge => edge % 4 == 0 ? 1 : 0)];
        var split = EdgeSplit.Stratified(graph, labels, SplitSizes.Shares(0.5, 0.25), new RandomSource(1), separateReverses: true);

        Assert.That((split.Train.Length, split.Validation.Length, split.Test.Length), Is.EqualTo((200, 100, 100)));
        Assert.That(split.Train.ToArray().Count(edge => labels[edge] == 1), Is.EqualTo(50).Within(1));
        Assert.That(split.Test.ToArray().Count(edge => labels[edge] == 1), Is.EqualTo(25).Within(1));
    }

    [Test]
    public void KFold_EveryLink_TestsOnce()
    {
        using Graph graph = SampleGraphs.U();
        IReadOnlyList<EdgeSplit> folds = EdgeSplit.KFold(graph, 4, new RandomSource(1));
        int[] tested = [.. folds.SelectMany(fold => fold.Test.ToArray())];

        Assert.That(tested, Is.Unique.And.Length.EqualTo(11));
        Assert.That(folds.Select(fold => fold.Test.Length), Is.All.InRange(2, 3));
        Assert.That(folds.Select(fold => fold.Audit(graph).Problems.Count), Is.All.Zero);
        Assert.That(folds[1].Name, Is.EqualTo("fold 2/4"));
    }

    [Test]
    public void ByDegreeAndComponent_Shift_KeepsHubsAndComponentsTogether()
    {
        using Graph scaleFree = BarabasiAlbert.Create(300, 2, new RandomSource(1));
        int[] degrees = new int[300];
        foreach (int node in scaleFree.Sources)
        {
            degrees[node]++;
        }

        var split = EdgeSplit.ByDegree(scaleFree, SplitSizes.Shares(0.3, 0.2));
        int Least(int edge) => Math.Min(degrees[scaleFree.Sources[edge]], degrees[scaleFree.Targets[edge]]);
        Assert.That(split.Train.ToArray().Min(Least), Is.GreaterThan(split.Validation.ToArray().Max(Least)));
        Assert.That(split.Validation.ToArray().Min(Least), Is.GreaterThan(split.Test.ToArray().Max(Least)));

        using Graph islands = Graph.FromEdges(8, [0, 1, 2, 3, 5, 6], [1, 2, 0, 4, 6, 7]);
        var apart = EdgeSplit.ByComponent(islands, SplitSizes.Counts(3, 1, 2), new RandomSource(1));
        Assert.That(apart.Train.ToArray(), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(apart.Test.ToArray(), Is.EqualTo(new[] { 4, 5 }));
        Assert.That(apart.Validation.ToArray(), Is.EqualTo(new[] { 3 }));
    }
}
