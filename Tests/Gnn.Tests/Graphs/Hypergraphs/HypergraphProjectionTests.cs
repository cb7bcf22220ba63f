using Gnn.Graphs;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Hypergraphs;

[TestFixture]
internal sealed class HypergraphProjectionTests
{
    [Test]
    public void DualAndStar_RandomHypergraphs_ComeBackExactly([Range(0, 19)] int seed)
    {
        using Hypergraph hypergraph = Full(seed);
        using Hypergraph dual = hypergraph.Dual();
        using Hypergraph again = dual.Dual();
        (Graph star, ProjectionLoss loss) = hypergraph.StarExpansion();
        using (star)
        using (Hypergraph fromStar = Hypergraph.FromStarExpansion(star))
        {
            Assert.That(again, Is.EqualTo(hypergraph));
            Assert.That(fromStar, Is.EqualTo(hypergraph));
            Assert.That(() => Graph.FromEdges(star.NodeCount, star.Sources, star.Targets, isUndirected: true).Dispose(), Throws.Nothing);
            Assert.That(loss.IsLossless, Is.True);
        }

        for (int node = 0; node < hypergraph.NodeCount; node++)
        {
            Assert.That(dual.MembersOf(node).ToArray(), Is.EqualTo(hypergraph.HyperedgesOf(node).ToArray()));
        }

        Assert.That(dual.Nodes.Names, Is.EqualTo(hypergraph.Hyperedges.Names));
    }

    [Test]
    public void Dual_IncidenceColumn_FollowsItsIncidence()
    {
        using Hypergraph hypergraph = Hypergraph.FromMembers(3, [[1, 2], [0, 1]]).WithIncidenceColumn("k", Tensor.Create(new[] { 12, 13, 20, 21 }, 4));
        using Hypergraph dual = hypergraph.Dual();

        // Node 0 is in hyperedge 1 (20), node 1 in 0 and 1 (12, 21), node 2 in 0 (13).
        Assert.That(dual.Incidences["k"].ToArray<int>(), Is.EqualTo(new[] { 20, 12, 21, 13 }));
    }

    [Test]
    public void StarExpansion_Columns_StandInTheirRows()
    {
        using Hypergraph hypergraph = Hypergraph.FromMembers(2, [[0, 1], [1], [0]])
            .WithNodeColumn("x", Tensor.Create(new[] { 1.0, 2 }, (2, 1))).WithHyperedgeColumn("x", Tensor.Create(new[] { 3, 4, 5 }, 3))
            .WithIncidenceColumn("k", Tensor.Create(new[] { 1L, 2, 3, 4 }, 4));
        using Graph star = hypergraph.StarExpansion().Graph;

        Assert.That(star.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 1, 0, 2, 2, 3, 4 }));
        Assert.That(star.Targets.ToArray(), Is.EqualTo(new[] { 2, 2, 3, 4, 0, 1, 1, 0 }));
        Assert.That(star.Nodes["node.x"].ToArray<double>(), Is.EqualTo(new[] { 1.0, 2, 0, 0, 0 }));
        Assert.That(star.Nodes["hyperedge.x"].ToArray<int>(), Is.EqualTo(new[] { 0, 0, 3, 4, 5 }));
        Assert.That(star.Nodes["is_hyperedge"].ToArray<bool>(), Is.EqualTo(new[] { false, false, true, true, true }));
        Assert.That(star.Edges["k"].ToArray<long>(), Is.EqualTo(new[] { 1L, 2, 3, 4, 1, 2, 3, 4 }));
    }

    [Test]
    public void FromStarExpansion_BadGraphs_SaysWhatIsWrong()
    {
        using Graph plain = Graph.FromEdges(2, [0], [1]);
        using Graph mixed = plain.WithNodeColumn("is_hyperedge", Tensor.Create(new[] { true, false }, 2));
        using Graph inside = plain.WithNodeColumn("is_hyperedge", Tensor.Create(new[] { false, false }, 2));
        using Graph back = Graph.FromEdges(2, [1], [0]).WithNodeColumn("is_hyperedge", Tensor.Create(new[] { false, true }, 2));
        using Graph twice = Graph.FromEdges(2, [0, 0], [1, 1]).WithNodeColumn("is_hyperedge", Tensor.Create(new[] { false, true }, 2));

        Assert.That(() => Hypergraph.FromStarExpansion(plain), Throws.ArgumentException.With.Message.Contains("'is_hyperedge', Bool [2]"));
        Assert.That(() => Hypergraph.FromStarExpansion(mixed), Throws.ArgumentException.With.Message.Contains("0 is a hyperedge and 1 is a node"));
        Assert.That(() => Hypergraph.FromStarExpansion(inside), Throws.ArgumentException.With.Message.Contains("edge 0 is 0 -> 1"));
        Assert.That(() => Hypergraph.FromStarExpansion(back), Throws.ArgumentException.With.Message.Contains("turn it round"));
        Assert.That(() => Hypergraph.FromStarExpansion(twice), Throws.ArgumentException.With.Message.Contains("names node 0 twice"));
    }

    [Test]
    public void CliqueExpansion_RandomHypergraphs_IsThePlainSum([Range(0, 9)] int seed, [Values] CliqueWeights weights)
    {
        using Hypergraph hypergraph = Full(seed).To(TestEngines.Reference);
        (Graph graph, ProjectionLoss loss) = hypergraph.CliqueExpansion(weights);
        using (graph)
        {
            double[] own = hypergraph.HyperedgeWeights!.ToArray<double>();
            var sums = new SortedDictionary<(int, int), double>();
            var counts = new Dictionary<(int, int), int>();
            for (int hyperedge = 0; hyperedge < hypergraph.HyperedgeCount; hyperedge++)
            {
                int[] members = hypergraph.MembersOf(hyperedge).ToArray();
                double part = own[hyperedge] / (weights switch { CliqueWeights.Newman => members.Length - 1, CliqueWeights.Zhou => members.Length, _ => 1 });
                foreach ((int a, int b) in members.SelectMany(a => members.Where(b => b != a).Select(b => (a, b))))
                {
                    sums[(a, b)] = sums.GetValueOrDefault((a, b)) + part;
                    counts[(a, b)] = counts.GetValueOrDefault((a, b)) + 1;
                }
            }

            Assert.That(graph.Sources.ToArray().Zip(graph.Targets.ToArray()), Is.EqualTo(sums.Keys));
            Assert.That(graph.EdgeWeights!.ToArray<double>(), Is.EqualTo(sums.Values));
            Assert.That(loss.SharedPairs, Is.EqualTo(counts.Values.Count(count => count > 1) / 2));
            Assert.That(loss.CoveredSets, Is.EqualTo(Enumerable.Range(0, hypergraph.HyperedgeCount).Count(IsCovered)));
            Assert.That(graph.Nodes["x"].ToArray<double>(), Is.EqualTo(hypergraph.Nodes["x"].ToArray<double>()));
            Assert.That(graph.ClassNames, Is.EqualTo(hypergraph.ClassNames));

            bool IsCovered(int hyperedge)
            {
                int[] members = hypergraph.MembersOf(hyperedge).ToArray();
                return members.Length > 1 && members.SelectMany(a => members.Where(b => b != a).Select(b => counts[(a, b)])).All(count => count > 1);
            }
        }
    }

    [Test]
    public void CliqueExpansion_OfEachLoss_CountsIt()
    {
        using Hypergraph bare = Hypergraph.FromMembers(
            6, [[], [0], [0, 1], [1, 0], [1, 2, 3], [3, 4], [4]], WithEmpty);
        using Hypergraph hypergraph = bare.WithHyperedgeColumn("time", Tensor.Create(new long[7], 7)).WithIncidenceColumn("role", Tensor.Ones(11));
        (Graph graph, ProjectionLoss loss) = hypergraph.CliqueExpansion();
        using (graph)
        {
            Assert.That(loss.ToString(), Is.EqualTo(
                "clique expansion: 1 hyperedge without nodes dropped, 2 hyperedges of 1 node dropped, 1 hyperedge of more than 2 nodes flattened, "
                + "1 hyperedge equal to an earlier one, 2 hyperedges covered by others, 1 pair of nodes in several hyperedges, "
                + "left out: hyperedge column 'time', incidence column 'role'"));
            Assert.That(graph.EdgeWeights!.ToArray<double>(), Is.EqualTo(new[] { 2.0, 2, 1, 1, 1, 1, 1, 1, 1, 1 }));
            Assert.That(graph.InDegree(5), Is.Zero);
        }
    }

    [Test]
    public void LineGraph_OfOne_IsTheDualsCliqueExpansion([Range(0, 9)] int seed)
    {
        using Hypergraph hypergraph = Full(seed);
        using Hypergraph dual = hypergraph.Dual().WithoutHyperedgeColumn("x").WithoutHyperedgeColumn("y");
        using Graph line = hypergraph.LineGraph().Graph;
        using Graph clique = dual.CliqueExpansion().Graph;

        Assert.That(line.Sources.ToArray(), Is.EqualTo(clique.Sources.ToArray()));
        Assert.That(line.Targets.ToArray(), Is.EqualTo(clique.Targets.ToArray()));
        Assert.That(line.EdgeWeights!.ToArray<double>(), Is.EqualTo(clique.EdgeWeights!.ToArray<double>()));
        Assert.That(line.Nodes["time"].ToArray<long>(), Is.EqualTo(hypergraph.HyperedgeTimes!.ToArray<long>()));
    }

    [Test]
    public void LineGraph_OfTwo_KeepsLargeOverlaps()
    {
        using Hypergraph hypergraph = Hypergraph.FromMembers(5, [[0, 1, 2], [1, 2, 3], [3, 4], [4]]);
        (Graph graph, ProjectionLoss loss) = hypergraph.LineGraph(overlap: 2);
        using (graph)
        {
            Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1 }));
            Assert.That(graph.EdgeWeights!.ToArray<double>(), Is.EqualTo(new[] { 2.0, 2 }));
            Assert.That(loss.ToString(), Is.EqualTo(
                "line graph of overlap 2: 1 node of 1 hyperedge dropped, 1 node equal to an earlier one, 2 nodes covered by others, "
                + "1 pair of hyperedges in several nodes, 2 pairs of hyperedges in too few nodes dropped"));
        }

        Assert.That(() => hypergraph.LineGraph(overlap: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static HypergraphPolicy WithEmpty { get; } = new() { AllowEmptyHyperedges = true };

    /// <summary>A random hypergraph with columns of every type in every table.</summary>
    private static Hypergraph Full(int seed)
    {
        (int nodeCount, int hyperedgeCount, int[] nodes, int[] hyperedges) = HypergraphTests.Random(seed);
        RandomSource random = new RandomSource(seed).Stream("columns");
        using Hypergraph bare = Hypergraph.FromPairs(nodeCount, hyperedgeCount, nodes, hyperedges, HypergraphTests.Lenient);
        int incidences = (int)bare.IncidenceCount;
        long[] times = [.. Enumerable.Range(0, hyperedgeCount).Select(i => (long)i << 40)];
        bool[] flags = [.. Enumerable.Range(0, incidences).Select(i => i % 3 == 0)];
        using Hypergraph labelled = bare.WithLabels([.. Enumerable.Range(0, nodeCount).Select(i => (i % 3) - 1)], ["a", "b"]);
        return labelled.WithNodeColumn("x", Tensor.Normal((nodeCount, 2), random))
            .WithHyperedgeColumn("weight", Tensor.Uniform(hyperedgeCount, random)).WithHyperedgeColumn("time", Tensor.Create(times, hyperedgeCount))
            .WithIncidenceColumn("flag", Tensor.Create(flags, incidences)).WithIncidenceColumn("k", Tensor.Normal((incidences, 1, 2), random));
    }
}
