using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class AssortativityTests
{
    private static IEnumerable<GoldenCase> GoldenCases => GoldenFile.Cases("utils", "assortativity_");

    [TestCaseSource(nameof(GoldenCases))]
    [Category("Golden")]
    public void OfDegrees_GoldenCase_AgreesWithPyg(GoldenCase golden)
    {
        int[] ends = golden.Graph["edge_index"].ToInt32();
        using Graph graph = Graph.FromEdges(golden.SourceCount, ends.AsSpan(0, ends.Length / 2), ends.AsSpan(ends.Length / 2));

        golden.AssertClose(golden.Outputs["out"], [Assortativity.OfDegrees(graph)], "assortativity");
    }

    [Test]
    public void OfDegrees_Star_IsMinusOne()
    {
        using Graph star = StatisticsGraphs.Undirected(5, (0, 1), (0, 2), (0, 3), (0, 4));

        Assert.That(Assortativity.OfDegrees(star), Is.EqualTo(-1).Within(1e-12));
        Assert.That(Assortativity.OfValues(star, [1e9, 1e9 + 1, 1e9 + 1, 1e9 + 1, 1e9 + 1]), Is.EqualTo(-1).Within(1e-12));
    }

    [Test]
    public void OfValues_EqualOrBadNumbers_AreNaNOrRefused()
    {
        using Graph graph = StatisticsGraphs.Undirected(3, (0, 1), (1, 2), (0, 2));

        Assert.That(Assortativity.OfDegrees(graph), Is.NaN);
        Assert.That(Assortativity.OfValues(graph, [0.1, 0.1, 0.1]), Is.NaN);
        Assert.That(() => Assortativity.OfValues(graph, [1, 2]), Throws.ArgumentException.With.Message.Contains("3 nodes, got 2"));
        Assert.That(() => Assortativity.OfValues(graph, [1, double.NaN, 2]), Throws.ArgumentException.With.Message.Contains("node 1"));
    }
}
