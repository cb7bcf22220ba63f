using Gnn.Graphs;
using Gnn.Sampling.Walks;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Tensors.Threading;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Walks;

[TestFixture]
public sealed partial class RandomWalkerTests
{
    private const int Draws = 200_000;

    private static readonly RandomSource Random = new(1);

    [Test]
    public void Walk_Steps_AreProportionalToWeights([Values] WalkDirection direction, [Values] bool isWeighted, [Values] bool isUndirected)
    {
        using Graph graph = isUndirected ? WalkGraphs.Repeated() : WalkGraphs.Directed();
        float[]? weights = isWeighted ? WalkGraphs.Weights(graph.EdgeCount) : null;
        using RandomWalker walker = Walker(graph, new WalkOptions { Direction = direction }, weights);
        double[,] matrix = WalkGraphs.Matrix(graph, direction == WalkDirection.OutEdges, weights);
        long[,] counts = Transitions(walker, Draws / 10, 10);
        var test = new ChiSquare();
        for (int node = 0; node < graph.NodeCount; node++)
        {
            test.Add(Row(counts, node), WalkGraphs.Row(matrix, node));
        }

        Assert.That(test.Draws, Is.GreaterThan(Draws / 2));
        Assert.That(test.P, Is.GreaterThan(0.001));
    }

    [Test]
    public void Walk_ByWeight_IsWithinOnePercent()
    {
        // Two hundred thousand draws of the rarest kind have a standard deviation of 0.21 %: one percent is nearly five of them.
        using Graph graph = Graph.FromEdges(4, [0, 0, 0, 0], [1, 2, 3, 2]);
        using RandomWalker walker = Walker(graph, new WalkOptions(), [1, 1, 6, 2]);
        long[,] counts = Transitions(walker, 1_000_000, 1, node: 0, repeats: 2);
        Assert.Multiple(() =>
        {
            Assert.That(counts[0, 1] / 2e6, Is.EqualTo(0.1).Within(1).Percent);
            Assert.That(counts[0, 2] / 2e6, Is.EqualTo(0.3).Within(1).Percent);
            Assert.That(counts[0, 3] / 2e6, Is.EqualTo(0.6).Within(1).Percent);
        });
    }

    [Test]
    public void Walk_WithRestart_ReturnsWithItsProbability([Values] bool isWeighted, [Values(0.15, 0.5, 1.0)] double restart)
    {
        using Graph graph = WalkGraphs.Triangles();
        float[]? weights = isWeighted ? WalkGraphs.Weights(graph.EdgeCount) : null;
        using RandomWalker walker = Walker(graph, new WalkOptions { Restart = restart }, weights);
        double[,] matrix = WalkGraphs.Matrix(graph, isOut: true, weights);
        const int start = 3;
        long[,] counts = Transitions(walker, Draws / 10, 10, start, repeats: 1);
        var test = new ChiSquare();
        for (int node = 0; node < graph.NodeCount; node++)
        {
            double[] row = WalkGraphs.Row(matrix, node);
            double total = row.Sum();
            double[] chances = [.. row.Select((weight, to) => ((1 - restart) * (total > 0 ? weight / total : 0)) + (to == start ? restart : 0))];
            test.Add(Row(counts, node), chances);
        }

        Assert.That(test.Draws, Is.EqualTo(Draws));
        Assert.That(test.P, Is.GreaterThan(0.001));
    }

    [Test]
    public void Walk_FirstOrder_EqualsOracle(
        [Values] WalkDirection direction, [Values] bool isWeighted, [Values] bool isWide, [Values(0, 0.2)] double restart, [Values] DeadEnd deadEnd)
    {
        using Graph graph = WalkGraphs.Directed(nodes: 40, edges: 90);
        var options = new WalkOptions { Direction = direction, Restart = restart, DeadEnd = deadEnd };
        AssertEqualsOracle(graph, options, isWeighted, isWide, [0, 1, 2, 3, 5, 21]);
    }

    [TestCase(DeadEnd.Stop, new[] { 0, 1, 2, -1, -1 }, new[] { 3, -1, -1, -1, -1 })]
    [TestCase(DeadEnd.Stay, new[] { 0, 1, 2, 2, 2 }, new[] { 3, 3, 3, 3, 3 })]
    public void Walk_DeadEndOrIsolatedNode_EndsAsAsked(DeadEnd deadEnd, int[] chain, int[] isolated)
    {
        using Graph graph = Graph.FromEdges(4, [0, 1], [1, 2]);
        foreach (WalkOptions options in (WalkOptions[])[new() { DeadEnd = deadEnd }, new() { DeadEnd = deadEnd, P = 2, Q = 3 }])
        {
            using var walker = new RandomWalker(graph, options);
            using WalkBatch walks = walker.Walk([0, 3], 4, Random);
            Assert.That(walks[0].ToArray(), Is.EqualTo(chain));
            Assert.That(walks[1].ToArray(), Is.EqualTo(isolated));
        }
    }

    [Test]
    public void Walk_RowWithoutWeight_IsDeadEnd([Values(1.0, 3.0)] double q)
    {
        using Graph graph = Graph.FromEdges(4, [0, 1, 1, 2], [1, 2, 0, 3]);
        using RandomWalker stops = Walker(graph, new WalkOptions { Q = q }, [1, 0, 0, 1]), stays = Walker(graph, new WalkOptions { Q = q, DeadEnd = DeadEnd.Stay }, [1, 0, 0, 1]);
        using WalkBatch stopped = stops.Walk([0], 3, Random), stayed = stays.Walk([0], 3, Random);
        Assert.That(stopped[0].ToArray(), Is.EqualTo(new[] { 0, 1, -1, -1 }));
        Assert.That(stayed[0].ToArray(), Is.EqualTo(new[] { 0, 1, 1, 1 }));
    }

    [Test]
    public void Walk_SelfLoopAlone_StaysOnIt([Values(1.0, 0.5)] double p)
    {
        using Graph graph = Graph.FromEdges(2, [0, 1], [0, 0]);
        using var walker = new RandomWalker(graph, new WalkOptions { P = p });
        using WalkBatch walks = walker.Walk([1, 0], 3, Random);
        Assert.That(walks.Nodes.Span().ToArray(), Is.EqualTo(new[] { 1, 0, 0, 0, 0, 0, 0, 0 }));
    }

    [Test]
    public void Walk_AnyThreadCount_GivesTheSameBytes([Values(1.0, 0.25)] double p, [Values] bool isWeighted)
    {
        using Graph graph = WalkGraphs.Directed(nodes: 3000, edges: 20_000);
        using RandomWalker walker = Walker(graph, new WalkOptions { P = p, Q = p == 1 ? 1 : 4 }, isWeighted ? WalkGraphs.Weights(graph.EdgeCount) : null);
        int[] starts = [.. Enumerable.Range(0, 3000)];
        int[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            using var pool = new ForkJoinPool(threads);
            using WalkBatch walks = walker.Walk(starts, default, hasKeys: false, 12, Random, walksPerStart: 5, pool);
            expected ??= walks.Nodes.Span().ToArray();
            Assert.That(walks.Nodes.Span().SequenceEqual(expected), $"{threads} threads");
        }
    }

    [Test]
    public void Walk_AnyBatch_GivesTheSameWalks([Values(1.0, 0.25)] double p)
    {
        using Graph graph = WalkGraphs.Directed(nodes: 500, edges: 4000);
        using var walker = new RandomWalker(graph, new WalkOptions { P = p, Q = p == 1 ? 1 : 4 });
        int[] order = Random.Sequence().Permutation(500);
        using WalkBatch all = walker.Walk([.. Enumerable.Range(0, 500)], 9, Random, walksPerStart: 3);
        using WalkBatch shuffled = walker.Walk(order, 9, Random, walksPerStart: 3);
        using WalkBatch some = walker.Walk(order.AsSpan(0, 7), 9, Random, walksPerStart: 2);
        using WalkBatch keyed = walker.Walk([4, 4], [4 + 1000, 4 + 500], 9, Random);
        Assert.Multiple(() =>
        {
            for (int r = 0; r < 3; r++)
            {
                for (int i = 0; i < 500; i++)
                {
                    Assert.That(shuffled[(r * 500) + i].SequenceEqual(all[(r * 500) + order[i]]));
                }
            }

            for (int i = 0; i < 14; i++)
            {
                Assert.That(some[i].SequenceEqual(all[(i / 7 * 500) + order[i % 7]]));
            }

            Assert.That(keyed[0].SequenceEqual(all[1004]));
            Assert.That(keyed[1].SequenceEqual(all[504]));
        });
    }

    [Test]
    public void Walk_OtherSource_GivesOtherWalks()
    {
        using Graph graph = WalkGraphs.Triangles();
        using var walker = new RandomWalker(graph);
        using WalkBatch first = walker.Walk([0, 1, 2], 30, Random), second = walker.Walk([0, 1, 2], 30, Random.Stream(1));
        Assert.That(first.Nodes.Span().SequenceEqual(second.Nodes.Span()), Is.False);
    }

    [Test]
    public void Walk_AfterGraphIsDisposed_GoesOn()
    {
        Graph graph = WalkGraphs.Triangles();
        using var walker = new RandomWalker(graph, new WalkOptions { Direction = WalkDirection.InEdges });
        using WalkBatch before = walker.Walk([0, 1], 20, Random);
        graph.Dispose();
        using WalkBatch after = walker.Walk([0, 1], 20, Random);
        Assert.That(after.Nodes.Span().SequenceEqual(before.Nodes.Span()));
    }

    [Test]
    public void Walk_NoStarts_IsEmpty()
    {
        using Graph graph = WalkGraphs.Triangles();
        using var walker = new RandomWalker(graph);
        using WalkBatch walks = walker.Walk([], 5, Random);
        Assert.That(walks.Count, Is.Zero);
        Assert.That(walks.ToString(), Is.EqualTo("WalkBatch: 0 walks of 5 steps"));
        using Graph empty = Graph.FromEdges(0, [], []);
        using RandomWalker first = new(empty), second = new(empty, new WalkOptions { Q = 2 });
        using WalkBatch none = first.Walk([], 3, Random), alsoNone = second.Walk([], 3, Random);
        Assert.That(none.Count + alsoNone.Count, Is.Zero);
    }

    [Test]
    public void Walk_BadArguments_AreNamed()
    {
        using Graph graph = WalkGraphs.Triangles();
        var walker = new RandomWalker(graph);
        Assert.Multiple(() =>
        {
            Assert.That(() => walker.Walk([0, 9], 5, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Start 1 must be a node in [0, 9), got 9"));
            Assert.That(() => walker.Walk([-1], 5, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("starts"));
            Assert.That(() => walker.Walk([0], -1, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("length"));
            Assert.That(() => walker.Walk([0], 65_537, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("length"));
            Assert.That(() => walker.Walk([0], 5, Random, 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("walksPerStart"));
            Assert.That(() => walker.Walk(new int[3], 5, Random, 1 << 30), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("walksPerStart"));
            Assert.That(() => walker.Walk([0, 1], [1L], 5, Random), Throws.ArgumentException.With.Property("ParamName").EqualTo("keys"));
            Assert.That(() => walker.Walk([0, 1], [0L, 1L << 39], 5, Random), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("keys"));
        });
        walker.Dispose();
        walker.Dispose();
        Assert.That(() => walker.Walk([0], 5, Random), Throws.InstanceOf<ObjectDisposedException>());
    }

    [TestCase(-1f)]
    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void Constructor_BadWeight_NamesTheEdge(float bad)
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);
        using Tensor weights = Tensor.Create<float>([1, bad], 2);
        Assert.That(
            () => new RandomWalker(graph, null, weights),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("weights").And.Message.Contains("for edge 1"));
    }

    [Test]
    public void Constructor_BadArguments_AreNamed()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1], [1, 2]);
        using SparseStructure tall = SparseStructure.FromEdges(3, 2, [0], [1]);
        using Tensor few = Tensor.Create<float>([1], 1);
        Assert.Multiple(() =>
        {
            Assert.That(() => new RandomWalker(graph, null, few), Throws.ArgumentException.With.Message.Contains("floating [2]"));
            Assert.That(() => new RandomWalker(graph.OutEdges), Throws.ArgumentException.With.Message.Contains("transpose"));
            Assert.That(() => new RandomWalker(tall), Throws.ArgumentException.With.Message.Contains("square"));
            Assert.That(() => new RandomWalker(graph, new WalkOptions { P = 2, Restart = 0.1 }), Throws.ArgumentException.With.Property("ParamName").EqualTo("options"));
            Assert.That(() => new RandomWalker((Graph)null!), Throws.ArgumentNullException);
        });
    }

    private static void AssertEqualsOracle(Graph graph, WalkOptions options, bool isWeighted, bool isWide, int[] lengths)
    {
        using SparseStructure? wide = isWide ? WalkGraphs.Wide(graph) : null;
        SparseStructure structure = wide ?? graph.InEdges;
        float[]? weights = isWeighted ? WalkGraphs.Weights(graph.EdgeCount) : null;
        using Tensor? tensor = weights is null ? null : Tensor.Create<float>(weights, weights.Length);
        using var walker = new RandomWalker(structure, options, tensor);
        var oracle = new WalkOracle(structure, options, weights, Random);
        int[] starts = [.. Enumerable.Range(0, graph.NodeCount)];
        foreach (int length in lengths)
        {
            using WalkBatch walks = walker.Walk(starts, length, Random, walksPerStart: 4);
            for (int walk = 0; walk < walks.Count; walk++)
            {
                Assert.That(walks[walk].ToArray(), Is.EqualTo(oracle.Walk(starts[walk % starts.Length], walk, length)), $"walk {walk} of {length} steps");
            }
        }
    }

    private static RandomWalker Walker(Graph graph, WalkOptions options, float[]? weights)
    {
        using Tensor? tensor = weights is null ? null : Tensor.Create<float>(weights, weights.Length);
        return new RandomWalker(graph, options, tensor);
    }

    /// <summary>How often walks went from each node to each; from all nodes in turn, or from one.</summary>
    private static long[,] Transitions(RandomWalker walker, int walks, int length, int? node = null, int repeats = 1)
    {
        long[,] counts = new long[walker.NodeCount, walker.NodeCount];
        int[] starts = [.. Enumerable.Range(0, walks).Select(walk => node ?? (walk % walker.NodeCount))];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            long[] keys = [.. Enumerable.Range(0, walks).Select(walk => ((long)repeat * walks) + walk)];
            using WalkBatch batch = walker.Walk(starts, keys, length, Random);
            for (int walk = 0; walk < walks; walk++)
            {
                ReadOnlySpan<int> nodes = batch[walk];
                for (int step = 0; step < length && nodes[step + 1] >= 0; step++)
                {
                    counts[nodes[step], nodes[step + 1]]++;
                }
            }
        }

        return counts;
    }

    private static long[] Row(long[,] counts, int row) => [.. Enumerable.Range(0, counts.GetLength(1)).Select(column => counts[row, column])];
}
