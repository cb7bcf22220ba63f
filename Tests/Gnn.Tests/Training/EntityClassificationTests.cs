using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

/// <summary>R-GCN in the setting of its paper: no features, inverse relations, 16 hidden units, 50 epochs, the last one kept.</summary>
[TestFixture]
[Category("Long")]
[Explicit("twenty trainings, minutes: dotnet test -c Release Tests/Gnn.Tests --filter FullyQualifiedName~EntityClassification; also gnn reproduce relational")]
internal sealed class EntityClassificationTests
{
    [TestCase("aifb", null, 0.92)]
    [TestCase("mutag-rdf", 30, 0.70)]
    public void Fit_PublishedSplit_ReachesThePaper(string name, int? bases, double floor)
    {
        SharedData.Require($"rgcn/{name.Split('-')[0]}");
        (Graph loaded, NodeSplit split, IReadOnlyList<string> relations) = RelationalGraphs.Load(name);
        using Graph bare = loaded;
        using Graph both = bare.WithInverseRelations(relations.Count);
        using Graph graph = both.WithFeatures(SparseTensor.Identity(both.NodeCount));
        var options = new NodeClassificationOptions { Epochs = 50, Selection = ModelSelection.Last };

        TrainingSummary summary = ManyRuns.Fit(
            random => new Rgcn(graph.NodeCount, 16, graph.ClassCount, 2 * relations.Count, random, convolution: new RgcnOptions { Bases = bases }),
            () => new Adam(learningRate: 0.01, weightDecay: 5e-4),
            graph, split, options, seeds: [.. Enumerable.Range(0, 10)],
            progress: new CallbackProgress<TrainingReport>(report =>
                TestContext.Out.WriteLine(FormattableString.Invariant($"{name} {report.Test.Accuracy:P2} in {report.Times.Total.TotalSeconds:F1} s"))));

        TestContext.Out.WriteLine(FormattableString.Invariant($"{name}: {summary.TestAccuracy}"));
        Assert.That(summary.TestAccuracy.Mean, Is.GreaterThanOrEqualTo(floor));
    }
}
