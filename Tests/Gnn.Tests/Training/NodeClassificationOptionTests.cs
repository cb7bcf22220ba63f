using System.Text.Json;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;
using NUnit.Framework;

namespace Gnn.Tests.Training;

/// <summary>Metrics, losses, schedules and clipping of <see cref="NodeClassificationTrainer"/>.</summary>
[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class NodeClassificationOptionTests(Engine engine)
{
    private static readonly int[] Binary = [.. Communities.Labels.Select(label => label == 0 ? 1 : 0)];

    [Test]
    public void Fit_ByRocAuc_ChoosesTheEpochWhoseAreaIsLargest([Values(1, 2)] int outputs)
    {
        using Graph graph = Communities.Graph(engine, Binary);
        var options = new NodeClassificationOptions
        {
            Epochs = 40,
            Metric = ClassificationMetric.RocAuc,
            Loss = outputs == 1 ? new BinaryCrossEntropyWithLogits([2.0]) : new CrossEntropy([1, 2]),
        };

        TrainingReport report = Fit(graph, options, outputs);

        EpochRecord expected =
            report.Epochs.OrderByDescending(epoch => epoch.ValidationScore).ThenBy(epoch => epoch.ValidationLoss).ThenBy(epoch => epoch.Epoch).First();
        Assert.Multiple(() =>
        {
            Assert.That(report.BestEpoch, Is.EqualTo(expected.Epoch));
            Assert.That(report.Validation.RocAuc, Is.EqualTo(expected.ValidationScore));
            Assert.That(report.Train.RocAuc, Is.EqualTo(expected.TrainScore));
            Assert.That(report.Test.RocAuc, Is.GreaterThan(0.8));
            Assert.That(report.Graph.Classes, Is.EqualTo(2));
            Assert.That(report.SelectedBy, Does.StartWith("highest validation ROC-AUC"));
            Assert.That(report.ToString(), Does.Contain("ROC-AUC"));
            Assert.That(report.Baseline.TestAccuracy, Is.EqualTo(2.0 / 3).Within(1e-12));
        });
        using var stream = new MemoryStream();
        report.WriteJson(stream);
        using var document = JsonDocument.Parse(stream.ToArray());
        Assert.That(document.RootElement.GetProperty("test").GetProperty("rocAuc").GetDouble(), Is.EqualTo(report.Test.RocAuc));
    }

    /// <summary>The area of all nodes from the model's own outputs, with no help of the trainer's.</summary>
    [Test]
    public void Fit_TwoLogits_TakesTheAreaOfTheirDifference()
    {
        using Graph graph = Communities.Graph(engine, Binary);
        using var model = new SmallGcn(Communities.Features, 2, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.05);

        TrainingReport report = new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, new NodeClassificationOptions { Epochs = 10 });

        using var scope = new TensorScope();
        using NoGrad noGrad = NoGrad.Open();
        using Adjacency adjacency = model.Prepare(graph);
        double[] logits = model.Forward(ForwardContext.Inference, graph.Features, adjacency).ToArray<double>();
        int[] test = Communities.Split.Test.ToArray();
        double expected = RocAuc.Of([.. test.Select(node => logits[(2 * node) + 1] - logits[2 * node])], (int[])[.. test.Select(node => Binary[node])]);
        Assert.That(report.Test.RocAuc, Is.EqualTo(expected));
        Assert.That(report.Epochs[3].ValidationScore, Is.EqualTo(report.Epochs[3].ValidationAccuracy), "accuracy chooses unless another metric is asked for");
    }

    [Test]
    public void Fit_ByMacroF1_ChoosesByIt()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(graph, new NodeClassificationOptions { Epochs = 20, Metric = ClassificationMetric.MacroF1 }, outputs: 3);

        Assert.That(report.Validation.MacroF1, Is.EqualTo(report.Epochs.Max(epoch => epoch.ValidationScore)));
        Assert.That(report.Test.RocAuc, Is.NaN, "there are three classes");
    }

    [Test]
    public void Fit_LossOfTheDefaultsOwnSettings_GivesTheSameBits()
    {
        using Graph graph = Communities.Graph(engine);
        var options = new NodeClassificationOptions { Epochs = 5, Selection = ModelSelection.Last };

        string one = Fit(graph, options with { ClassWeights = [1, 2, 3], LabelSmoothing = 0.1 }, outputs: 3).ParameterHash;

        Assert.That(Fit(graph, options with { Loss = new CrossEntropy([1, 2, 3], 0.1) }, outputs: 3).ParameterHash, Is.EqualTo(one));
        Assert.That(Fit(graph, options with { Loss = new MixedLoss((new CrossEntropy(), 1), (new MultiMargin(), 0.5)) }, outputs: 3).ParameterHash, Is.Not.EqualTo(one));
    }

    [Test]
    public void Fit_Schedule_SetsTheRateOfEachEpochAndSetsItBack()
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new SmallGcn(Communities.Features, 3, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.1);

        TrainingReport report = new NodeClassificationTrainer(model, optimizer)
            .Fit(graph, Communities.Split, new NodeClassificationOptions { Epochs = 4, Schedule = new WarmupSchedule(2, new StepSchedule(1, 0.5)) });

        Assert.That(report.Epochs.Select(epoch => epoch.LearningRate), Is.EqualTo(new[] { 0, 0.05, 0.1, 0.05 }));
        Assert.That(report.Epochs[1].TrainLoss, Is.Not.EqualTo(report.Epochs[2].TrainLoss));
        Assert.That(optimizer.LearningRate, Is.EqualTo(0.1));
    }

    [Test]
    public void Fit_Plateau_SeesTheResultsOfEarlierEpochs()
    {
        using Graph graph = Communities.Graph(engine);

        TrainingReport report = Fit(
            graph, new NodeClassificationOptions { Epochs = 200, Schedule = new PlateauSchedule(factor: 0.5, patience: 3), Selection = ModelSelection.Last }, outputs: 3);

        Assert.That(report.Epochs[^1].LearningRate, Is.LessThan(report.Epochs[0].LearningRate));
        Assert.That(report.Epochs.Select(epoch => -epoch.LearningRate), Is.Ordered);
    }

    [Test]
    public void Fit_Clipping_BoundsTheSteps()
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new SmallGcn(Communities.Features, 3, new RandomSource(1), engine);
        using var optimizer = new Sgd(learningRate: 1);
        double[] before = model.Parameters().First().Value.ToArray<double>();

        new NodeClassificationTrainer(model, optimizer)
            .Fit(graph, Communities.Split, new NodeClassificationOptions { Epochs = 1, Clipping = GradientClipping.ByNorm(1e-3), Selection = ModelSelection.Last });

        double moved = Math.Sqrt(model.Parameters().First().Value.ToArray<double>().Zip(before, (after, was) => (after - was) * (after - was)).Sum());
        Assert.That(moved, Is.GreaterThan(0).And.LessThan(1.01e-3));
    }

    [Test]
    public void Fit_OptionsThatDoNotFit_SayWhat()
    {
        using Graph three = Communities.Graph(engine), two = Communities.Graph(engine, Binary);
        var oneClass = new NodeSplit("one class", Communities.Nodes, [0, 1, 2], [3, 6], [4]);
        Check("tells 3 apart", three, new NodeClassificationOptions { Metric = ClassificationMetric.RocAuc }, 3);
        Check("does not take classes", three, new NodeClassificationOptions { Loss = new MeanSquaredError() }, 3);
        Check("does not take classes", two, new NodeClassificationOptions { Loss = new BinaryCrossEntropyWithLogits() }, 2);
        Check("new BinaryCrossEntropyWithLogits()", two, new NodeClassificationOptions(), 1);
        Check("default loss", three, new NodeClassificationOptions { Loss = new CrossEntropy(), LabelSmoothing = 0.1 }, 3);
        Check("all of one class", two, new NodeClassificationOptions { Metric = ClassificationMetric.RocAuc }, 2, oneClass);

        void Check(string message, Graph graph, NodeClassificationOptions options, int outputs, NodeSplit? split = null) =>
            Assert.That(() => Fit(graph, options, outputs, split), Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
    }

    private TrainingReport Fit(Graph graph, NodeClassificationOptions options, int outputs, NodeSplit? split = null)
    {
        using var model = new SmallGcn(Communities.Features, outputs, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.05);
        return new NodeClassificationTrainer(model, optimizer).Fit(graph, split ?? Communities.Split, options);
    }
}
