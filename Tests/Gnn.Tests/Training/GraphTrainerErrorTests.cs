using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class GraphTrainerErrorTests
{
    private static readonly Engine Cpu = TestEngines.Cpu;

    private long _inUse;

    [SetUp]
    public void NoteMemory() => _inUse = Cpu.Memory.InUse;

    [TearDown]
    public void Failure_LeavesNoMemoryInUse() => Assert.That(Cpu.Memory.InUse, Is.EqualTo(_inUse));

    [Test]
    public void Fit_OptionsOutOfRange_SayWhich()
    {
        Check<ArgumentOutOfRangeException>("at least 1 epoch", new GraphClassificationOptions { Epochs = 0 });
        Check<ArgumentOutOfRangeException>("at least 1 graph", new GraphClassificationOptions { BatchSize = 0 });
        Check<ArgumentOutOfRangeException>("at least 1 node", new GraphClassificationOptions { MaxBatchNodes = 0 });
        Check<ArgumentOutOfRangeException>("patience", new GraphClassificationOptions { Patience = 0 });
        Check<ArgumentOutOfRangeException>("labelSmoothing", new GraphClassificationOptions { LabelSmoothing = 2 });
        Check<ArgumentOutOfRangeException>("classWeights", new GraphClassificationOptions { ClassWeights = [1, double.NaN] });
        Check<ArgumentException>("default loss", new GraphClassificationOptions { ClassWeights = [1, 2], Loss = new CrossEntropy() });
    }

    [Test]
    public void Fit_SplitThatDoesNotFit_NamesTheCure()
    {
        var options = new GraphClassificationOptions { Epochs = 1 };
        Check<ArgumentException>("of 7 graphs, but the set has 60", options, split: new IndexSplit("other", "graph", 7, [0, 1], [2], [3]));
        Check<ArgumentException>("no training graph", options, split: new IndexSplit("empty", "graph", Rings.Count, [], [2], [3]));
        Check<ArgumentException>("ModelSelection.Last", options, split: new IndexSplit("blind", "graph", Rings.Count, [0, 1], [], [3]));
        Check<ArgumentException>("No training graph of class 1", options, split: new IndexSplit("partial", "graph", Rings.Count, [0, 2], [4], [3]));
        Check<ArgumentException>("all of one class", options with { Metric = ClassificationMetric.RocAuc }, split: new IndexSplit("even", "graph", Rings.Count, [0, 1], [4, 6], [3]));
    }

    [Test]
    public void Fit_LabelsThatDoNotFit_AreNamed()
    {
        var options = new GraphClassificationOptions { Epochs = 1 };
        int[] unknown = [.. Rings.Labels], three = [.. Rings.Labels];
        (unknown[4], three[5]) = (-1, 2);
        using GraphSet without = Rings.Set(Cpu, unknown), more = Rings.Set(Cpu, three);
        using GraphSet set = Rings.Set(Cpu);
        using GraphSet bare = set.WithoutGraphColumn("y"), blind = set.WithoutNodeColumn("x");
        _inUse = Cpu.Memory.InUse;

        Check<ArgumentException>("Graph 4 of the training or validation part", options, without);
        Check<ArgumentException>("The model has 2 outputs, but the graphs have 3 classes", options, more);
        Check<ArgumentException>("no labels", options, bare);
        Check<ArgumentException>("no node features", options, blind);
        Check<ArgumentException>("2 class weights", options with { ClassWeights = [1, 2, 3] });
        Check<ArgumentException>("does not take classes", options with { Loss = new MeanSquaredError() });
        Check<ArgumentException>("BinaryCrossEntropyWithLogits", options, outputs: 1);
        _inUse = Cpu.Memory.InUse;
        without.Dispose();
        more.Dispose();
        set.Dispose();
        bare.Dispose();
        blind.Dispose();
        _inUse = Cpu.Memory.InUse;
    }

    [Test]
    public void Fit_TargetsThatDoNotFit_AreNamed()
    {
        using GraphSet set = Rings.Set(Cpu), wrong = Rings.Set(Cpu, changeTargets: numbers => numbers[31] = double.PositiveInfinity);
        using var model = new SmallGraphModel(Rings.Features, 1, new RandomSource(1), Cpu);
        using var optimizer = new Adam();
        var trainer = new GraphRegressionTrainer(model, optimizer);
        long before = Cpu.Memory.InUse;

        Assert.That(() => trainer.Fit(set, Rings.Split, new GraphRegressionOptions { Target = "missing" }), Throws.ArgumentException.With.Message.Contains("'missing'").And.Message.Contains("number"));
        Assert.That(() => trainer.Fit(set, Rings.Split, new GraphRegressionOptions()), Throws.ArgumentException.With.Message.Contains("GraphClassificationTrainer"));
        Assert.That(() => trainer.Fit(wrong, Rings.Split, new GraphRegressionOptions { Target = "number" }), Throws.ArgumentException.With.Message.Contains("Graph 31"));
        Assert.That(Cpu.Memory.InUse, Is.EqualTo(before));
        set.Dispose();
        wrong.Dispose();
        model.Dispose();
    }

    [Test]
    public void Fit_LossThatIsNotFinite_StopsWithTheEpoch()
    {
        using GraphSet set = Rings.Set(Cpu);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), Cpu);
        using var optimizer = new Sgd(learningRate: 1e30);

        Assert.That(
            () => new GraphClassificationTrainer(model, optimizer).Fit(set, Rings.Split, new GraphClassificationOptions { Epochs = 20 }),
            Throws.TypeOf<TrainingException>().With.Message.Contains("learning rate"));
        set.Dispose();
        model.Dispose();
    }

    private static void Check<T>(string message, GraphClassificationOptions options, GraphSet? given = null, IndexSplit? split = null, int outputs = 2)
        where T : Exception
    {
        using GraphSet set = Rings.Set(Cpu);
        using var model = new SmallGraphModel(Rings.Features, outputs, new RandomSource(1), Cpu);
        using var optimizer = new Adam();
        long before = Cpu.Memory.InUse;

        Assert.That(() => new GraphClassificationTrainer(model, optimizer).Fit(given ?? set, split ?? Rings.Split, options), Throws.InstanceOf<T>().With.Message.Contains(message));
        Assert.That(Cpu.Memory.InUse, Is.EqualTo(before), message);
    }
}
