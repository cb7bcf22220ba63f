using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class CrossValidationTests
{
    private static readonly IReadOnlyList<IndexSplit> Folds =
        IndexSplit.StratifiedKFold("graph", Rings.Labels, 5, new RandomSource(2), withValidation: false);

    private static readonly CrossValidationOptions BestMean = new() { Protocol = CrossValidationProtocol.BestMeanEpoch };

    [Test]
    public void Fit_BestMeanEpoch_ReportsTheEpochWhoseMeanIsBest()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);

        CrossValidationReport report = Fit(set, new GraphClassificationOptions { Epochs = 12, BatchSize = 16 }, BestMean);

        double[] means = [.. Enumerable.Range(0, 12).Select(epoch => report.Folds.Average(fold => fold.Epochs[epoch].ValidationScore))];
        int best = Array.IndexOf(means, means.Max());
        Assert.Multiple(() =>
        {
            Assert.That(report.MeanCurve, Is.EqualTo(means));
            Assert.That(report.Epoch, Is.EqualTo(best + 1));
            Assert.That(report.Score, Is.EqualTo(Statistic.Of(report.Folds.Select(fold => fold.Epochs[best].ValidationScore))));
            Assert.That(report.Folds.Select(fold => (fold.Train.Count, fold.Validation.Count, fold.Test.Count)), Is.All.EqualTo((48, 12, 0)));
            Assert.That(report.ToString(), Does.Contain("no test set").And.Contain($"at epoch {best + 1}"));
        });
    }

    [Test]
    public void Fit_Nested_ChoosesByAnInnerPartAndTestsOnce()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);

        CrossValidationReport report = Fit(set, new GraphClassificationOptions { Epochs = 12, BatchSize = 16 }, new CrossValidationOptions { InnerShare = 0.25 });

        Assert.Multiple(() =>
        {
            Assert.That(report.Epoch, Is.Null);
            Assert.That(report.Score, Is.EqualTo(Statistic.Of(report.Folds.Select(fold => fold.Test.Score))));
            Assert.That(report.Folds.Select(fold => (fold.Train.Count, fold.Validation.Count, fold.Test.Count)), Is.All.EqualTo((36, 12, 12)));
            Assert.That(report.Folds.Select(fold => fold.Validation.Classification!.Confusion.LabelCount(0)), Is.All.EqualTo(6), "drawn by class");
            Assert.That(report.BaselineScore.Mean, Is.EqualTo(0.5).Within(0.05));
            Assert.That(report.Score.Mean, Is.GreaterThan(report.BaselineScore.Mean));
            Assert.That(report.ToString(), Does.Contain("nested"));
        });
    }

    [Test]
    public void Fit_NestedWithGarbageInTheHeldOutPart_ChoosesTheSame()
    {
        int[] garbage = [.. Rings.Labels];
        foreach (int graph in Folds[0].Test)
        {
            garbage[graph] = 1 - garbage[graph];
        }

        using GraphSet honest = Rings.Set(TestEngines.Cpu), spoilt = Rings.Set(TestEngines.Cpu, garbage);
        var options = new GraphClassificationOptions { Epochs = 6, BatchSize = 16 };

        GraphTrainingReport one = Fit(honest, options).Folds[0], other = Fit(spoilt, options).Folds[0];

        Assert.That((other.ParameterHash, other.BestEpoch), Is.EqualTo((one.ParameterHash, one.BestEpoch)));
        Assert.That(other.Test.Score, Is.EqualTo(1 - one.Test.Score).Within(1e-12));
    }

    [Test]
    public void Fit_FoldByItself_GivesTheSame()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);
        var options = new GraphClassificationOptions { Epochs = 3 };

        CrossValidationReport all = Fit(set, options), two = Fit(set, options, folds: [Folds[0], Folds[1]]);

        Assert.That(two.Folds.Select(fold => fold.ParameterHash), Is.EqualTo(all.Folds.Take(2).Select(fold => fold.ParameterHash)));
    }

    [Test]
    public void Fit_FoldsWithValidation_AreTakenAsTheyAre()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);
        IReadOnlyList<IndexSplit> folds = IndexSplit.StratifiedKFold("graph", Rings.Labels, 5, new RandomSource(2));
        var options = new GraphClassificationOptions { Epochs = 2 };

        Assert.That(Fit(set, options, folds: folds).Folds.Select(fold => fold.Validation.Count), Is.All.EqualTo(12));
        Assert.That(Fit(set, options, BestMean, folds).Folds.Select(fold => (fold.Train.Count, fold.Validation.Count)), Is.All.EqualTo((48, 12)));
    }

    [Test]
    public void Fit_Regression_LowerIsBetter()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);

        CrossValidationReport report = Fit(set, new GraphRegressionOptions { Epochs = 8, Target = "number" }, BestMean, outputs: 1);

        Assert.That(report.Score.Mean, Is.EqualTo(report.MeanCurve!.Min()).Within(1e-12));
        Assert.That(Fit(set, new GraphRegressionOptions { Epochs = 2, Target = "number" }, outputs: 1).Metric, Is.EqualTo("mean absolute error"));
    }

    [Test]
    public void Fit_BadFolds_AreNamed()
    {
        using GraphSet set = Rings.Set(TestEngines.Cpu);
        var options = new GraphClassificationOptions { Epochs = 1 };
        IndexSplit Fold(string name, int[] test, int count = Rings.Count) => new(name, "graph", count, [0, 1, 2, 3], [], test);

        Check("at least 2 folds", options, [Folds[0]]);
        Check("Graph 9 is in the test parts of the folds 'a' and 'b'", options, [Fold("a", [8, 9]), Fold("b", [9])]);
        Check("holds out no graph", options, [Fold("a", [8]), Fold("b", [])]);
        Check("of 20 graphs", options, [Fold("a", [8]), Fold("b", [9], 20)]);
        Check("all of one class", options with { Metric = ClassificationMetric.RocAuc }, [Fold("a", [8, 10]), Fold("b", [9])]);
        Assert.That(() => Fit(set, options with { Patience = 3 }, BestMean), Throws.ArgumentException.With.Message.Contains("all epochs"));
        Assert.That(() => Fit(set, options, new CrossValidationOptions { InnerShare = 1 }), Throws.TypeOf<ArgumentOutOfRangeException>());

        void Check(string message, GraphClassificationOptions given, IReadOnlyList<IndexSplit> folds) =>
            Assert.That(() => Fit(set, given, folds: folds), Throws.ArgumentException.With.Message.Contains(message));
    }

    private static CrossValidationReport Fit(
        GraphSet set, GraphTrainingOptions options, CrossValidationOptions? validation = null, IReadOnlyList<IndexSplit>? folds = null, int outputs = 2)
    {
        long before = TestEngines.Cpu.Memory.InUse;
        CrossValidationReport report = CrossValidation.Fit(
            random => new SmallGraphModel(Rings.Features, outputs, random, TestEngines.Cpu), () => new Adam(learningRate: 0.02), set, folds ?? Folds, options, validation);
        Assert.That(TestEngines.Cpu.Memory.InUse, Is.EqualTo(before));
        return report;
    }
}
