using System.Text.Json;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class GraphTrainerTests(Engine engine)
{
    [Test]
    public void Fit_Rings_LearnsThemAndReports()
    {
        using GraphSet set = Rings.Set(engine);

        GraphTrainingReport report = Fit(set, new GraphClassificationOptions { Epochs = 40, BatchSize = 8, Random = new RandomSource(3) });

        Assert.Multiple(() =>
        {
            Assert.That(report.Test.Score, Is.GreaterThan(0.8));
            Assert.That(report.Test.Score, Is.EqualTo(report.Test.Classification!.Accuracy));
            Assert.That((report.Train.Count, report.Validation.Count, report.Test.Count), Is.EqualTo((30, 15, 15)));
            Assert.That(report.Epochs.Select(epoch => epoch.Epoch), Is.EqualTo(Enumerable.Range(1, 40)));
            Assert.That(report.Epochs[^1].TrainLoss, Is.LessThan(report.Epochs[0].TrainLoss));
            Assert.That(report.Validation.Score, Is.EqualTo(report.Epochs[report.BestEpoch - 1].ValidationScore));
            Assert.That(report.Validation.Loss, Is.EqualTo(report.Epochs[report.BestEpoch - 1].ValidationLoss));
            Assert.That(report.Train.Score, Is.EqualTo(report.Epochs[report.BestEpoch - 1].TrainScore));
            Assert.That(report.Baseline, Is.EqualTo(new GraphBaseline(0, 7.0 / 15)));
            Assert.That(report.Graphs.Outputs, Is.EqualTo(2));
            Assert.That(report.Seed, Is.EqualTo(3));
            Assert.That(report.ToString(), Does.Contain("highest validation accuracy").And.Contain("15").And.Contain("always 0"));
        });
        using var stream = new MemoryStream();
        report.WriteJson(stream);
        using var document = JsonDocument.Parse(stream.ToArray());
        Assert.That(document.RootElement.GetProperty("test").GetProperty("accuracy").GetDouble(), Is.EqualTo(report.Test.Score));
        Assert.That(document.RootElement.GetProperty("epochs").GetArrayLength(), Is.EqualTo(40));
    }

    [Test]
    public void Fit_TestLabelsAreGarbage_ChangesNothingButTestMetrics()
    {
        int[] garbage = [.. Rings.Labels];
        for (int graph = 45; graph < Rings.Count; graph++)
        {
            garbage[graph] = graph == 45 ? -1 : graph == 46 ? 1_000_000 : 1 - garbage[graph];
        }

        using GraphSet honest = Rings.Set(engine), spoilt = Rings.Set(engine, garbage);
        var options = new GraphClassificationOptions { Epochs = 8 };

        GraphTrainingReport one = Fit(honest, options), other = Fit(spoilt, options);

        Assert.That(other.ParameterHash, Is.EqualTo(one.ParameterHash));
        Assert.That(other.Epochs, Is.EqualTo(one.Epochs));
        Assert.That(other.Test.Count, Is.EqualTo(14));
        Assert.That(other.Test.Loss, Is.NaN, "no loss is defined for a class without an output");
    }

    [Test]
    public void Fit_LowestValidationLoss_KeepsThatEpochWhateverItsScore()
    {
        using GraphSet set = Rings.Set(engine);

        GraphTrainingReport report = Fit(set, new GraphClassificationOptions { Epochs = 12, BatchSize = 30, Selection = ModelSelection.LowestValidationLoss });

        GraphEpochRecord lowest = report.Epochs.MinBy(epoch => epoch.ValidationLoss);
        Assert.That(report.BestEpoch, Is.EqualTo(lowest.Epoch));
        Assert.That(report.Validation.Score, Is.EqualTo(lowest.ValidationScore));
        Assert.That(report.SelectedBy, Does.StartWith("lowest validation loss"));
    }

    [Test]
    public void Fit_SameSeed_GivesTheSameBitsAndAnotherSeedDoesNot()
    {
        using GraphSet set = Rings.Set(engine);
        var options = new GraphClassificationOptions { Epochs = 5, Selection = ModelSelection.Last };
        string first = Fit(set, options).ParameterHash;

        Assert.That(Fit(set, options).ParameterHash, Is.EqualTo(first));
        Assert.That(Fit(set, options with { KeepsBatches = false, MeasuresTraining = false }).ParameterHash, Is.EqualTo(first));
        Assert.That(Fit(set, options with { Random = new RandomSource(1) }).ParameterHash, Is.Not.EqualTo(first));
    }

    [Test]
    public void Fit_BatchesKeptOrNot_GivesTheSameCurve()
    {
        using GraphSet set = Rings.Set(engine);
        var options = new GraphClassificationOptions { Epochs = 6 };

        Assert.That(Fit(set, options with { KeepsBatches = false }).Epochs, Is.EqualTo(Fit(set, options).Epochs));
    }

    /// <summary>Scores are of all graphs at once, so that the size of a batch can change them by rounding alone.</summary>
    [Test]
    public void Fit_MeasuredInBatchesOfAnySize_GivesTheSameScores([Values(1, 4, 7)] int size)
    {
        using GraphSet set = Rings.Set(engine);
        var options = new GraphClassificationOptions { Epochs = 1, Metric = ClassificationMetric.RocAuc, BatchSize = 30, Schedule = new LinearSchedule(1, 0, 0) };

        GraphTrainingReport one = Fit(set, options), other = Fit(set, options with { BatchSize = size });

        Assert.That(other.ParameterHash, Is.EqualTo(one.ParameterHash), "a learning rate of 0 changes nothing");
        Assert.That(other.Validation.Loss, Is.EqualTo(one.Validation.Loss).Within(1e-5));
        Assert.That(other.Validation.Score, Is.EqualTo(one.Validation.Score).Within(1e-12));
        Assert.That(other.Test.Classification!.RocAuc, Is.EqualTo(one.Test.Classification!.RocAuc).Within(1e-12));
    }

    [Test]
    public void Fit_BestValidation_EndsWithParametersAndBuffersOfThatEpoch()
    {
        using GraphSet set = Rings.Set(engine);
        using var best = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine, counts: true);

        GraphTrainingReport report = Fit(set, new GraphClassificationOptions { Epochs = 60, BatchSize = 30 }, best);
        GraphTrainingReport upToBest = Fit(set, new GraphClassificationOptions { Epochs = report.BestEpoch, BatchSize = 30, Selection = ModelSelection.Last });

        GraphEpochRecord expected =
            report.Epochs.OrderByDescending(epoch => epoch.ValidationScore).ThenBy(epoch => epoch.ValidationLoss).ThenBy(epoch => epoch.Epoch).First();
        Assert.That(report.BestEpoch, Is.EqualTo(expected.Epoch).And.LessThan(60));
        Assert.That(report.ParameterHash, Is.EqualTo(upToBest.ParameterHash));
        Assert.That(best.NamedBuffers().Single().Buffer.Item(), Is.EqualTo(report.BestEpoch), "one step an epoch");
    }

    [Test]
    public void Fit_Patience_StopsThatManyEpochsAfterTheBest()
    {
        using GraphSet set = Rings.Set(engine);

        GraphTrainingReport report = Fit(set, new GraphClassificationOptions { Epochs = 500, Patience = 4, Metric = ClassificationMetric.MacroF1 });

        Assert.That(report.StoppedEarly, Is.True);
        Assert.That(report.Epochs, Has.Count.EqualTo(report.BestEpoch + 4));
        Assert.That(report.SelectedBy, Does.Contain("macro-F1"));
    }

    [TestCase(29, "15 15")]
    [TestCase(8, "8 8 7 7")]
    [TestCase(30, "30")]
    [TestCase(int.MaxValue, "30")]
    public void Fit_RemainderOfABatch_IsSharedOutAmongAll(int size, string sizes)
    {
        using GraphSet set = Rings.Set(engine);
        using SmallGraphModel model = Model();

        Fit(set, new GraphClassificationOptions { Epochs = 2, BatchSize = size }, model);

        Assert.That(string.Join(' ', model.StepSizes), Is.EqualTo($"{sizes} {sizes}"));
    }

    [Test]
    public void Fit_BoundOnNodes_CutsBatchesAndTakesLargeGraphsAlone()
    {
        using GraphSet set = Rings.Set(engine);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine);
        var options = new GraphClassificationOptions { Epochs = 1, BatchSize = 30, MaxBatchNodes = 5, MeasuresTraining = false, KeepsBatches = false };

        GraphTrainingReport report = Fit(set, options, model);

        // Graphs have 3 to 8 nodes, and no two have 5 together: a batch for each, in the epoch, its validation, and the three parts of the report.
        Assert.That(model.Prepared, Is.EqualTo(30 + 15 + 30 + 15 + 15));
        Assert.That(report.Epochs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Fit_OneLogit_IsChosenByTheAreaUnderTheCurve()
    {
        using GraphSet set = Rings.Set(engine);
        using var model = new SmallGraphModel(Rings.Features, 1, new RandomSource(1), engine);
        var options = new GraphClassificationOptions { Epochs = 30, BatchSize = 8, Metric = ClassificationMetric.RocAuc, Loss = new BinaryCrossEntropyWithLogits([1.5]) };

        GraphTrainingReport report = Fit(set, options, model);

        Assert.That(report.Test.Score, Is.GreaterThan(0.85).And.EqualTo(report.Test.Classification!.RocAuc));
        Assert.That(report.Baseline.TestScore, Is.EqualTo(0.5));
        Assert.That(report.Graphs.Outputs, Is.EqualTo(2));
    }

    [Test]
    public void Fit_ModelWithALossOfItsOwn_AddsIt()
    {
        using GraphSet set = Rings.Set(engine);
        var options = new GraphClassificationOptions { Epochs = 30, BatchSize = 30, Selection = ModelSelection.Last };
        using var plain = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine);
        using var held = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine, penalty: 10);

        GraphTrainingReport one = Fit(set, options, plain), other = Fit(set, options, held);

        Assert.That(other.Epochs[0].TrainLoss, Is.GreaterThan(one.Epochs[0].TrainLoss + 1));
        Assert.That(other.Epochs[0].ValidationLoss, Is.EqualTo(one.Epochs[0].ValidationLoss).Within(0.5), "the term is of training alone");
        Assert.That(SizeOf(held), Is.LessThan(0.2 * SizeOf(plain)));

        static double SizeOf(SmallGraphModel model) => model.Parameters().First().Value.ToArray<double>().Sum(Math.Abs);
    }

    [Test]
    public void Fit_ScheduleAndClipping_AreUsedAndTheOptimizerIsLeftAsItWas()
    {
        using GraphSet set = Rings.Set(engine);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine);
        using var optimizer = new Sgd(learningRate: 0.4);
        var options = new GraphClassificationOptions { Epochs = 4, Schedule = new ExponentialSchedule(0.5), Clipping = GradientClipping.ByNorm(1e-3), Selection = ModelSelection.Last };
        double[] before = model.Parameters().First().Value.ToArray<double>();

        GraphTrainingReport report = new GraphClassificationTrainer(model, optimizer).Fit(set, Rings.Split, options);

        Assert.That(report.Epochs.Select(epoch => epoch.LearningRate), Is.EqualTo(new[] { 0.4, 0.2, 0.1, 0.05 }));
        Assert.That(optimizer.LearningRate, Is.EqualTo(0.4));
        double[] moved = [.. model.Parameters().First().Value.ToArray<double>().Zip(before, (after, was) => Math.Abs(after - was))];
        Assert.That(moved.Max(), Is.LessThan(0.75e-3).And.GreaterThan(0), "one step an epoch, each at most its rate times the limit");
    }

    [Test]
    public void Fit_Regression_LearnsTheSumAndReports()
    {
        using GraphSet set = Rings.Set(engine, changeTargets: numbers => numbers[50] = double.NaN);
        using var model = new SmallGraphModel(Rings.Features, 1, new RandomSource(1), engine, hidden: 16);
        using var optimizer = new Adam(learningRate: 0.02);
        var options = new GraphRegressionOptions { Epochs = 80, BatchSize = 10, Target = "number", Loss = new Huber(), Metric = RegressionMetric.RootMeanSquaredError };

        GraphTrainingReport report = new GraphRegressionTrainer(model, optimizer).Fit(set, Rings.Split, options);

        Assert.That(report.Test.Count, Is.EqualTo(14), "a target that is NaN is not measured");
        Assert.That(report.Test.Regression!.R2, Is.GreaterThan(0.5));
        Assert.That(report.Test.Score, Is.EqualTo(report.Test.Regression.RootMeanSquaredError).And.LessThan(report.Baseline.TestScore));
        Assert.That(report.Validation.Score, Is.EqualTo(report.Epochs.Min(epoch => epoch.ValidationScore)));
        Assert.That(report.ToString(), Does.Contain("lowest validation root mean squared error").And.Contain("RMSE"));
    }

    [Test]
    public void Fit_RegressionWithVariances_MeasuresTheMeans()
    {
        using GraphSet set = Rings.Set(engine);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.01);
        var options = new GraphRegressionOptions { Epochs = 3, Target = "number", Loss = new GaussianNegativeLogLikelihood() };

        GraphTrainingReport report = new GraphRegressionTrainer(model, optimizer).Fit(set, Rings.Split, options);

        Assert.That(report.Test.Regression!.Count, Is.EqualTo(15));
    }

    [Test]
    public void Fit_Progress_IsToldEachEpoch()
    {
        using GraphSet set = Rings.Set(engine);
        using SmallGraphModel model = Model();
        using var optimizer = new Adam();
        var told = new List<GraphEpochProgress>();

        GraphTrainingReport report = new GraphClassificationTrainer(model, optimizer)
            .Fit(set, Rings.Split, new GraphClassificationOptions { Epochs = 5 }, new CallbackProgress<GraphEpochProgress>(told.Add));

        Assert.That(told.Select(progress => progress.Record), Is.EqualTo(report.Epochs));
        Assert.That(told[^1].BestEpoch, Is.EqualTo(report.BestEpoch));
    }

    [Test]
    public void Fit_Cancelled_StopsAndFreesMemory()
    {
        using GraphSet set = Rings.Set(engine);
        using SmallGraphModel model = Model();
        using var optimizer = new Adam();
        using var cancel = new CancellationTokenSource();
        long before = engine.Memory.InUse;

        Assert.That(
            () => new GraphClassificationTrainer(model, optimizer).Fit(
                set, Rings.Split, new GraphClassificationOptions(), new CallbackProgress<GraphEpochProgress>(_ => cancel.Cancel()), cancel.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(optimizer.IsAttached, Is.False);
        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
    }

    private SmallGraphModel Model() => new(Rings.Features, 2, new RandomSource(1), engine);

    private GraphTrainingReport Fit(GraphSet set, GraphClassificationOptions options, SmallGraphModel? given = null, IndexSplit? split = null)
    {
        using SmallGraphModel model = Model();
        using var optimizer = new Adam(learningRate: 0.02);
        return new GraphClassificationTrainer(given ?? model, optimizer).Fit(set, split ?? Rings.Split, options);
    }
}
