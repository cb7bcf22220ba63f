using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

/// <summary>The statistics that networkx has too, on real and drawn graphs, undirected and directed.</summary>
/// <remarks>The tolerance is that of the promise, 1e-9; the numbers are of order 1 and below, and the file has 15 digits of them.</remarks>
[TestFixture]
[Category("Golden")]
internal sealed class NetworkxTests
{
    private const double Tolerance = 1e-9;

    private static IEnumerable<StatisticsCase> Cases => StatisticsCase.All;

    private static IEnumerable<StatisticsCase> WeightedCases => StatisticsCase.Weighted;

    [TestCaseSource(nameof(Cases))]
    public void Triangles_AreNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();

        Assert.That(Triangles.OfNodes(graph), Is.EqualTo(golden.Integers("triangles")));
        Assert.That(Triangles.Count(graph), Is.EqualTo(golden.Integers("triangles").Sum() / 3));
    }

    [TestCaseSource(nameof(Cases))]
    public void Clustering_IsNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();

        Assert.That(Clustering.OfNodes(graph), Is.EqualTo(golden.Numbers("clustering")).Within(Tolerance));
        Assert.That(Clustering.Average(graph), Is.EqualTo(golden.Number("average_clustering")).Within(Tolerance));
        Assert.That(Clustering.Transitivity(graph), Is.EqualTo(golden.Number("transitivity")).Within(Tolerance));
    }

    [TestCaseSource(nameof(Cases))]
    public void CoreNumbers_AreNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();

        Assert.That(CoreNumbers.Of(graph), Is.EqualTo(golden.Integers("core")));
    }

    [TestCaseSource(nameof(Cases))]
    public void Components_AreNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();

        Assert.That(Components.Weak(graph).Ids.ToArray(), Is.EqualTo(golden.Integers("weak")));
        Assert.That(Components.Strong(graph).Ids.ToArray(), Is.EqualTo(golden.Integers(golden.IsDirected ? "strong" : "weak")));
    }

    [TestCaseSource(nameof(Cases))]
    public void Assortativity_IsNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();
        double[] values = [.. Enumerable.Range(0, graph.NodeCount).Select(node => node * 7919 % 101 / 10.0)];

        Assert.That(Assortativity.OfDegrees(graph), Is.EqualTo(golden.Number("degree_assortativity")).Within(Tolerance));
        Assert.That(Assortativity.OfValues(graph, values), Is.EqualTo(golden.Number("numeric_assortativity")).Within(Tolerance));
        Assert.That(Assortativity.OfLabels(graph), Is.EqualTo(golden.Number("label_assortativity")).Within(Tolerance));
    }

    [TestCaseSource(nameof(Cases))]
    public void PageRank_IsNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();
        double[] starts = new double[graph.NodeCount];
        (starts[0], starts[5]) = (3, 1);

        Assert.That(PageRank.Of(graph), Is.EqualTo(golden.Numbers("pagerank")).Within(Tolerance));
        Assert.That(PageRank.Of(graph, new PageRankOptions { Starts = starts }), Is.EqualTo(golden.Numbers("pagerank_started")).Within(Tolerance));
    }

    [TestCaseSource(nameof(WeightedCases))]
    public void PageRank_Weighted_IsNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.LoadWeighted();

        Assert.That(PageRank.Of(graph, new PageRankOptions { Damping = 0.7 }), Is.EqualTo(golden.Numbers("pagerank_weighted_07")).Within(Tolerance));
    }

    [TestCaseSource(nameof(Cases))]
    public void Betweenness_IsNetworkxs(StatisticsCase golden)
    {
        using Graph graph = golden.Load();
        int[] everyFifth = [.. Enumerable.Range(0, graph.NodeCount).Where(node => node % 5 == 0)];

        Assert.That(Betweenness.Exact(graph), Is.EqualTo(golden.Numbers("betweenness")).Within(Tolerance));
        Assert.That(Betweenness.From(graph, everyFifth), Is.EqualTo(golden.Numbers("betweenness_from_every_fifth")).Within(Tolerance));
    }

    [TestCaseSource(nameof(Cases))]
    public void WeisfeilerLeman_PartitionsAsNetworkx(StatisticsCase golden)
    {
        using Graph graph = golden.Load();
        var firsts = new Dictionary<int, int>();
        int[] byFirst = [.. WeisfeilerLeman.Colours(graph).Select(colour => firsts.TryAdd(colour, firsts.Count) ? firsts.Count - 1 : firsts[colour])];

        Assert.That(byFirst, Is.EqualTo(golden.Integers("wl")));
    }
}
