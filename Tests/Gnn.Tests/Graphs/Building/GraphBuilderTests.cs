using Gnn.Graphs;
using Gnn.Graphs.Building;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Building;

[TestFixture]
internal sealed class GraphBuilderTests
{
    [Test]
    public void Build_RandomEdges_IsThatOfPlainLoops(
        [Values(DuplicatePolicy.Keep, DuplicatePolicy.First, DuplicatePolicy.Last, DuplicatePolicy.Sum, DuplicatePolicy.Mean, DuplicatePolicy.Max)] DuplicatePolicy duplicates,
        [Values(SelfLoopPolicy.Keep, SelfLoopPolicy.Remove)] SelfLoopPolicy loops,
        [Values(DirectionPolicy.Directed, DirectionPolicy.AddReverses)] DirectionPolicy direction,
        [Values(0L, 5L, 1L << 40)] long spread)
    {
        RandomSequence random = new RandomSource(17).Stream($"{duplicates} {loops} {direction} {spread}").Sequence();
        for (int round = 0; round < 5; round++)
        {
            int nodes = 1 + random.NextInt32(8), count = random.NextInt32(60);
            var edges = new List<Edge>();
            for (int i = 0; i < count; i++)
            {
                edges.Add(new Edge(random.NextInt32(nodes) * (spread + 1), random.NextInt32(nodes) * (spread + 1), random.NextInt32(9) - 2));
            }

            var options = new GraphBuilderOptions { Duplicates = duplicates, SelfLoops = loops, Direction = direction };
            using var builder = new GraphBuilder(options);
            int half = count / 2;
            builder.AddEdges([.. edges[..half].Select(edge => edge.Source)], [.. edges[..half].Select(edge => edge.Target)], [.. edges[..half].Select(edge => edge.Weight)]);
            edges[half..].ForEach(edge => builder.AddEdge(edge.Source, edge.Target, edge.Weight));
            builder.SetEdgeColumn("place", [.. Enumerable.Range(0, 2 * count)], width: 2, DuplicatePolicy.First);
            (Graph graph, NodeIds ids, GraphBuildReport report) = builder.Build();
            using (graph)
            {
                List<Edge> kept = [.. edges.Where(edge => loops == SelfLoopPolicy.Keep || edge.Source != edge.Target)];
                List<Edge> merged = Merge(kept, duplicates);
                List<Edge> reverses = direction == DirectionPolicy.AddReverses ? MissingReverses(merged) : [];
                List<Edge> expected = [.. merged, .. reverses];

                Assert.That(graph.Sources.ToArray().Select(node => ids[node]), Is.EqualTo(expected.Select(edge => edge.Source)));
                Assert.That(graph.Targets.ToArray().Select(node => ids[node]), Is.EqualTo(expected.Select(edge => edge.Target)));
                // The weights are small whole numbers and their means are of at most 60 of them: single precision holds them to 1e-6.
                Assert.That(Weights(graph), Is.EqualTo(expected.Select(edge => edge.Weight)).Within(1e-6));
                int[] places = graph.Edges.Contains("place") ? graph.Edges["place"].ToArray<int>() : [];
                Assert.That(places.Where((_, i) => i % 2 == 0).Take(merged.Count).Select(place => edges[place / 2] with { Weight = 0 }), Is.EqualTo(merged.Select(edge => edge with { Weight = 0 })));
                Assert.That(
                    report,
                    Is.EqualTo(new GraphBuildReport(
                        count, count - kept.Count, kept.Count - merged.Count, reverses.Count, expected.Count, ids.Count, report.IdsMissing)));
                long[] occurring = [.. edges.SelectMany(edge => new[] { edge.Source, edge.Target }).Distinct().Order()];
                Assert.That(Enumerable.Range(0, ids.Count).Select(node => ids[node]), Is.EqualTo(occurring));
                Assert.That(occurring.Select(ids.NodeOf), Is.EqualTo(Enumerable.Range(0, ids.Count)));
                Assert.That(report.IdsMissing, Is.EqualTo(occurring.LastOrDefault(-1) + 1 - occurring.Length));
                Assert.That(graph.IsUndirected, Is.EqualTo(direction != DirectionPolicy.Directed));
                Assert.That(!graph.IsUndirected || graph.InEdges.IsSymmetric(), Is.True);
            }
        }
    }

    [Test]
    public void Build_ManyEdgesOverSegmentsAndWidths_IsTheListGiven()
    {
        const int count = 600_000;
        RandomSequence random = new RandomSource(3).Sequence();
        int[] sources = new int[count], targets = new int[count];
        for (int edge = 0; edge < count; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(5000), random.NextInt32(5000));
        }

        using var builder = new GraphBuilder();
        builder.AddEdges(sources.AsSpan(0, 300_000), targets.AsSpan(0, 300_000));
        builder.AddEdge(1L << 40, 0);
        builder.AddEdges(sources.AsSpan(300_000), targets.AsSpan(300_000));
        (Graph graph, NodeIds ids, _) = builder.Build();
        using (graph)
        {
            Assert.That(graph.EdgeCount, Is.EqualTo(count + 1));
            Assert.That(ids.Count, Is.EqualTo(5001), "Each id occurs with a chance of 1 - e^-240.");
            Assert.That(graph.Sources[..300_000].SequenceEqual(sources.AsSpan(0, 300_000)), Is.True);
            Assert.That(graph.Sources[300_000], Is.EqualTo(5000));
            Assert.That(graph.Sources[300_001..].SequenceEqual(sources.AsSpan(300_000)), Is.True);
            Assert.That(graph.Targets[300_001..].SequenceEqual(targets.AsSpan(300_000)), Is.True);
        }
    }

    [Test]
    public void Build_NodeCountGiven_KeepsIdsAndIsolatedNodes()
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { NodeCount = 9 });
        builder.AddEdges([3, 5], [5, 3]);
        (Graph graph, NodeIds ids, GraphBuildReport report) = builder.Build();
        using Graph expected = Graph.FromEdges(9, [3, 5], [5, 3]);
        using (graph)
        {
            Assert.That(graph, Is.EqualTo(expected));
            Assert.That((ids.IsIdentity, ids.Count, ids[8], ids.TryGetNode(9, out _), ids.TryGetNode(-1, out _)), Is.EqualTo((true, 9, 8L, false, false)));
            Assert.That(report.IdsHadGaps, Is.False);
        }
    }

    [Test]
    public void AddNode_WithoutEdges_IsThere()
    {
        using var builder = new GraphBuilder();
        builder.AddNode(40);
        builder.AddEdge(2, 7);
        builder.AddNode(7);
        (Graph graph, NodeIds ids, GraphBuildReport report) = builder.Build();
        using (graph)
        {
            Assert.That((graph.NodeCount, graph.EdgeCount, ids[2], report.IdsMissing), Is.EqualTo((3, 1L, 40L, 38L)));
            Assert.That(ids.ToString(), Is.EqualTo("NodeIds: 3 nodes, ids 2 to 40"));
            Assert.That(() => ids.NodeOf(3), Throws.TypeOf<KeyNotFoundException>().With.Message.Contains("id 3"));
            Assert.That(() => ids[3], Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void Build_Nothing_IsAnEmptyGraph()
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { Duplicates = DuplicatePolicy.Sum, Direction = DirectionPolicy.AddReverses });
        (Graph graph, NodeIds ids, GraphBuildReport report) = builder.Build();
        using (graph)
        {
            Assert.That((graph.NodeCount, graph.EdgeCount, ids.Count), Is.EqualTo((0, 0L, 0)));
            Assert.That(report.ToString().Split(Environment.NewLine), Has.Length.EqualTo(7).And.Contains("edges read: 0"));
        }
    }

    [Test]
    public void Build_SumWithoutWeights_CountsRepeats()
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { Duplicates = DuplicatePolicy.Sum });
        builder.AddEdges([0, 1, 0, 0], [1, 0, 1, 1]);
        using Graph graph = builder.Build().Graph;

        Assert.That(Weights(graph), Is.EqualTo(new[] { 3.0, 1.0 }));
    }

    [Test]
    public void Build_Twice_GivesTheSameAndGoesOn()
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { Duplicates = DuplicatePolicy.Sum });
        builder.AddEdges([0, 0], [1, 1], [2.0, 3.0]);
        using Graph first = builder.Build().Graph;
        using Graph second = builder.Build().Graph;
        builder.AddEdge(1, 0, 4);
        using Graph third = builder.Build().Graph;

        Assert.That(second, Is.EqualTo(first));
        Assert.That(Weights(third), Is.EqualTo(new[] { 5.0, 4.0 }));
    }

    [Test]
    public void Build_ErrorPolicies_NameTheFirstEdgeByItsIds()
    {
        Assert.That(
            () => Build(new() { SelfLoops = SelfLoopPolicy.Error }, (10, 20), (30, 30), (10, 10)),
            Throws.InvalidOperationException.With.Message.Contains("edge 1 (30 -> 30)"));
        Assert.That(
            () => Build(new() { Duplicates = DuplicatePolicy.Error }, (10, 20), (5, 5), (7, 8), (5, 5), (10, 20)),
            Throws.InvalidOperationException.With.Message.Contains("edge 3 (5 -> 5) repeats edge 1 (5 -> 5)"));
        Assert.That(
            () => Build(new() { Direction = DirectionPolicy.Undirected }, (10, 20), (20, 10), (10, 20), (9, 9)),
            Throws.InvalidOperationException.With.Message.Contains("edge 2 (10 -> 20) has no reverse"));
        Assert.That(() => Build(new() { Direction = DirectionPolicy.Undirected }, (10, 20), (9, 9), (20, 10)), Throws.Nothing);
    }

    [TestCase(-1L, 0L, "source of edge 1 must be in [0, 4), got -1")]
    [TestCase(0L, 4L, "target of edge 1 must be in [0, 4), got 4")]
    public void AddEdge_IdOutOfRange_NamesTheEdgeAndAddsNothing(long source, long target, string message)
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { NodeCount = 4 });
        builder.AddEdge(0, 1);

        Assert.That(() => builder.AddEdge(source, target), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(message));
        Assert.That(() => builder.AddNode(4), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 4), got 4"));
        Assert.That(builder.EdgeCount, Is.EqualTo(1));
    }

    [Test]
    public void AddEdges_BadArguments_AreNamed()
    {
        using var builder = new GraphBuilder();
        builder.AddEdge(0, 1, 0.5);

        Assert.That(() => builder.AddEdge(1, 2), Throws.ArgumentException.With.Message.Contains("Edge 1 has no weight"));
        Assert.That(() => builder.AddEdge(-5, 2, 1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 2^63 - 1), got -5"));
        Assert.That(() => builder.AddEdges([1, 2], [3], [1.0]), Throws.ArgumentException.With.Message.Contains("2 sources and 1 targets"));
        Assert.That(() => builder.AddEdges([1, 2], [3, 4], [1.0]), Throws.ArgumentException.With.Message.Contains("each of the 2 edges"));
        Assert.That(() => builder.SetEdgeColumn("weight", [1.0]), Throws.ArgumentException);
        Assert.That(() => builder.SetEdgeColumn("a", [1.0, 2.0, 3.0], width: 2), Throws.ArgumentException.With.Message.Contains("multiple"));
        Assert.That(() => builder.SetEdgeColumn("a", [1], merge: DuplicatePolicy.Mean), Throws.ArgumentException.With.Message.Contains("integers"));
        Assert.That(() => builder.SetEdgeColumn("a", [1.0], merge: DuplicatePolicy.Error), Throws.ArgumentException);
        Assert.That(() => builder.SetEdgeColumn<short>("a", [1]), Throws.TypeOf<NotSupportedException>());
        Assert.That(() => new GraphBuilder(new GraphBuilderOptions { NodeCount = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new GraphBuilder(new GraphBuilderOptions { Duplicates = (DuplicatePolicy)99 }), Throws.InstanceOf<ArgumentOutOfRangeException>());

        builder.SetEdgeColumn("a", [1L, 2L]);
        Assert.That(() => builder.SetEdgeColumn("a", [1L]), Throws.ArgumentException.With.Message.Contains("'a' already"));
        Assert.That(builder.Build, Throws.InvalidOperationException.With.Message.Contains("'a' must have a row for each of the 1 edges, got 2"));
        builder.Dispose();
        Assert.That(() => builder.AddEdge(0, 1, 1), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(builder.Build, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void Build_SumOfIntegersTooLarge_NamesColumnAndEdge()
    {
        using var builder = new GraphBuilder(new GraphBuilderOptions { Duplicates = DuplicatePolicy.Sum });
        builder.AddEdges([0, 2, 2], [1, 1, 1]);
        builder.SetEdgeColumn("times", [1, int.MaxValue, 1]);

        Assert.That(builder.Build, Throws.InvalidOperationException.With.Message.Contains("'times'").And.Message.Contains("edge 1"));
    }

    [Test]
    public void ToString_OfAReport_IsALineForEachFigure() => Assert.That(
        new GraphBuildReport(7, 1, 2, 3, 7, 4, 90).ToString().ReplaceLineEndings("|"),
        Is.EqualTo("edges read: 7|self-loops removed: 1|duplicates merged: 2|reverses added: 3|edges: 7|nodes: 4|ids missing: 90"));

    private static void Build(GraphBuilderOptions options, params (int Source, int Target)[] edges)
    {
        using var builder = new GraphBuilder(options);
        builder.AddEdges([.. edges.Select(edge => edge.Source)], [.. edges.Select(edge => edge.Target)]);
        builder.Build().Graph.Dispose();
    }

    private static double[] Weights(Graph graph) => graph.EdgeWeights?.ToArray<double>() ?? [];

    private static List<Edge> Merge(List<Edge> edges, DuplicatePolicy policy)
    {
        return policy == DuplicatePolicy.Keep
            ? edges
            : [.. edges.GroupBy(edge => (edge.Source, edge.Target)).Select(group => group.First() with { Weight = Value([.. group.Select(edge => edge.Weight)]) })];

        double Value(double[] weights) => policy switch
        {
            DuplicatePolicy.First => weights[0],
            DuplicatePolicy.Last => weights[^1],
            DuplicatePolicy.Sum => weights.Sum(),
            DuplicatePolicy.Mean => weights.Average(),
            _ => weights.Max(),
        };
    }

    private static List<Edge> MissingReverses(List<Edge> edges)
    {
        List<(long Source, long Target)> reverses = [.. edges.Select(edge => (edge.Target, edge.Source))];
        return [.. edges.Where(edge => !reverses.Remove((edge.Source, edge.Target))).Select(edge => new Edge(edge.Target, edge.Source, edge.Weight))];
    }

    private sealed record Edge(long Source, long Target, double Weight);
}
