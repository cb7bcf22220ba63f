using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Layers.Normalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixture]
internal sealed class CheckpointTests
{
    private const int Epochs = 24;

    // Stopped before, at and after the epoch that is kept, with everything that has a state: dropout, running statistics, a schedule, patience, batches.
    private static readonly NodeClassificationOptions[] Protocols =
    [
        new() { Epochs = Epochs },
        new() { Epochs = Epochs, Selection = ModelSelection.Last, Schedule = new CosineSchedule(Epochs) },
        new() { Epochs = Epochs, Patience = 9, Selection = ModelSelection.LowestValidationLoss },
        new() { Epochs = Epochs, Batches = new NodeBatchOptions { BatchSize = 4, Fanouts = [8, 4] } },
    ];

    [Test]
    public void Fit_KilledAtAnyEpoch_ResumesToTheSameBits([Range(0, 3)] int protocol, [Values(1, 7, 13, 23)] int killedAt)
    {
        using var folder = new ScratchFolder();
        NodeClassificationOptions options = Protocols[protocol];
        TrainingReport whole = Fit(options, out Dictionary<string, double[]> expected);
        NodeClassificationOptions kept = options with { Checkpoint = new CheckpointOptions(folder["run.safetensors"]) { Interval = TimeSpan.Zero } };
        int done = 0;

        // An exception of the one who is told is no cancellation: the file has the epoch before.
        Assert.That(
            () => Fit(kept, out _, progress: new CallbackProgress<EpochProgress>(epoch => done = epoch.Record.Epoch < killedAt ? epoch.Record.Epoch : throw new InvalidOperationException("killed"))),
            killedAt <= whole.Epochs.Count ? Throws.TypeOf<InvalidOperationException>() : Throws.Nothing);
        int first = 0;
        TrainingReport resumed = Fit(kept, out Dictionary<string, double[]> actual, progress: new CallbackProgress<EpochProgress>(epoch => first = first == 0 ? epoch.Record.Epoch : first));

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(killedAt <= whole.Epochs.Count ? done + 1 : 0), "goes on where it stopped");
            Assert.That(resumed.ParameterHash, Is.EqualTo(whole.ParameterHash));
            Assert.That(resumed.Epochs, Is.EqualTo(whole.Epochs));
            Assert.That(resumed.BestEpoch, Is.EqualTo(whole.BestEpoch));
            Assert.That(resumed.TestPredictions, Is.EqualTo(whole.TestPredictions));
            Assert.That(actual, Is.EqualTo(expected), "parameters and buffers");
        });
    }

    [Test]
    public void Fit_Cancelled_WritesTheLastWholeEpoch()
    {
        using var folder = new ScratchFolder();
        using var cancellation = new CancellationTokenSource();
        NodeClassificationOptions kept = Protocols[0] with { Checkpoint = new CheckpointOptions(folder["run.safetensors"]) { Interval = TimeSpan.FromDays(1) } };
        var stop = new CallbackProgress<EpochProgress>(epoch =>
        {
            if (epoch.Record.Epoch == 5)
            {
                cancellation.Cancel();
            }
        });

        Assert.That(() => Fit(kept, out _, progress: stop, cancellation: cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        var epochs = new List<int>();
        TrainingReport resumed = Fit(kept, out _, progress: new CallbackProgress<EpochProgress>(epoch => epochs.Add(epoch.Record.Epoch)));

        Assert.That(epochs, Is.EqualTo(Enumerable.Range(6, Epochs - 5)));
        Assert.That(resumed.ParameterHash, Is.EqualTo(Fit(Protocols[0], out _).ParameterHash));
    }

    [Test]
    public void Fit_CheckpointOfAnotherRun_IsRefusedAndTheModelIsAsItWas([Values("seed", "learning rate", "options", "labels")] string other)
    {
        using var folder = new ScratchFolder();
        string path = folder["run.safetensors"];
        NodeClassificationOptions kept = Protocols[0] with { Checkpoint = new CheckpointOptions(path) { Interval = TimeSpan.Zero } };
        Fit(kept, out _);
        byte[] before = File.ReadAllBytes(path);
        using GraphSage model = Model(other == "seed" ? 2 : 1);
        string hash = ParameterHash.Of(model);
        using var optimizer = new Adam(other == "learning rate" ? 0.02 : 0.01);
        using Graph graph = Communities.Graph(Engine.Default, other == "labels" ? [.. Communities.Labels.Reverse()] : null);

        Assert.That(
            () => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, other == "options" ? kept with { LabelSmoothing = 0.1 } : kept),
            Throws.TypeOf<DataFormatException>().With.Message.Contains(path).And.Message.Contains("Delete the file"));
        Assert.That(ParameterHash.Of(model), Is.EqualTo(hash));
        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
    }

    [Test]
    public void Fit_DamagedCheckpoint_IsRefusedAndTheModelIsAsItWas([Values("empty", "cut", "foreign", "without steps")] string damage)
    {
        using var folder = new ScratchFolder();
        string path = folder["run.safetensors"];
        NodeClassificationOptions kept = Protocols[0] with { Checkpoint = new CheckpointOptions(path) { Interval = TimeSpan.Zero } };
        Fit(kept, out _);
        using GraphSage model = Model(1);
        string hash = ParameterHash.Of(model);
        switch (damage)
        {
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "cut":
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^9]);
                break;
            case "foreign":
                model.SaveParameters(path);
                break;
            default:
                SafetensorsFile file = SafetensorsFile.Read(path);
                SafetensorsFile.Write(path, file.Entries.Where(entry => entry.Name != "steps"), file.Metadata);
                break;
        }

        using var optimizer = new Adam(0.01);
        using Graph graph = Communities.Graph(Engine.Default);

        Assert.That(() => new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, kept), Throws.TypeOf<DataFormatException>().With.Message.Contains(path));
        Assert.That(ParameterHash.Of(model), Is.EqualTo(hash));
    }

    [Test]
    public void Fit_CheckpointWithoutAPath_ThrowsBeforeTraining()
    {
        Assert.That(() => Fit(Protocols[0] with { Checkpoint = new CheckpointOptions("") }, out _), Throws.ArgumentException.With.Message.Contains("path"));
        Assert.That(
            () => Fit(Protocols[0] with { Checkpoint = new CheckpointOptions("a") { Interval = TimeSpan.FromSeconds(-1) } }, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static GraphSage Model(int seed) => new(
        Communities.Features, 8, Communities.Classes, new RandomSource(seed), dropout: 0.3, stack: new StackOptions { Normalization = NormalizationKind.Batch });

    private static TrainingReport Fit(
        NodeClassificationOptions options, out Dictionary<string, double[]> tensors, IProgress<EpochProgress>? progress = null, CancellationToken cancellation = default)
    {
        using Graph graph = Communities.Graph(Engine.Default);
        using GraphSage model = Model(1);
        using var optimizer = new Adam(0.01);
        TrainingReport report = new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, options, progress, cancellation);
        using var scope = new TensorScope();
        tensors = model.CopyTensors().ToDictionary(named => named.Key, named =>
        {
            using Tensor copy = named.Value;
            return copy.DataType == DataType.Int64 ? Array.ConvertAll(copy.ToArray<long>(), value => (double)value) : copy.ToArray<double>();
        });
        return report;
    }
}
