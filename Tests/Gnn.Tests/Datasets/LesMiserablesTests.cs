using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Tests.Graphs.Statistics;
using NUnit.Framework;

namespace Gnn.Tests.Datasets;

[TestFixture]
internal sealed class LesMiserablesTests
{
    [Test]
    public void Load_Default_IsKnuthsGraph()
    {
        using Graph graph = LesMiserables.Load();
        double[] weights = graph.EdgeWeights!.ToArray<double>();

        Assert.That((graph.NodeCount, graph.EdgeCount, graph.IsUndirected), Is.EqualTo((77, 508L, true)));
        Assert.That(LesMiserables.Characters, Has.Count.EqualTo(77).And.Unique);
        Assert.That((weights.Sum(), weights.Min(), weights.Max()), Is.EqualTo((2 * 820.0, 1.0, 31.0)));
        Assert.That((EdgeStatistics.CountSelfLoops(graph), EdgeStatistics.CountDuplicates(graph)), Is.EqualTo((0L, 0L)));
        Assert.That(graph.Validate(), Is.Empty);
        Assert.That(graph.Features.Sparse!.Structure.EntryCount, Is.EqualTo(77));
    }

    [Test]
    public void Load_Default_HasTheEdgesAndWeightsOfNetworkx()
    {
        StatisticsCase golden = StatisticsCase.Named("les_miserables");
        using Graph graph = LesMiserables.Load();
        double[] weights = graph.EdgeWeights!.ToArray<double>();
        var edges = Enumerable.Range(0, 508).Select(edge => (graph.Sources[edge], graph.Targets[edge], weights[edge])).Where(edge => edge.Item1 < edge.Item2);

        Assert.That(edges, Is.EqualTo(golden.Edges.Zip(golden.Weights!, (edge, weight) => (edge.Source, edge.Target, weight))));
    }

    [Test]
    public void Load_TheMainCharacters_MeetMostOften()
    {
        using Graph graph = LesMiserables.Load();
        int valjean = Index("Valjean");
        double[] weights = graph.EdgeWeights!.ToArray<double>();
        int most = Array.IndexOf(weights, weights.Max());

        Assert.That(graph.InDegree(valjean), Is.EqualTo(36).And.EqualTo(Enumerable.Range(0, 77).Max(graph.InDegree)));
        Assert.That((graph.Sources[most], graph.Targets[most]), Is.EqualTo((valjean, Index("Cosette"))));

        static int Index(string name) => LesMiserables.Characters.ToList().IndexOf(name);
    }

    [Test]
    public void Load_InAScopeOnAnotherEngine_OutlivesIt()
    {
        Graph graph;
        using (new TensorScope())
        {
            graph = LesMiserables.Load(TestEngines.Reference);
        }

        using (graph)
        {
            Assert.That(graph.EdgeWeights!.Engine, Is.SameAs(TestEngines.Reference));
            Assert.That(graph.EdgeWeights.ToArray<double>(), Is.All.GreaterThan(0));
        }
    }
}
