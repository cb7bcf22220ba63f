using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class NodeClassificationTrainerTests(Engine engine)
{
    [Test]
    public void Fit_Communities_LearnsThemAndReports()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 60, Random = new RandomSource(3) });

        Assert.Multiple(() =>
        {
            Assert.That(report.Test.Accuracy, Is.GreaterThan(0.8));
            Assert.That(report.Baseline.TestAccuracy, Is.EqualTo(1.0 / 3).Within(1e-12));
            Assert.That((report.Train.Count, report.Validation.Count, report.Test.Count), Is.EqualTo((9, 21, 30)));
            Assert.That(report.Epochs.Select(epoch => epoch.Epoch), Is.EqualTo(Enumerable.Range(1, 60)));
            Assert.That(report.Epochs[^1].TrainLoss, Is.LessThan(report.Epochs[0].TrainLoss));
            Assert.That(report.Validation.Accuracy, Is.EqualTo(report.Epochs[report.BestEpoch - 1].ValidationAccuracy));
            Assert.That(report.Train.Accuracy, Is.EqualTo(report.Epochs[report.BestEpoch - 1].TrainAccuracy));
            Assert.That(report.TestNodes, Is.EqualTo(Communities.Split.Test.ToArray()));
            int correct = report.TestPredictions.Zip(report.TestNodes).Count(pair => pair.First == pair.Second % 3);
            Assert.That(correct / 30.0, Is.EqualTo(report.Test.Accuracy).Within(1e-12));
            Assert.That(report.Seed, Is.EqualTo(3));
            Assert.That(report.StoppedEarly, Is.False);
            Assert.That(report.Model, Is.EqualTo(nameof(SmallGcn)));
            Assert.That(report.Times.MedianStep, Is.GreaterThan(TimeSpan.Zero).And.LessThanOrEqualTo(report.Times.MedianEpoch));
            Assert.That(report.Times.Total, Is.GreaterThan(report.Times.MedianEpoch));
            Assert.That(report.Memory.PeakEngine, Is.Positive);
            Assert.That(report.Environment.Engine, Is.EqualTo(engine.Name));
        });
    }

    [Test]
    public void Fit_EpochsAsNumber_RunsThem()
    {
        using Graph graph = Communities.Graph(engine);
        using SmallGcn model = Model();
        using var optimizer = new Adam(learningRate: 0.01f, weightDecay: 5e-4f);
        var trainer = new NodeClassificationTrainer(model, optimizer);

        TrainingReport report = trainer.Fit(graph, Communities.Split, epochs: 7);

        Assert.That(report.Epochs, Has.Count.EqualTo(7));
        Assert.That(report.ParameterHash, Is.EqualTo(ParameterHash.Of(model)));
    }

    [Test]
    public void Fit_TestLabelsAreGarbage_ChangesNothingButTestMetrics()
    {
        int[] garbage = [.. Communities.Labels];
        foreach (int node in Communities.Split.Test)
        {
            garbage[node] = node == 30 ? -1 : node == 31 ? 1_000_000 : (garbage[node] + 1) % 3;
        }

        using Graph honest = Communities.Graph(engine);
        using Graph spoilt = Communities.Graph(engine, garbage);
        var options = new NodeClassificationOptions { Epochs = 30 };

        TrainingReport one = Fit(honest, options);
        TrainingReport other = Fit(spoilt, options);

        Assert.Multiple(() =>
        {
            Assert.That(other.ParameterHash, Is.EqualTo(one.ParameterHash));
            Assert.That(other.Epochs, Is.EqualTo(one.Epochs));
            Assert.That(other.BestEpoch, Is.EqualTo(one.BestEpoch));
            Assert.That(other.TestPredictions, Is.EqualTo(one.TestPredictions));
            Assert.That(other.Test.Count, Is.EqualTo(29));
            Assert.That(other.Test.Accuracy, Is.LessThan(one.Test.Accuracy));
        });
    }

    [Test]
    public void Fit_SameSeed_GivesTheSameBitsAndAnotherSeedDoesNot()
    {
        using Graph graph = Communities.Graph(engine);
        var options = new NodeClassificationOptions { Epochs = 20, Selection = ModelSelection.Last };

        string first = Fit(graph, options).ParameterHash;

        Assert.That(Fit(graph, options).ParameterHash, Is.EqualTo(first));
        Assert.That(Fit(graph, options with { Random = new RandomSource(1) }).ParameterHash, Is.Not.EqualTo(first));
    }

    [Test]
    public void Fit_BestValidation_EndsWithTheParametersOfThatEpoch()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport best = Fit(graph, new NodeClassificationOptions { Epochs = 100 });
        TrainingReport upToBest = Fit(graph, new NodeClassificationOptions { Epochs = best.BestEpoch, Selection = ModelSelection.Last });

        EpochRecord expected =
            best.Epochs.OrderByDescending(epoch => epoch.ValidationAccuracy).ThenBy(epoch => epoch.ValidationLoss).ThenBy(epoch => epoch.Epoch).First();
        Assert.That(best.BestEpoch, Is.EqualTo(expected.Epoch).And.LessThan(100));
        Assert.That(best.ParameterHash, Is.EqualTo(upToBest.ParameterHash));
        Assert.That(best.Test.Accuracy, Is.EqualTo(upToBest.Test.Accuracy));
    }

    [Test]
    public void Fit_LowestValidationLoss_KeepsThatEpochWhateverItsAccuracy()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 60, Selection = ModelSelection.LowestValidationLoss });

        EpochRecord lowest = report.Epochs.MinBy(epoch => epoch.ValidationLoss);
        Assert.That(report.BestEpoch, Is.EqualTo(lowest.Epoch));
        Assert.That(report.Validation.Accuracy, Is.EqualTo(lowest.ValidationAccuracy));
        Assert.That(report.SelectedBy, Is.EqualTo("lowest validation loss, then earliest epoch"));
    }

    [Test]
    public void Fit_Patience_StopsThatManyEpochsAfterTheBest()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 500, Patience = 5 });

        Assert.That(report.StoppedEarly, Is.True);
        Assert.That(report.Epochs, Has.Count.EqualTo(report.BestEpoch + 5));
        Assert.That(report.ToString(), Does.Contain("stopped after 5 epochs"));
    }

    [Test]
    public void Fit_PatienceThatIsNotExceeded_DoesNotStop()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 12, Patience = 12 });

        Assert.That(report.StoppedEarly, Is.False);
        Assert.That(report.Epochs, Has.Count.EqualTo(12));
    }

    [Test]
    public void Fit_LastWithoutValidation_Works()
    {
        using Graph graph = Communities.Graph(engine);
        var split = new NodeSplit("none", Communities.Nodes, Communities.Split.Train, [], Communities.Split.Test);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 5, Selection = ModelSelection.Last }, split);

        Assert.That(report.BestEpoch, Is.EqualTo(5));
        Assert.That(report.Validation.Accuracy, Is.NaN);
        Assert.That(report.Epochs[0].ValidationLoss, Is.NaN);
    }

    [Test]
    public void Fit_SparseFeatures_Works()
    {
        using Graph graph = Communities.WithIdentity(engine);
        using var model = new SmallGcn(Communities.Nodes, Communities.Classes, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.05);

        TrainingReport report = new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, epochs: 60);

        Assert.That(report.Train.Accuracy, Is.GreaterThan(0.8));
        Assert.That(report.Graph.Features, Is.EqualTo(Communities.Nodes));
    }

    [Test]
    public void Fit_GraphOnAnotherEngine_IsCopiedToTheModels()
    {
        using var other = new ReferenceEngine();
        using Graph graph = Communities.Graph(other);
        using Graph here = Communities.Graph(engine);
        var options = new NodeClassificationOptions { Epochs = 5 };

        Assert.That(Fit(graph, options).ParameterHash, Is.EqualTo(Fit(here, options).ParameterHash));
    }

    [Test]
    public void Fit_Progress_IsToldEachEpoch()
    {
        using Graph graph = Communities.Graph(engine);
        var told = new List<EpochProgress>();

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 8 }, progress: new CallbackProgress<EpochProgress>(told.Add));

        Assert.That(told.Select(progress => progress.Record), Is.EqualTo(report.Epochs));
        Assert.That(told[^1].BestEpoch, Is.EqualTo(report.BestEpoch));
        Assert.That(told.Select(progress => progress.Elapsed), Is.Ordered);
    }

    [Test]
    public void Fit_Cancelled_StopsAfterTheStepAndFreesMemory()
    {
        using Graph graph = Communities.Graph(engine);
        using SmallGcn model = Model();
        using SmallGcn expected = Model();
        using var optimizer = new Adam(learningRate: 0.02);
        using var cancel = new CancellationTokenSource();
        var progress = new CallbackProgress<EpochProgress>(told =>
        {
            if (told.Record.Epoch == 5)
            {
                cancel.Cancel();
            }
        });
        var options = new NodeClassificationOptions { Epochs = 5, Selection = ModelSelection.Last };
        new NodeClassificationTrainer(expected, optimizer).Fit(graph, Communities.Split, options);
        long before = engine.Memory.InUse;

        Assert.That(
            () => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, epochs: 50, progress, cancel.Token),
            Throws.InstanceOf<OperationCanceledException>());

        Assert.That(engine.Memory.InUse, Is.EqualTo(before));
        Assert.That(ParameterHash.Of(model), Is.EqualTo(ParameterHash.Of(expected)));
        Assert.That(optimizer.IsAttached, Is.False);
    }

    [Test]
    public void Fit_CancelledBefore_ChangesNothing()
    {
        using Graph graph = Communities.Graph(engine);
        using SmallGcn model = Model();
        using var optimizer = new Adam();
        string hash = ParameterHash.Of(model);

        Assert.That(
            () => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, cancellationToken: new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(ParameterHash.Of(model), Is.EqualTo(hash));
    }

    [Test]
    public void Fit_Twice_GoesOnWithTheModelAndANewOptimizerState()
    {
        using Graph graph = Communities.Graph(engine);
        using SmallGcn model = Model();
        using var optimizer = new Adam(learningRate: 0.02);
        var trainer = new NodeClassificationTrainer(model, optimizer);
        TrainingReport first = trainer.Fit(graph, Communities.Split, epochs: 5);
        long after = engine.Memory.InUse;

        TrainingReport second = trainer.Fit(graph, Communities.Split, epochs: 5);

        Assert.That(second.ParameterHash, Is.Not.EqualTo(first.ParameterHash));
        Assert.That(second.Epochs[0].ValidationLoss, Is.LessThan(first.Epochs[0].ValidationLoss));
        Assert.That(engine.Memory.InUse, Is.EqualTo(after));
    }

    private SmallGcn Model() => new(Communities.Features, Communities.Classes, new RandomSource(1), engine);

    private TrainingReport Fit(Graph graph, NodeClassificationOptions options, NodeSplit? split = null, IProgress<EpochProgress>? progress = null)
    {
        using SmallGcn model = Model();
        using var optimizer = new Adam(learningRate: 0.05, weightDecay: 5e-4);
        return new NodeClassificationTrainer(model, optimizer).Fit(graph, split ?? Communities.Split, options, progress);
    }
}
