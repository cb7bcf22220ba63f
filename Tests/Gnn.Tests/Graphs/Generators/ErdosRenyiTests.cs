using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Tensors;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Generators;

[TestFixture]
internal sealed class ErdosRenyiTests
{
    // Counts are binomial: three standard deviations of the count itself, the seeds being fixed.
    [TestCase(2000, 0.01, false)]
    [TestCase(2000, 0.01, true)]
    [TestCase(300, 0.5, false)]
    [TestCase(300, 0.97, true)]
    [TestCase(200_000, 5e-6, false)]
    public void Gnp_ManyPairs_HasTheExpectedEdges(int nodes, double probability, bool isDirected)
    {
        using Graph graph = ErdosRenyi.Gnp(nodes, probability, new RandomSource(11), isDirected);
        double pairs = (double)nodes * (nodes - 1) / (isDirected ? 1 : 2);
        double count = graph.EdgeCount / (isDirected ? 1.0 : 2.0);

        GraphFacts.AssertSimple(graph);
        Assert.That(graph.IsUndirected, Is.EqualTo(!isDirected));
        Assert.That(count, Is.EqualTo(pairs * probability).Within(3 * Math.Sqrt(pairs * probability * (1 - probability))));
    }

    [TestCase(0.0, 0)]
    [TestCase(1.0, 20)]
    public void Gnp_CertainProbability_IsEmptyOrComplete(double probability, int edges)
    {
        using Graph undirected = ErdosRenyi.Gnp(5, probability, new RandomSource(1));
        using Graph directed = ErdosRenyi.Gnp(5, probability, new RandomSource(1), isDirected: true);

        GraphFacts.AssertSimple(undirected);
        GraphFacts.AssertSimple(directed);
        Assert.That((undirected.EdgeCount, directed.EdgeCount), Is.EqualTo((edges, edges)));
    }

    // Every pair of five nodes over 4000 graphs: binomial, three and a half deviations since ten (or twenty) are looked at together.
    [Test]
    public void Gnp_EveryPair_IsAsLikely([Values] bool isDirected)
    {
        const int graphs = 4000;
        var counts = new Dictionary<(int, int), int>();
        for (int i = 0; i < graphs; i++)
        {
            using Graph graph = ErdosRenyi.Gnp(5, 0.3, new RandomSource(2).Stream((ulong)i), isDirected);
            foreach ((int, int) edge in GraphFacts.Edges(graph))
            {
                counts[edge] = counts.GetValueOrDefault(edge) + 1;
            }
        }

        Assert.That(counts, Has.Count.EqualTo(20));
        Assert.That(counts.Values, Is.All.EqualTo(0.3 * graphs).Within(3.5 * Math.Sqrt(graphs * 0.3 * 0.7)));
    }

    // Triangles of G(n, p): variance C(n,3) (p^3 - p^6) + 12 C(n,4) (p^5 - p^6), as two triangles that share an edge go together.
    [Test]
    public void Gnp_Triangles_AreAsExpected()
    {
        const int n = 400;
        const double p = 0.05;
        using Graph graph = ErdosRenyi.Gnp(n, p, new RandomSource(5));
        double triples = n * (n - 1.0) * (n - 2) / 6;
        double variance = (triples * (Math.Pow(p, 3) - Math.Pow(p, 6))) + (12 * triples * (n - 3) / 4 * (Math.Pow(p, 5) - Math.Pow(p, 6)));

        Assert.That(GraphFacts.TriangleCount(graph), Is.EqualTo(triples * p * p * p).Within(3 * Math.Sqrt(variance)));
    }

    [Test]
    public void Gnp_AnyThreads_DrawsTheSame()
    {
        using Graph one = ErdosRenyi.Gnp(20_000, 0.002, new RandomSource(3), threads: 1);
        using Graph eight = ErdosRenyi.Gnp(20_000, 0.002, new RandomSource(3), threads: 8);
        using Graph other = ErdosRenyi.Gnp(20_000, 0.002, new RandomSource(4), threads: 8);

        GraphFacts.AssertSame(one, eight);
        Assert.That(other.EdgeCount, Is.Not.EqualTo(one.EdgeCount));
    }

    [TestCase(50, 0, false)]
    [TestCase(50, 100, false)]
    [TestCase(50, 1200, false)]
    [TestCase(50, 1225, false)]
    [TestCase(50, 2449, true)]
    public void Gnm_AnyCount_HasExactlyThatMany(int nodes, int edges, bool isDirected)
    {
        using Graph graph = ErdosRenyi.Gnm(nodes, edges, new RandomSource(7), isDirected);

        GraphFacts.AssertSimple(graph);
        Assert.That(graph.EdgeCount, Is.EqualTo(isDirected ? edges : 2 * edges));
    }

    // Each of the ten pairs of five nodes is in a selection of four with chance 0.4.
    [TestCase(4)]
    [TestCase(7)]
    public void Gnm_EveryPair_IsAsLikely(int edges)
    {
        const int graphs = 4000;
        var counts = new Dictionary<(int, int), int>();
        for (int i = 0; i < graphs; i++)
        {
            using Graph graph = ErdosRenyi.Gnm(5, edges, new RandomSource(2).Stream((ulong)i));
            foreach ((int, int) edge in GraphFacts.Edges(graph))
            {
                counts[edge] = counts.GetValueOrDefault(edge) + 1;
            }
        }

        double p = edges / 10.0;
        Assert.That(counts, Has.Count.EqualTo(20));
        Assert.That(counts.Values, Is.All.EqualTo(p * graphs).Within(3.5 * Math.Sqrt(graphs * p * (1 - p))));
    }

    [Test]
    public void Create_BadArguments_NameTheCure()
    {
        var source = new RandomSource(1);
        Assert.That(() => ErdosRenyi.Gnp(-1, 0.5, source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => ErdosRenyi.Gnp(5, double.NaN, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'edgeProbability'"));
        Assert.That(() => ErdosRenyi.Gnp(5, 1.1, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 1], got 1.1"));
        Assert.That(() => ErdosRenyi.Gnp(5, 0.5, source, threads: 0), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("'threads'"));
        Assert.That(() => ErdosRenyi.Gnm(5, 11, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("10 pairs, got 11 edges"));
    }

    [Test]
    public void Create_MoreThanAGraphOrTheMachineHolds_IsRefusedAtOnce()
    {
        var source = new RandomSource(1);
        Assert.That(() => ErdosRenyi.Gnp(int.MaxValue, 1, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("lower 'edgeProbability'"));
        Assert.That(() => ErdosRenyi.Gnm(int.MaxValue, long.MaxValue / 8, source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("lower 'edgeCount'"));
        Assert.That(() => ClassicGraphs.Complete(int.MaxValue), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Trees.Balanced(1000, 1000), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("lower 'depth'"));
        Assert.That(
            () => GeneratorChecks.CheckMemory(1e18, "many edges", "edgeCount"),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("many edges need about 953674316406 MiB").And.Message.Contains("lower 'edgeCount'"));
    }
}
