using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Transforms;

[TestFixture]
public sealed class SubgraphTransformsTests
{
    [Test]
    public void InducedSubgraph_RandomNodes_CarriesColumnsAndIds()
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            int[] nodes = [.. new RandomSource(seed).Sequence().Permutation(graph.NodeCount).Take(graph.NodeCount / 2)];
            using Subgraph part = graph.InducedSubgraph(nodes);
            double[] x = graph.Features.Dense!.ToArray<double>();
            int[] kinds = graph.Edges["kind"].ToArray<int>();

            Assert.That(part.NodeIds.ToArray(), Is.EqualTo(nodes));
            Assert.That(part.Graph.Features.Dense!.ToArray<double>(), Is.EqualTo(nodes.SelectMany(node => x.Skip(3 * node).Take(3))));
            Assert.That(part.Graph.Edges["kind"].ToArray<int>(), Is.EqualTo(part.EdgeIds.ToArray().Select(edge => kinds[edge])));
            Assert.That(
                part.EdgeIds.ToArray(),
                Is.EqualTo(Enumerable.Range(0, (int)graph.EdgeCount).Where(edge => nodes.Contains(graph.Sources[edge]) && nodes.Contains(graph.Targets[edge]))));
            Assert.That(part.NewNodeIds().Count(id => id >= 0), Is.EqualTo(nodes.Length));
        }
    }

    [Test]
    public void InducedSubgraph_SparseFeatures_AreTheRowsOfTheNodes()
    {
        using Graph bare = Graph.FromEdges(4, [0, 3], [3, 1]);
        using SparseStructure structure = SparseStructure.FromRows(5, [0, 2, 3, 3, 6], [0, 4, 2, 1, 2, 3]);
        using Graph graph = bare.WithFeatures(new SparseTensor(structure, Tensor.Create(new[] { 1.0, 2, 3, 4, 5, 6 }, 6, TestEngines.Reference)));
        using Subgraph part = graph.InducedSubgraph(3, 2, 0);

        Assert.That(part.Graph.Features.ToDense().ToArray<double>(), Is.EqualTo(new double[] { 0, 4, 5, 6, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2 }));
        Assert.That((part.Graph.Sources.ToArray(), part.Graph.Targets.ToArray()), Is.EqualTo((new[] { 2 }, new[] { 0 })));
    }

    [Test]
    public void InducedSubgraph_BadNodes_AreNamed()
    {
        using Graph graph = Graph.FromEdges(3, [], []);

        Assert.That(() => graph.InducedSubgraph(0, 3), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 3), got 3"));
        Assert.That(() => graph.InducedSubgraph(2, 0, 2), Throws.ArgumentException.With.Message.Contains("got 2 again"));
    }

    [Test]
    public void EdgeSubgraph_Undirected_StaysSoWithBothDirectionsOnly()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], isUndirected: true);
        using Subgraph both = graph.EdgeSubgraph(3, 2, 3);
        using Subgraph one = graph.EdgeSubgraph(0, 2, 3);

        Assert.That((both.Graph.IsUndirected, one.Graph.IsUndirected), Is.EqualTo((true, false)));
        Assert.That(both.EdgeIds.ToArray(), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(both.Graph.NodeCount, Is.EqualTo(3));
        Assert.That(() => graph.EdgeSubgraph(4), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 4), got 4"));
    }

    [TestCase(EdgeDirection.Incoming)]
    [TestCase(EdgeDirection.Outgoing)]
    [TestCase(EdgeDirection.Both)]
    public void KHopSubgraph_RandomGraphs_HasTheNodesOfPlainSearch(EdgeDirection direction)
    {
        for (int seed = 1; seed < TransformGraphs.Seeds; seed++)
        {
            using Graph graph = TransformGraphs.Random(seed);
            for (int hops = 0; hops < 4; hops++)
            {
                using Subgraph near = graph.KHopSubgraph([seed % graph.NodeCount, 0], hops, direction);
                using Subgraph paths = graph.KHopSubgraph([seed % graph.NodeCount, 0], hops, direction, pathsOnly: true);
                HashSet<int> reached = [seed % graph.NodeCount, 0];
                var stepped = new HashSet<int>();
                for (int hop = 0; hop < hops; hop++)
                {
                    HashSet<int> before = [.. reached];
                    for (int edge = 0; edge < graph.EdgeCount; edge++)
                    {
                        Step(direction != EdgeDirection.Outgoing, graph.Targets[edge], graph.Sources[edge], edge);
                        Step(direction != EdgeDirection.Incoming, graph.Sources[edge], graph.Targets[edge], edge);
                    }

                    void Step(bool isAllowed, int from, int to, int edge)
                    {
                        if (isAllowed && before.Contains(from))
                        {
                            reached.Add(to);
                            stepped.Add(edge);
                        }
                    }
                }

                Assert.That(near.NodeIds.ToArray(), Is.EqualTo(reached.Order()));
                Assert.That(paths.NodeIds.ToArray(), Is.EqualTo(reached.Order()));
                Assert.That(paths.EdgeIds.ToArray(), Is.EqualTo(stepped.Order()));
                Assert.That(near.EdgeIds.ToArray(), Is.SupersetOf(stepped));
            }
        }
    }

    [Test]
    public void LargestComponent_WeakAndStrong_DifferAndTiesGoToTheLowestNode()
    {
        using Graph graph = Graph.FromEdges(7, [3, 4, 5, 5, 0, 1], [4, 5, 3, 6, 1, 0]);
        using Subgraph weak = graph.LargestComponent();
        using Subgraph strong = graph.LargestComponent(ComponentKind.Strong);
        using Graph pairs = Graph.FromEdges(4, [2, 0], [3, 1]);
        using Subgraph first = pairs.LargestComponent();
        using Graph empty = Graph.FromEdges(0, [], []);
        using Subgraph none = empty.LargestComponent();

        Assert.That(weak.NodeIds.ToArray(), Is.EqualTo(new[] { 3, 4, 5, 6 }));
        Assert.That(strong.NodeIds.ToArray(), Is.EqualTo(new[] { 3, 4, 5 }));
        Assert.That(first.NodeIds.ToArray(), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(none.NodeIds.Length, Is.Zero);
    }

    [Test]
    public void LineGraph_KnownGraphs_AreKnown()
    {
        // A triangle is its own line graph; a star of three and a path of four give a triangle and a path of three.
        Check(3, [(0, 1), (1, 2), (2, 0)], [(0, 1), (0, 2), (1, 2)]);
        Check(4, [(0, 1), (0, 2), (0, 3)], [(0, 1), (0, 2), (1, 2)]);
        Check(4, [(0, 1), (1, 2), (2, 3)], [(0, 1), (1, 2)]);

        // A self-loop meets each edge at its node; parallel edges meet once.
        Check(2, [(0, 0), (0, 1), (0, 1)], [(0, 1), (0, 2), (1, 2)]);

        static void Check(int nodes, (int A, int B)[] edges, (int A, int B)[] expected)
        {
            using Graph graph = Both(nodes, edges);
            using Graph line = graph.LineGraph();
            using Graph wanted = Both(edges.Length, expected).SortEdges();
            Assert.That(line, Is.EqualTo(wanted));
        }

        static Graph Both(int nodes, (int A, int B)[] edges)
        {
            (int A, int B)[] all = [.. edges.SelectMany(edge => edge.A == edge.B ? [edge] : new[] { edge, (edge.B, edge.A) })];
            return Graph.FromEdges(nodes, [.. all.Select(edge => edge.A)], [.. all.Select(edge => edge.B)], isUndirected: true);
        }
    }

    [Test]
    public void LineGraph_EdgeColumns_BecomeNodeColumns()
    {
        using Graph bare = Graph.FromEdges(3, [0, 1, 1, 2], [1, 0, 2, 1], isUndirected: true);
        using Graph graph = bare.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Create(new[] { 1.0, 3, 5, 9 }, (4, 1)));
        using Graph line = graph.LineGraph();
        using Graph summed = graph.LineGraph(EdgeReduction.Sum);

        Assert.That(line.Features.Dense!.ToArray<double>(), Is.EqualTo(new double[] { 2, 7 }));
        Assert.That(summed.Features.Dense!.ToArray<double>(), Is.EqualTo(new double[] { 4, 14 }));
        Assert.That(line.Edges.Names, Is.Empty);
    }

    [Test]
    public void WithDegreeOneHot_TooHighDegree_NamesTheNode()
    {
        using Graph graph = Graph.FromEdges(3, [1, 1], [0, 2]);
        using Graph encoded = graph.WithDegreeOneHot(direction: EdgeDirection.Both);

        Assert.That(encoded.Features.Dense!.ToArray<double>(), Is.EqualTo(new double[] { 0, 1, 0, 0, 0, 1, 0, 1, 0 }));
        Assert.That(() => graph.WithDegreeOneHot(1), Throws.ArgumentException.With.Message.Contains("Node 1 has degree 2"));
    }

    [Test]
    public void NearestNeighborGraph_TiedPoints_AgreeWithPlainSearch()
    {
        foreach (Engine engine in TestEngines.All)
        {
            foreach (NeighborMetric metric in Enum.GetValues<NeighborMetric>())
            {
                // Points of a small grid: many pairs are equally far apart, and some are one.
                RandomSequence random = new RandomSource(4).Sequence();
                double[] x = [.. Enumerable.Range(0, 150 * 3).Select(_ => (double)random.NextInt32(4))];
                x.AsSpan(0, 3).Clear();
                x.AsSpan(30, 3).Clear();
                using Graph bare = Graph.FromEdges(150, [], []);
                using Graph graph = bare.WithFeatures(Tensor.Create(x, (150, 3), engine));
                using Graph near = graph.NearestNeighborGraph(7, new NeighborOptions { Metric = metric, DistanceColumn = "distance" });
                double[] distances = near.Edges["distance"].ToArray<double>();
                for (int node = 0; node < 150; node++)
                {
                    (double Distance, int Id)[] expected = [.. Enumerable.Range(0, 150).Where(other => other != node)
                        .Select(other => (Distance(x, metric, node, other), other)).Order().Take(7)];
                    Assert.That(near.Targets.Slice(node * 7, 7).ToArray(), Is.All.EqualTo(node));
                    Assert.That(distances.AsSpan(node * 7, 7).ToArray(), Is.EqualTo(expected.Select(pair => pair.Distance)).Within(1e-6));
                    if (metric == NeighborMetric.Euclidean)
                    {
                        Assert.That(near.Sources.Slice(node * 7, 7).ToArray(), Is.EqualTo(expected.Select(pair => pair.Id)));
                    }
                }
            }
        }
    }

    [Test]
    public void NearestNeighborGraph_ManyPoints_AgreesWithPlainSearch()
    {
        // Far from the origin, where products of 32 bits alone would not tell the points apart.
        RandomSource source = new(8);
        double[] x = [.. Enumerable.Range(0, 600 * 16).Select(place => (double)(float)(100 + source.DoubleAt(place)))];
        using Graph bare = Graph.FromEdges(600, [], []);
        using Graph graph = bare.WithFeatures(Tensor.Create(x, (600, 16), TestEngines.Cpu));
        using Graph near = graph.NearestNeighborGraph(5, new NeighborOptions { SelfLoops = true });
        for (int node = 0; node < 600; node++)
        {
            int[] expected = [.. Enumerable.Range(0, 600).OrderBy(other => Squares(x, 16, node, other)).Take(5)];
            Assert.That(near.Sources.Slice(node * 5, 5).ToArray(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void NearestNeighborGraph_EdgeCases_HaveAllTheNeighboursThereAre()
    {
        using Graph bare = Graph.FromEdges(2, [], []);
        using Graph graph = bare.WithFeatures(Tensor.Create(new[] { 1.0, 2 }, (2, 1)));
        using Graph two = graph.NearestNeighborGraph(5);
        using Graph empty = Graph.FromEdges(0, [], []).WithFeatures(Tensor.Zeros((0, 2)));
        using Graph none = empty.NearestNeighborGraph(3);
        using Graph broken = bare.WithFeatures(Tensor.Create(new[] { 1.0, double.NaN }, (2, 1)));

        Assert.That(two.Sources.ToArray(), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(none.EdgeCount, Is.Zero);
        Assert.That(() => broken.NearestNeighborGraph(1), Throws.ArgumentException.With.Message.Contains("row 1, column 0"));
        Assert.That(() => graph.NearestNeighborGraph(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => bare.NearestNeighborGraph(1), Throws.InvalidOperationException);
    }

    private static double Distance(double[] x, NeighborMetric metric, int a, int b)
    {
        if (metric == NeighborMetric.Euclidean)
        {
            return Math.Sqrt(Squares(x, 3, a, b));
        }

        double dot = 0, first = 0, second = 0;
        for (int i = 0; i < 3; i++)
        {
            dot += x[(3 * a) + i] * x[(3 * b) + i];
            first += x[(3 * a) + i] * x[(3 * a) + i];
            second += x[(3 * b) + i] * x[(3 * b) + i];
        }

        return first == 0 || second == 0 ? 1 : 1 - (dot / Math.Sqrt(first * second));
    }

    private static double Squares(double[] x, int width, int a, int b)
    {
        double sum = 0;
        for (int i = 0; i < width; i++)
        {
            double difference = x[(a * width) + i] - x[(b * width) + i];
            sum += difference * difference;
        }

        return sum;
    }
}
