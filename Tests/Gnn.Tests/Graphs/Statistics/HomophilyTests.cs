using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class HomophilyTests
{
    [Test]
    public void OfEdges_KnownGraphs_AgreesWithPyg()
    {
        using Graph a = SampleGraphs.A();
        using Graph u = SampleGraphs.U();

        Assert.That(Homophily.OfEdges(a), Is.EqualTo(0.333333343).Within(1e-7));
        Assert.That(Homophily.OfEdges(u), Is.EqualTo(0.363636374).Within(1e-7));
    }

    [Test]
    public void OfNodes_KnownGraph_AgreesWithPyg()
    {
        using Graph a = SampleGraphs.A();

        Assert.That(Homophily.OfNodes(a), Is.EqualTo(0.258333355).Within(1e-7));
    }

    [Test]
    public void OfEdgesAndNodes_RandomGraphs_AgreeWithAPlainCount([Range(0, 29)] int seed)
    {
        (Graph graph, int[] sources, int[] targets, int[] labels) = SampleGraphs.Random(seed);
        using (graph)
        {
            var known = sources.Zip(targets).Where(edge => labels[edge.First] >= 0 && labels[edge.Second] >= 0).ToArray();
            var shares = Enumerable.Range(0, labels.Length).Where(node => labels[node] >= 0)
                .Select(node => known.Where(edge => edge.Second == node).Select(IsSame).DefaultIfEmpty().Average())
                .ToArray();
            double byEdge = known.Select(IsSame).DefaultIfEmpty(double.NaN).Average();

            Assert.That(Homophily.OfEdges(graph), Is.EqualTo(byEdge).Within(1e-12));
            Assert.That(Homophily.OfNodes(graph), Is.EqualTo(shares.DefaultIfEmpty(double.NaN).Average()).Within(1e-12));
        }

        double IsSame((int First, int Second) edge) => labels[edge.First] == labels[edge.Second] ? 1 : 0;
    }

    [Test]
    public void OfEdges_NothingToCount_IsNaN()
    {
        using Graph bare = Graph.FromEdges(2, [0], [1]);
        using Graph half = bare.WithLabels([0, -1]);
        using Graph none = bare.WithLabels([-1, -1]);

        Assert.That(Homophily.OfEdges(half), Is.NaN);
        Assert.That(Homophily.OfNodes(half), Is.Zero);
        Assert.That(Homophily.OfNodes(none), Is.NaN);
        Assert.That(() => Homophily.OfEdges(bare), Throws.InvalidOperationException);
    }
}
