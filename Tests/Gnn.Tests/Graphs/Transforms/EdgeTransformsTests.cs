using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
public sealed class EdgeTransformsTests
{
    private static IEnumerable<(string Name, Func<Graph, Graph> Transform)> Transforms()
    {
        yield return ("coalesce sum", graph => graph.Coalesce());
        yield return ("coalesce mean", graph => graph.Coalesce(EdgeReduction.Mean));
        yield return ("coalesce min", graph => graph.Coalesce(EdgeReduction.Min));
        yield return ("symmetrize", graph => graph.Symmetrize());
        yield return ("symmetrize max", graph => graph.Symmetrize(EdgeReduction.Max));
        yield return ("reverse", graph => graph.Reverse());
        yield return ("sort", graph => graph.SortEdges(EdgeSorting.ByTarget));
        yield return ("two hops", graph => graph.WithTwoHopEdges());
        yield return ("loops", graph => graph.WithSelfLoops());
        yield return ("remaining loops", graph => graph.WithRemainingSelfLoops(LoopFill.Reduce(Reduction.Max)));
        yield return ("no loops", graph => graph.WithoutSelfLoops());
        yield return ("weights", graph => graph.NormalizeWeights());
        yield return ("target degree", graph => graph.WithTargetInDegree());
        yield return ("diffuse", graph => graph.Diffuse(new DiffusionOptions { Kernel = DiffusionKernel.Heat(2), Sparsifier = DiffusionSparsifier.Threshold(1e-6) }));
    }

    [Test]
    public void Transform_RenumberedNodes_GivesTheRenumberedResult([ValueSource(nameof(Transforms))] (string Name, Func<Graph, Graph> Transform) transform)
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed, isUndirected: seed % 3 == 0);
            int[] order = new RandomSource(seed).Stream("order").Sequence().Permutation(graph.NodeCount);
            using Graph renumbered = TransformGraphs.Renumber(graph, order);
            using Graph expected = transform.Transform(graph);
            using Graph actual = transform.Transform(renumbered);

            double[][] expectedRows = TransformGraphs.Rows(expected);
            double[][] actualRows = TransformGraphs.Rows(actual, order);
            Assert.That(actualRows, Has.Length.EqualTo(expectedRows.Length));

            // Sums of a few dozen doubles in another order.
            Assert.That(actualRows, Is.EqualTo(expectedRows).Within(1e-9), $"{transform.Name}, seed {seed}");
            Assert.That(actual.IsUndirected, Is.EqualTo(expected.IsUndirected));
            Assert.That(actual.Labels.ToArray<int>(), Is.EqualTo(Array.ConvertAll(order, node => expected.HostLabels[node])));
        }
    }

    [Test]
    public void Transform_Result_IsSoundAndItsUndirectedFlagIsTrue([ValueSource(nameof(Transforms))] (string Name, Func<Graph, Graph> Transform) transform)
    {
        for (int seed = 0; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed, isUndirected: seed % 2 == 0);
            using Graph result = transform.Transform(graph);

            // FromEdges checks ids and reverses.
            using Graph checkedAgain = Graph.FromEdges(result.NodeCount, result.Sources, result.Targets, result.IsUndirected);
            Assert.That(result.Validate(), Is.Empty);
            Assert.That(result.IsUndirected, Is.EqualTo(graph.IsUndirected || transform.Name.StartsWith("symmetrize", StringComparison.Ordinal)));
        }
    }

    [TestCase(EdgeReduction.Sum)]
    [TestCase(EdgeReduction.Mean)]
    [TestCase(EdgeReduction.Max)]
    [TestCase(EdgeReduction.Min)]
    [TestCase(EdgeReduction.First)]
    public void Coalesce_Twice_ChangesNothing(EdgeReduction reduction)
    {
        for (int seed = 0; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            using Graph once = graph.Coalesce(reduction);
            using Graph twice = once.Coalesce(reduction);

            Assert.That(twice, Is.EqualTo(once));
            Assert.That(EdgeStatistics.CountDuplicates(once), Is.Zero);
            Assert.That(once.EdgeCount, Is.EqualTo(graph.EdgeCount - EdgeStatistics.CountDuplicates(graph)));
        }
    }

    [TestCase(EdgeReduction.Mean)]
    [TestCase(EdgeReduction.Max)]
    [TestCase(EdgeReduction.Min)]
    [TestCase(EdgeReduction.First)]
    public void Symmetrize_Twice_ChangesNothing(EdgeReduction reduction)
    {
        for (int seed = 0; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            using Graph once = graph.Symmetrize(reduction);
            using Graph twice = once.Symmetrize(reduction);

            // The mean of equal numbers is the number, but for rounding of their sum: none for two.
            Assert.That(twice, Is.EqualTo(once));
        }
    }

    [Test]
    public void Symmetrize_Sum_IsTheMatrixPlusItsTranspose()
    {
        using Graph bare = Graph.FromEdges(3, [0, 1, 2, 0], [1, 0, 2, 2]);
        using Graph graph = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(new[] { 1.0, 2, 3, 5 }, 4));
        using Graph symmetric = graph.Symmetrize();

        Assert.That(TransformGraphs.Rows(symmetric), Is.EqualTo(new double[][] { [0, 1, 3], [0, 2, 5], [1, 0, 3], [2, 0, 5], [2, 2, 6] }));
    }

    [Test]
    public void Coalesce_ColumnsThatAreNotFloating_TakeTheFirstEdge()
    {
        using Graph bare = Graph.FromEdges(2, [1, 0, 1], [0, 1, 0]);
        using Graph graph = bare.WithEdgeColumn("kind", Tensor.Create(new[] { 7, 8, 9 }, 3)).WithEdgeColumn("flag", Tensor.Create(new[] { true, false, false }, 3));
        using Graph simple = graph.Coalesce();

        Assert.That(simple.Edges["kind"].ToArray<int>(), Is.EqualTo(new[] { 8, 7 }));
        Assert.That(simple.Edges["flag"].ToArray<bool>(), Is.EqualTo(new[] { false, true }));
    }

    [Test]
    public void Reverse_Twice_GivesTheGraph()
    {
        for (int seed = 0; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            using Graph reversed = graph.Reverse();
            using Graph back = reversed.Reverse();

            Assert.That(back, Is.EqualTo(graph));
            Assert.That(reversed.Sources.ToArray(), Is.EqualTo(graph.Targets.ToArray()));
        }
    }

    [Test]
    public void WithTwoHopEdges_Path_JoinsEverySecond()
    {
        using Graph path = Graph.FromEdges(4, [0, 1, 2], [1, 2, 3]);
        using Graph joined = path.WithTwoHopEdges();

        Assert.That(TransformGraphs.Rows(joined), Is.EqualTo(new double[][] { [0, 1], [0, 2], [1, 2], [1, 3], [2, 3] }));
    }

    [Test]
    public void SelfLoops_AddedAndRemoved_GiveTheOtherEdges()
    {
        for (int seed = 0; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            using Graph plain = graph.WithoutSelfLoops();
            using Graph looped = graph.WithRemainingSelfLoops();
            using Graph again = looped.WithoutSelfLoops();

            Assert.That(again, Is.EqualTo(plain));
            Assert.That(EdgeStatistics.CountSelfLoops(looped), Is.EqualTo(graph.NodeCount));
            Assert.That(looped.Edges["kind"].ToArray<int>()[^1], Is.InRange(0, 4));
        }
    }

    [Test]
    public void Transforms_OneGraphAfterAnother_LeaveTheirInputs()
    {
        Graph graph = TransformGraphs.Random(4);
        string hash = graph.ContentHash;
        using Graph reversed = graph.Reverse();
        using Graph simple = reversed.Coalesce();
        Assert.That(graph.ContentHash, Is.EqualTo(hash));
        graph.Dispose();

        Assert.That(simple.Features.Dense!.ToArray<double>(), Has.Length.EqualTo(simple.NodeCount * 3));
        Assert.That(reversed.Edges["kind"].ToArray<int>(), Has.Length.EqualTo((int)reversed.EdgeCount));
    }

    [Test]
    public void Transforms_KindThatIsNone_IsNamed()
    {
        using Graph graph = Graph.FromEdges(1, [], []);

        Assert.That(() => graph.Coalesce((EdgeReduction)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Sum, Mean, Max, Min, First"));
        Assert.That(() => graph.SortEdges((EdgeSorting)9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("BySource"));
        Assert.That(() => graph.NormalizeWeights((WeightNormalization)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Transforms_TwoMillionEdges_TakeUnderASecondEach()
    {
        const int nodes = 200_000;
        const int edges = 2_000_000;
        RandomSequence random = new RandomSource(5).Sequence();
        int[] sources = new int[edges];
        int[] targets = new int[edges];
        for (int edge = 0; edge < edges; edge++)
        {
            (sources[edge], targets[edge]) = (random.NextInt32(nodes), random.NextInt32(nodes));
        }

        using Graph bare = Graph.FromEdges(nodes, sources, targets);
        using Graph graph = bare.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Ones(edges));
        using Graph simple = Measure("coalesce", () => graph.Coalesce());
        using Graph symmetric = Measure("symmetrize", () => graph.Symmetrize());
        using Subgraph largest = Measure("largest component", () => bare.LargestComponent());
        using Subgraph strong = Measure("largest strong component", () => bare.LargestComponent(ComponentKind.Strong));

        using Tensor total = simple.EdgeWeights!.Sum();
        Assert.That(total.Item(), Is.EqualTo(edges).Within(0.5));
        Assert.That(symmetric.IsUndirected, Is.True);
        Assert.That(largest.NodeIds.Length, Is.GreaterThan(0.99 * nodes));

        // The processor's time, because other programs run too, and the best of three. A sort of the edges by comparison alone takes longer than the limit.
        static T Measure<T>(string name, Func<T> run)
            where T : class, IDisposable
        {
            TimeSpan best = TimeSpan.MaxValue;
            T? result = null;
            for (int repeat = 0; repeat < 3 && best > TimeSpan.FromSeconds(1); repeat++)
            {
                result?.Dispose();
                TimeSpan start = Environment.CpuUsage.TotalTime;
                result = run();
                TimeSpan took = Environment.CpuUsage.TotalTime - start;
                best = took < best ? took : best;
            }

            TestContext.Out.WriteLine($"{name}: {best.TotalMilliseconds:f0} ms");
            Assert.That(best, Is.LessThan(TimeSpan.FromSeconds(1)), name);
            return result!;
        }
    }
}
