using Gnn.Graphs;
using Gnn.Graphs.Statistics;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Statistics;

[TestFixture]
internal sealed class GraphSummaryTests
{
    [Test]
    public void ToString_LabelledGraph_ListsWhatItHas()
    {
        using Graph graph = SampleGraphs.A();
        using Graph full = graph.WithFeatures(SparseTensor.Identity(10));

        Assert.That(GraphSummary.Of(full).ToString().Split(Environment.NewLine), Is.EqualTo(new[]
        {
            "nodes         10, isolated 1",
            "edges         24 (directed), self-loops 1, repeated 1",
            "in-degree     min 0, quartiles 2.25 3 3, max 4, mean 2.40",
            "out-degree    min 0, quartiles 3 3 3, max 3, mean 2.40",
            "components    2, largest of 9 nodes",
            "triangles     5, clustering 0.1660, transitivity 0.2941, max core 4",
            "edge weights  none",
            "features      10, sparse, 10 stored (10.00 %)",
            "classes       3: class 0 3, class 1 4, class 2 3; unlabelled 0",
            "homophily     edge 0.3333, node 0.2583",
            "by chance     adjusted homophily -0.0336, label informativeness 0.0113",
        }));
    }

    [Test]
    public void Of_BareOrEmptyGraph_HasNoClassesAndNoFeatures()
    {
        using Graph graph = Graph.FromEdges(0, [], []);
        GraphSummary summary = GraphSummary.Of(graph);

        Assert.That(summary.ClassCounts, Is.Empty);
        Assert.That(summary.FeatureCount, Is.Zero);
        Assert.That(summary.StoredFeatureCount, Is.Null);
        Assert.That(summary.EdgeHomophily, Is.NaN);
        Assert.That(summary.AdjustedHomophily, Is.NaN);
        Assert.That((summary.ComponentCount, summary.LargestComponentSize, summary.TriangleCount, summary.MaxCoreNumber), Is.EqualTo((0, 0, 0L, 0)));
        Assert.That(summary.ToString(), Does.Contain("features      none"));
    }

    [Test]
    public void Of_WeightedDense_SaysSo()
    {
        using Graph graph = SampleGraphs.U();
        using Graph full = graph
            .WithFeatures(Tensor.Ones((9, 2)))
            .WithEdgeColumn("weight", Tensor.Ones(22))
            .WithLabels([0, -1, 1, -1, 0, 0, 0, 0, 0], ["a", "b"]);
        GraphSummary summary = GraphSummary.Of(full);

        Assert.That(summary.HasEdgeWeights, Is.True);
        Assert.That(summary.UnlabelledCount, Is.EqualTo(2));
        Assert.That(summary.ClassCounts, Is.EqualTo(new[] { 6, 1 }));
        Assert.That(summary.ToString(), Does.Contain("2, dense").And.Contain("(undirected, both directions)").And.Contain("a 6, b 1; unlabelled 2"));
    }
}
