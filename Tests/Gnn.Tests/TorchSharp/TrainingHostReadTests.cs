using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tests.Tensors.Engines;
using Gnn.Tests.Training;
using Gnn.TorchSharp;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.TorchSharp;

/// <summary>On a device the host should queue work and not wait for it. What it reads each epoch is what the trainer asks for.</summary>
[TestFixture("cpu")]
[TestFixture("cuda")]
internal sealed class TrainingHostReadTests(string device)
{
    /// <summary>A step reads its loss and whether all gradients are finite; an evaluation reads the predictions and the validation loss.</summary>
    private const int ReadsAnEpoch = 4;

    [Test]
    public void Fit_Epoch_WaitsForTheDeviceOnlyWhereTheTrainerAsks()
    {
        using var engine = (TorchSharpEngine)AdapterEngines.TorchSharp(device);

        Assert.That(Reads(engine, 25) - Reads(engine, 5), Is.EqualTo(20 * ReadsAnEpoch));
    }

    private static long Reads(TorchSharpEngine engine, int epochs)
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new SmallGcn(Communities.Features, Communities.Classes, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.01);
        long before = engine.HostReads;
        new NodeClassificationTrainer(model, optimizer).Fit(graph, Communities.Split, epochs);
        return engine.HostReads - before;
    }
}
