using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

internal sealed class GraphTrainerDeterminismTests
{
    private const int Graphs = 80;

    /// <summary>Batches that are large enough for every primitive to share its work among threads.</summary>
    [Test]
    public void Fit_AtSeveralThreadCounts_GivesTheSameBits()
    {
        GraphTrainingReport one = Fit(threads: 1);

        foreach (int threads in (int[])[2, 3, 8])
        {
            GraphTrainingReport report = Fit(threads);
            Assert.That(report.Environment.Threads, Is.EqualTo(threads));
            Assert.That(report.ParameterHash, Is.EqualTo(one.ParameterHash), $"{threads} threads");
            Assert.That(report.Epochs, Is.EqualTo(one.Epochs), $"{threads} threads");
        }
    }

    private static GraphTrainingReport Fit(int threads)
    {
        using var engine = new CpuEngine(threads);
        using GraphSet set = Rings.Set(engine, count: Graphs, scale: 20);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine, hidden: 48);
        using var optimizer = new Adam(learningRate: 0.01);
        var split = new IndexSplit("halves", "graph", Graphs, [.. Enumerable.Range(0, 40)], [.. Enumerable.Range(40, 40)], []);
        var options = new GraphClassificationOptions { Epochs = 8, BatchSize = 20, Selection = ModelSelection.Last, Clipping = GradientClipping.ByNorm(0.5) };
        return new GraphClassificationTrainer(model, optimizer).Fit(set, split, options);
    }
}
