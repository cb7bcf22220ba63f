using Gnn.Graphs;
using Gnn.Graphs.Links;
using Gnn.Graphs.Splits;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Tests.Training;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Links;

[TestFixture]
[Parallelizable(ParallelScope.Self)] // Long at work, much of it on one thread: beside the fixtures that wait for processes.
internal sealed class HardNegativesTests
{
    private static readonly SplitSizes Sizes = SplitSizes.Shares(0.7, 0.1);
    private static readonly HardNegativeOptions Exact = new() { PerLink = 9, Epsilon = 1e-13 };

    [Test]
    public void WithHardNegatives_SmallGraphs_AreTheBestByRanksCountedOneByOne(
        [Values("communities", "sparse", "bare")] string name,
        [Values] bool rankZeros,
        [Values(LinkHeuristic.ResourceAllocation, LinkHeuristic.CommonNeighbors, LinkHeuristic.AdamicAdar)] LinkHeuristic neighbours,
        [Values] bool withValidation)
    {
        using Graph graph = Make(name);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));
        HardNegativeOptions options = Exact with { RankZeros = rankZeros, CommonNeighbors = neighbours, TestWithValidationLinks = withValidation };

        LinkSplit split = LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), options);

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        Assert.That((split.Validation.PerLink, split.Test.PerLink), Is.EqualTo((9, 9)));
        Compare(graph, edges.Validation, split.Validation, new Oracle(graph, edges.TrainMessages, options));
        Compare(graph, edges.Test, split.Test, new Oracle(graph, withValidation ? edges.TestMessages : edges.TrainMessages, options));
    }

    [Test]
    public void WithHardNegatives_DirectedLinks_KeepTheirDirection()
    {
        using Graph both = Communities.Graph(Engine.Default);
        int[] kept = [.. Enumerable.Range(0, both.Sources.Length).Where(edge => edge % 3 != 0)];
        using Graph bare = Graph.FromEdges(both.NodeCount, [.. kept.Select(edge => both.Sources[edge])], [.. kept.Select(edge => both.Targets[edge])]);
        using Graph graph = bare.WithFeatures(both.Features);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1), separateReverses: true);

        LinkSplit split = LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), Exact);

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        HashSet<(int, int)> known = [.. graph.Sources.ToArray().Zip(graph.Targets.ToArray())];
        int reversed = split.Test.Sources.ToArray().Zip(split.Test.Targets.ToArray()).Count(pair => known.Contains((pair.Second, pair.First)));
        Assert.That(reversed, Is.GreaterThan(0), "a reverse that is no edge is a pair like others, and a likely one");
    }

    [Test]
    public void WithHardNegatives_SameSeed_SameAtAnyThreadCountAndOtherwiseNot()
    {
        using Graph graph = Make("sparse");
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));

        LinkSplit one = LinkSplits.ChooseHard(graph, edges, new RandomSource(2), Exact, threads: 1);
        LinkSplit five = LinkSplits.ChooseHard(graph, edges, new RandomSource(2), Exact, threads: 5);
        LinkSplit other = LinkSplits.ChooseHard(graph, edges, new RandomSource(3), Exact, threads: 5);

        Assert.That(Pairs(five), Is.EqualTo(Pairs(one)));
        Assert.That(Pairs(other), Is.Not.EqualTo(Pairs(one)), "nodes of one rank are drawn");
    }

    [Test]
    public void WithHardNegatives_InductiveSplit_AreOfNodesThatThePartSees()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit edges = EdgeSplit.Inductive(graph, SplitSizes.Shares(0.6, 0.2), 0.5, new RandomSource(1));

        LinkSplit split = LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), Exact);

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        Compare(graph, edges.Validation, split.Validation, new Oracle(graph, edges.ValidationMessages, Exact), [.. edges.TestNodes.ToArray()]);
        Compare(graph, edges.Test, split.Test, new Oracle(graph, edges.TestMessages, Exact));
    }

    [Test]
    public void WithHardNegatives_OneEndIsNearlyFull_OtherEndGivesTheMore()
    {
        // Node 0 has an edge to all but node 9; the nodes 1 to 8 have none other.
        using Graph graph = Graph.FromEdges(10, [.. Enumerable.Repeat(0, 8), .. Enumerable.Range(1, 8)], [.. Enumerable.Range(1, 8), .. Enumerable.Repeat(0, 8)], isUndirected: true);
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(0.5, 0.25), new RandomSource(1));

        LinkSplit split = LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), new HardNegativeOptions { PerLink = 9 });

        Assert.That(split.Audit(graph).IsSound, split.Audit(graph).ToString());
        int own = split.Test.Sources[..9].ToArray().Zip(split.Test.Targets[..9].ToArray()).Count(pair => pair.First == 0 || pair.Second == 0);
        Assert.That(own, Is.EqualTo(1), "the hub has one free node, the leaf its eight");
        Assert.That(
            () => LinkSplits.WithHardNegatives(graph, edges, new RandomSource(2), new HardNegativeOptions { PerLink = 10 }),
            Throws.InvalidOperationException.With.Message.Contains("not the 10 that are asked"));
    }

    [Test]
    public void WithHardNegatives_WrongArguments_AreRefused()
    {
        using Graph graph = Communities.Graph(Engine.Default);
        EdgeSplit edges = EdgeSplit.Random(graph, Sizes, new RandomSource(1));
        using Graph other = Graph.FromEdges(3, [0], [1]);

        Assert.That(() => LinkSplits.WithHardNegatives(other, edges, default), Throws.ArgumentException.With.Message.Contains("the graph has 1"));
        Refused(Exact with { PerLink = 0 });
        Refused(Exact with { Damping = 1 });
        Refused(Exact with { Epsilon = double.NaN });
        Refused(Exact with { CommonNeighbors = LinkHeuristic.Katz });

        void Refused(HardNegativeOptions options) =>
            Assert.That(() => LinkSplits.WithHardNegatives(graph, edges, default, options), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static int[] Pairs(LinkSplit split) =>
        [.. split.Validation.Sources, .. split.Validation.Targets, .. split.Test.Sources, .. split.Test.Targets];

    private static Graph Make(string name)
    {
        if (name == "communities")
        {
            return Communities.Graph(Engine.Default);
        }

        // Few edges, so that many nodes share nothing, and nodes without any.
        RandomSequence draws = new RandomSource(12).Sequence();
        var pairs = new HashSet<(int, int)>();
        while (pairs.Count < 50)
        {
            (int a, int b) = (draws.NextInt32(40), draws.NextInt32(40));
            _ = a < b && pairs.Add((a, b));
        }

        int[] from = [.. pairs.Select(pair => pair.Item1)], to = [.. pairs.Select(pair => pair.Item2)];
        Graph bare = Graph.FromEdges(45, [.. from, .. to], [.. to, .. from], isUndirected: true);
        if (name == "bare")
        {
            return bare;
        }

        using (bare)
        {
            int[] starts = [.. Enumerable.Range(0, 46).Select(node => Math.Min(2 * node, 80))];
            int[] columns = [.. Enumerable.Range(0, 40).SelectMany(node => new[] { node % 7, 7 + (node % 5) })];
            SparseStructure rows = SparseStructure.FromRows(12, starts, columns);
            Tensor values = Tensor.Create([.. columns.Select(column => 1f + column)], columns.Length);
            return bare.WithFeatures(new SparseTensor(rows, values));
        }
    }

    /// <summary>Each half of a link's negatives has the best ranks that there are, in their order; of equal ones any.</summary>
    private static void Compare(Graph graph, ReadOnlySpan<int> part, LinkNegatives negatives, Oracle oracle, int[]? unseen = null)
    {
        HashSet<(int, int)> edges = [.. graph.Sources.ToArray().Zip(graph.Targets.ToArray())];
        for (int link = 0; link < part.Length; link++)
        {
            (int source, int target) = (graph.Sources[part[link]], graph.Targets[part[link]]);
            int half = (link * 9) + 5;
            Assert.That(negatives.Sources[(half - 5)..half].ToArray(), Is.All.EqualTo(source));
            Assert.That(negatives.Targets[half..(half + 4)].ToArray(), Is.All.EqualTo(target));
            CompareEnd(source, negatives.Targets[(half - 5)..half].ToArray());
            CompareEnd(target, negatives.Sources[half..(half + 4)].ToArray());
        }

        void CompareEnd(int end, int[] chosen)
        {
            int[] candidates = [.. Enumerable.Range(0, graph.NodeCount).Where(node => node != end && !edges.Contains((end, node)) && unseen?.Contains(node) != true)];
            Dictionary<int, int> ranks = oracle.Ranks(end, candidates);
            Assert.That(chosen, Is.Unique.And.SubsetOf(candidates));
            Assert.That(chosen.Select(node => ranks[node]), Is.EqualTo(candidates.Select(node => ranks[node]).Order().Take(chosen.Length)), $"of node {end}");
        }
    }

    /// <summary>Scores by matrices of all nodes, ranks by counting.</summary>
    private sealed class Oracle
    {
        private readonly double[][][] _scores;
        private readonly bool _rankZeros;

        internal Oracle(Graph graph, ReadOnlySpan<int> messages, HardNegativeOptions options)
        {
            int n = graph.NodeCount;
            _rankZeros = options.RankZeros;
            bool[,] a = new bool[n, n];
            foreach (int edge in messages)
            {
                a[graph.Sources[edge], graph.Targets[edge]] = a[graph.Targets[edge], graph.Sources[edge]] = true;
            }

            int[] degrees = [.. Enumerable.Range(0, n).Select(u => Enumerable.Range(0, n).Count(v => a[u, v]))];
            double[][] common = Matrix(n, (u, v) => Enumerable.Range(0, n).Where(w => a[u, w] && a[w, v]).Sum(w => options.CommonNeighbors switch
            {
                LinkHeuristic.CommonNeighbors => 1,
                LinkHeuristic.AdamicAdar => 1 / Math.Log(degrees[w]),
                _ => 1.0 / degrees[w],
            }));
            double[][] walks = [.. Enumerable.Range(0, n).Select(root => Walk(root))];
            _scores = !graph.HasFeatures ? [common, walks] : [common, walks, Cosines(graph)];

            double[] Walk(int root)
            {
                double[] at = new double[n], sum = new double[n];
                at[root] = 1 - options.Damping;
                for (int step = 0; step < 300; step++)
                {
                    double[] next = new double[n];
                    for (int u = 0; u < n; u++)
                    {
                        sum[u] += at[u];
                        for (int v = 0; v < n; v++)
                        {
                            next[v] += a[u, v] ? options.Damping * at[u] / degrees[u] : 0;
                        }
                    }

                    at = next;
                }

                // Numbers that differ by rounding alone are equal: twins are.
                return [.. sum.Select(score => score < 1e-15 ? 0 : double.Round(score, 13))];
            }
        }

        internal Dictionary<int, int> Ranks(int end, int[] candidates)
        {
            int most = int.MaxValue - 1;
            var ranks = candidates.ToDictionary(node => node, _ => int.MaxValue);
            foreach (double[][] scores in _scores)
            {
                double[] own = scores[end];
                double best = candidates.Max(node => own[node]);
                if (best <= 0)
                {
                    continue;
                }

                int lowest = 0;
                foreach (int node in candidates.Where(node => own[node] > 0))
                {
                    int rank = 1 + candidates.Count(other => own[other] >= own[node] && own[other] < best);
                    ranks[node] = Math.Min(ranks[node], rank);
                    lowest = Math.Max(lowest, rank);
                }

                most = _rankZeros ? Math.Min(most, lowest + 1) : most;
            }

            return ranks.ToDictionary(pair => pair.Key, pair => pair.Value == int.MaxValue ? pair.Value : Math.Min(pair.Value, most));
        }

        private static double[][] Cosines(Graph graph)
        {
            double[] x = graph.Features.ToDense().ToArray<double>();
            int width = (int)graph.Features.Shape[1];
            double[][] rows = [.. x.Chunk(width).Select(row =>
            {
                double length = Math.Sqrt(row.Sum(each => each * each));
                return length == 0 ? row : [.. row.Select(each => each * (1 / length))];
            })];
            return Matrix(graph.NodeCount, (u, v) => double.Round(rows[u].Zip(rows[v]).Sum(pair => pair.First * pair.Second), 6));
        }

        private static double[][] Matrix(int n, Func<int, int, double> entry) =>
            [.. Enumerable.Range(0, n).Select(u => Enumerable.Range(0, n).Select(v => entry(u, v)).ToArray())];
    }
}
