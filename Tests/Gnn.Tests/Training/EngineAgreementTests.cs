using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Tests.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

/// <summary>The same seed trains the same model on every engine, but for rounding: initial weights, dropout and split come from the library's generator.</summary>
/// <remarks>Losses are compared with those of the default engine, absolutely: within 1e-5 over the first 5 epochs, which is single precision's rounding of
/// losses about 2, and within 1e-3 over 50, through which Adam carries that rounding on.</remarks>
[TestFixture("reference")]
[TestFixture("cpu")]
[TestFixture("cuda")]
[Parallelizable(ParallelScope.Self)] // Long at work, much of it on one thread: beside the fixtures that wait for processes.
internal sealed class EngineAgreementTests(string device)
{
    private Engine _engine = null!;

    [OneTimeSetUp]
    public void CreateEngine() => _engine = device == "reference" ? new ReferenceEngine() : AdapterEngines.TorchSharp(device);

    [OneTimeTearDown]
    public void DisposeEngine() => _engine?.Dispose();

    [TestCase("karate", "gcn")]
    [TestCase("karate", "gat")]
    [TestCase("karate", "gin")]
    [TestCase("cora", "gcn")]
    [TestCase("cora", "gat")]
    [TestCase("cora", "gin")]
    public void Fit_SameSeed_HasTheSameLosses(string dataset, string model)
    {
        double[] expected = Losses(dataset, model, TestEngines.Cpu);
        double[] losses = Losses(dataset, model, _engine);

        double[] apart = [.. losses.Zip(expected, (loss, other) => Math.Abs(loss - other))];
        TestContext.Out.WriteLine($"{dataset} {model}: losses {expected[0]:0.0000} to {expected[^1]:0.0000}; apart at most {apart.Take(5).Max():0.0e+0} over 5 epochs, {apart.Max():0.0e+0} over 50");
        Assert.That(expected[^1], Is.LessThan(expected[0]));
        Assert.That(apart.Take(5), Is.All.LessThanOrEqualTo(1e-5));
        Assert.That(apart, Is.All.LessThanOrEqualTo(1e-3));
    }

    private static double[] Losses(string dataset, string name, Engine engine)
    {
        (Graph graph, NodeSplit split) = dataset == "karate" ? KarateClub.Load(seed: 1, engine) : Planetoid.Load("cora", Path.GetDirectoryName(SharedData.Require("planetoid"))!, engine);
        using Graph loaded = graph;
        using Graph normalized = loaded.NormalizeFeatures();
        int inputs = (int)normalized.Features.Shape[1];
        var random = new RandomSource(1);
        using GraphModel model = name switch
        {
            "gcn" => new Gcn(inputs, 16, normalized.ClassCount, random),
            "gat" => new Gat(inputs, 8, normalized.ClassCount, random),
            _ => new Gin(inputs, 16, normalized.ClassCount, random),
        };
        model.MoveTo(engine);
        using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
        var options = new NodeClassificationOptions { Epochs = 50, Random = random, Selection = ModelSelection.Last };
        return [.. new NodeClassificationTrainer(model, optimizer).Fit(normalized, split, options).Epochs.Select(epoch => epoch.TrainLoss)];
    }
}
