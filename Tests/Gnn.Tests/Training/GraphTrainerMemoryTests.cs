using Gnn.Graphs.Batching;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class GraphTrainerMemoryTests(Engine engine)
{
    [Test]
    public void Fit_100Epochs_HoldsTheSameMemoryFromTheThirdOn([Values] bool keeps)
    {
        using GraphSet set = Rings.Set(engine);
        using var model = new SmallGraphModel(Rings.Features, 2, new RandomSource(1), engine, penalty: 0.1, counts: true);
        using var optimizer = new Adam(learningRate: 0.01);
        var options = new GraphClassificationOptions { Epochs = 100, BatchSize = 8, KeepsBatches = keeps, Clipping = GradientClipping.ByNorm(0.5) };
        long before = engine.Memory.InUse;
        var seen = new List<long>();

        new GraphClassificationTrainer(model, optimizer)
            .Fit(set, Rings.Split, options, new CallbackProgress<GraphEpochProgress>(_ => seen.Add(engine.Memory.InUse)));

        Assert.That(seen, Has.Count.EqualTo(100));
        Assert.That(seen.Skip(2).Distinct().Count(), Is.EqualTo(1));
        Assert.That(engine.Memory.InUse, Is.EqualTo(before), "what training made is gone with it");
    }
}
