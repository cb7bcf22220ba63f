using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

/// <summary>Barabasi-Albert, Watts-Strogatz, R-MAT and random regular graphs.</summary>
[TestFixture]
internal sealed class RandomGraphTests
{
    [TestCase(2, 1)]
    [TestCase(1000, 1)]
    [TestCase(1000, 3)]
    [TestCase(6, 5)]
    public void BarabasiAlbert_AnySize_IsConnectedWithExactCounts(int nodes, int perNode)
    {
        using Graph graph = BarabasiAlbert.Create(nodes, perNode, new RandomSource(1));

        GraphFacts.AssertSimple(graph);
        Assert.That(graph.EdgeCount, Is.EqualTo(2 * perNode * (nodes - perNode)));
        Assert.That(GraphFacts.ComponentCount(graph), Is.EqualTo(1));
        Assert.That(GraphFacts.Degrees(graph).Skip(perNode + 1), Is.All.GreaterThanOrEqualTo(perNode));
    }

    // In the limit the share of nodes of degree k is 2 m (m + 1) / (k (k + 1) (k + 2)): Bollobas et al., 2001. Counts at N = 20000 vary less than binomially.
    [TestCase(1)]
    [TestCase(3)]
    public void BarabasiAlbert_LargeGraph_FollowsThePowerLaw(int m)
    {
        const int nodes = 20_000;
        using Graph graph = BarabasiAlbert.Create(nodes, m, new RandomSource(3));
        int[] degrees = GraphFacts.Degrees(graph);
        for (int k = m; k < m + 6; k++)
        {
            double share = 2.0 * m * (m + 1) / (k * (k + 1.0) * (k + 2));
            Assert.That(degrees.Count(degree => degree == k), Is.EqualTo(nodes * share).Within(3 * Math.Sqrt(nodes * share * (1 - share))), $"degree {k}");
        }
    }

    [Test]
    public void WattsStrogatz_NothingMoved_IsTheRing()
    {
        using Graph graph = WattsStrogatz.Create(20, 4, 0, new RandomSource(1));

        GraphFacts.AssertSimple(graph);
        Assert.That(GraphFacts.Edges(graph).All(edge => Math.Min((edge.Target - edge.Source + 20) % 20, (edge.Source - edge.Target + 20) % 20) <= 2), Is.True);
        Assert.That(GraphFacts.Degrees(graph), Is.All.EqualTo(4));
        Assert.That(GraphFacts.TriangleCount(graph), Is.EqualTo(20));
    }

    // A moved edge lands on one of the about N - k other places, so that nearly p of all edges are no longer the ring's: binomial.
    [TestCase(0.1)]
    [TestCase(1.0)]
    public void WattsStrogatz_Moved_KeepsCountsAndMovesTheShare(double p)
    {
        const int nodes = 4000;
        using Graph graph = WattsStrogatz.Create(nodes, 6, p, new RandomSource(2));
        int moved = GraphFacts.Edges(graph).Where((_, i) => i % 2 == 0).Count(edge => (edge.Target - edge.Source + nodes) % nodes > 3);
        double expected = 3.0 * nodes * p;

        GraphFacts.AssertSimple(graph);
        Assert.That(graph.EdgeCount, Is.EqualTo(6 * nodes));
        Assert.That(GraphFacts.Degrees(graph), Is.All.GreaterThanOrEqualTo(3), "an edge keeps its near end");
        Assert.That(moved, Is.EqualTo(expected * (1 - (3.0 / nodes))).Within(3 * Math.Sqrt(expected * (1 - p + (3.0 / nodes)))));
    }

    [Test]
    public void WattsStrogatz_CompleteGraph_MovesNothing()
    {
        using Graph graph = WattsStrogatz.Create(5, 4, 1, new RandomSource(1));

        GraphFacts.AssertSimple(graph);
        Assert.That(graph.EdgeCount, Is.EqualTo(20));
    }

    // Every bit of an edge's ends is one draw of four quarters: at each level the counts are binomial.
    [Test]
    public void RMat_EveryLevel_HasTheChances()
    {
        const int scale = 10;
        const int edges = 200_000;
        double[] chances = [0.57, 0.19, 0.19, 0.05];
        using Graph graph = RMat.Create(scale, edges, new RandomSource(9));
        for (int level = 0; level < scale; level++)
        {
            int[] counts = new int[4];
            foreach ((int from, int to) in GraphFacts.Edges(graph))
            {
                counts[(2 * ((from >> level) & 1)) + ((to >> level) & 1)]++;
            }

            for (int quarter = 0; quarter < 4; quarter++)
            {
                double p = chances[quarter];
                Assert.That(counts[quarter], Is.EqualTo(edges * p).Within(3.5 * Math.Sqrt(edges * p * (1 - p))), $"level {level}, quarter {quarter}");
            }
        }
    }

    [Test]
    public void RMat_AnyThreads_DrawsTheSame()
    {
        using Graph one = RMat.Create(12, 300_000, new RandomSource(1), threads: 1);
        using Graph eight = RMat.Create(12, 300_000, new RandomSource(1), threads: 8);

        Assert.That((one.NodeCount, one.EdgeCount), Is.EqualTo((4096, 300_000)));
        GraphFacts.AssertSame(one, eight);
    }

    [Test]
    public void RandomRegular_AnyDegree_IsRegularAndSimple([Values(0, 1, 2, 3, 7, 12, 17, 18, 19)] int degree)
    {
        using Graph graph = RandomRegular.Create(20, degree, new RandomSource(4));

        GraphFacts.AssertSimple(graph);
        Assert.That(GraphFacts.Degrees(graph), Is.All.EqualTo(degree));
    }

    [Test]
    public void RandomRegular_Large_IsRegular()
    {
        using Graph graph = RandomRegular.Create(20_000, 5, new RandomSource(4));

        GraphFacts.AssertSimple(graph);
        Assert.That(GraphFacts.Degrees(graph), Is.All.EqualTo(5));
    }

    // Two-regular graphs of six nodes: 60 hexagons and 10 pairs of triangles, a share of 1/7. Pairing gives 0.150 (20000 draws of a plain program that lists
    // all pairs that can be made), as it is uniform in the limit only: three standard errors of 3000 draws around that.
    [Test]
    public void RandomRegular_SmallGraphs_AreNearlyUniform()
    {
        const int graphs = 3000;
        int triangles = 0;
        for (int i = 0; i < graphs; i++)
        {
            using Graph graph = RandomRegular.Create(6, 2, new RandomSource(6).Stream((ulong)i));
            triangles += GraphFacts.ComponentCount(graph) == 2 ? 1 : 0;
        }

        Assert.That(triangles / (double)graphs, Is.EqualTo(0.15).Within(3 * Math.Sqrt(0.15 * 0.85 / graphs)));
    }

    [Test]
    public void Create_SameSource_DrawsTheSameAndAnotherAnother()
    {
        Func<ulong, Graph>[] generators =
        [
            seed => BarabasiAlbert.Create(50, 2, new RandomSource(seed)),
            seed => WattsStrogatz.Create(50, 4, 0.5, new RandomSource(seed)),
            seed => RandomRegular.Create(50, 3, new RandomSource(seed)),
            seed => ErdosRenyi.Gnm(50, 60, new RandomSource(seed)),
            seed => Trees.Random(50, new RandomSource(seed)),
        ];
        foreach (Func<ulong, Graph> generator in generators)
        {
            using Graph one = generator(1);
            using Graph again = generator(1);
            using Graph other = generator(2);
            GraphFacts.AssertSame(one, again);
            Assert.That(GraphFacts.Edges(one), Is.Not.EqualTo(GraphFacts.Edges(other)));
        }
    }

    [Test]
    public void Create_BadArguments_NameTheCure()
    {
        var source = new RandomSource(1);
        Assert.That(() => BarabasiAlbert.Create(5, 5, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 6 nodes"));
        Assert.That(() => BarabasiAlbert.Create(5, 0, source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => WattsStrogatz.Create(5, 3, 0, source), Throws.ArgumentException.With.Message.Contains("even"));
        Assert.That(() => WattsStrogatz.Create(4, 4, 0, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 5 nodes"));
        Assert.That(() => RMat.Create(31, 1, source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RMat.Create(3, 1, source, a: 0.9), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at most 1, got 1.28"));
        Assert.That(() => RandomRegular.Create(5, 3, source), Throws.ArgumentException.With.Message.Contains("even sum"));
        Assert.That(() => RandomRegular.Create(5, 5, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at most 4 neighbours"));
    }
}
