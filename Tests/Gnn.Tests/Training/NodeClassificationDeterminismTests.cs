using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class NodeClassificationDeterminismTests
{
    private const int Nodes = 3000;

    /// <summary>A graph and a model that are large enough for every primitive to share its work among threads.</summary>
    [Test]
    public void Fit_AtSeveralThreadCounts_GivesTheSameBits()
    {
        TrainingReport one = Fit(threads: 1);

        foreach (int threads in (int[])[2, 3, 8])
        {
            TrainingReport report = Fit(threads);
            Assert.That(report.Environment.Threads, Is.EqualTo(threads));
            Assert.That(report.ParameterHash, Is.EqualTo(one.ParameterHash), $"{threads} threads");
            Assert.That(report.Epochs, Is.EqualTo(one.Epochs), $"{threads} threads");
        }
    }

    private static TrainingReport Fit(int threads)
    {
        using var engine = new CpuEngine(threads);
        var random = new RandomSource(11);
        RandomSequence draws = random.Stream("edges").Sequence();
        int[] sources = [.. Enumerable.Range(0, 10 * Nodes).Select(_ => draws.NextInt32(Nodes))];
        int[] targets = [.. Enumerable.Range(0, 10 * Nodes).Select(_ => draws.NextInt32(Nodes))];
        using var edges = Graph.FromEdges(Nodes, sources, targets);
        using Graph labelled = edges.WithLabels([.. Enumerable.Range(0, Nodes).Select(node => node % 4)], engine: engine);
        using Graph graph = labelled.WithFeatures(Tensor.Normal((Nodes, 64), random.Stream("features"), engine: engine));
        var split = new NodeSplit("thirds", Nodes, [.. Enumerable.Range(0, 1000)], [.. Enumerable.Range(1000, 1000)], [.. Enumerable.Range(2000, 1000)]);
        using var model = new SmallGcn(64, 4, random, engine, hidden: 48);
        using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
        var options = new NodeClassificationOptions { Epochs = 50, Random = random, Selection = ModelSelection.Last };
        return new NodeClassificationTrainer(model, optimizer).Fit(graph, split, options);
    }
}
