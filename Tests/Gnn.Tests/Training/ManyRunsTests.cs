using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class ManyRunsTests
{
    [Test]
    public void Fit_ThreeSeeds_SummarisesAndRepeats()
    {
        using Graph graph = Communities.Graph(TestEngines.Reference);
        long before = TestEngines.Reference.Memory.InUse;
        var told = new List<TrainingReport>();

        TrainingSummary summary = Run(graph, [1, 2, 3], new CallbackProgress<TrainingReport>(told.Add));
        TrainingSummary again = Run(graph, [3]);

        double[] accuracies = [.. summary.Reports.Select(report => report.Test.Accuracy)];
        Assert.Multiple(() =>
        {
            Assert.That(summary.TestAccuracy, Is.EqualTo(Statistic.Of(accuracies)));
            Assert.That(summary.Reports.Select(report => report.Seed), Is.EqualTo(new ulong[] { 1, 2, 3 }));
            Assert.That(summary.Reports.Select(report => report.ParameterHash).Distinct().Count(), Is.EqualTo(3));
            Assert.That(again.Reports[0].ParameterHash, Is.EqualTo(summary.Reports[2].ParameterHash));
            Assert.That(told, Is.EqualTo(summary.Reports));
            Assert.That(summary.ToString(), Does.Contain("SmallGcn, 3 runs").And.Contain($"test accuracy        {summary.TestAccuracy}"));
            Assert.That(TestEngines.Reference.Memory.InUse, Is.EqualTo(before));
        });
    }

    [Test]
    public void Fit_NoSeeds_Throws()
    {
        using Graph graph = Communities.Graph(TestEngines.Reference);

        Assert.That(() => Run(graph, []), Throws.ArgumentException);
    }

    private static TrainingSummary Run(Graph graph, int[] seeds, IProgress<TrainingReport>? progress = null) => ManyRuns.Fit(
        source => new SmallGcn(Communities.Features, Communities.Classes, source, TestEngines.Reference),
        () => new Adam(learningRate: 0.05),
        graph,
        Communities.Split,
        new NodeClassificationOptions { Epochs = 10 },
        seeds,
        progress);
}
