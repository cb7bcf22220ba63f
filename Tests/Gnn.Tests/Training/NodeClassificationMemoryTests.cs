using Gnn.Graphs;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Memory;
using Gnn.Testing;
using Gnn.Training;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Training;

[TestFixtureSource(typeof(TestEngines), nameof(TestEngines.All))]
internal sealed class NodeClassificationMemoryTests(Engine engine)
{
    [Test]
    public void Fit_500Epochs_HoldsTheSameMemoryFromTheTenthOn()
    {
        var seen = new List<MemoryStatistics>();
        Fit(500, _ => seen.Add(engine.Memory));

        MemoryStatistics[] later = [.. seen.Skip(10)];
        Assert.That(later, Has.Length.EqualTo(490));
        Assert.That(later.Select(memory => memory.InUse).Distinct().Count(), Is.EqualTo(1));
        Assert.That(later.Select(memory => memory.Peak).Distinct().Count(), Is.EqualTo(1));
        Assert.That(later.Select(memory => memory.Pooled).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Fit_BatchedEvaluation_HoldsTheSameMemoryAfterEveryEpoch([Values(1, 7, 59)] int size)
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new GraphSage(Communities.Features, 8, Communities.Classes, new RandomSource(1));
        model.MoveTo(engine);
        using var optimizer = new Adam(learningRate: 0.01);
        var options = new NodeClassificationOptions { Epochs = 8, Batches = new NodeBatchOptions { BatchSize = 9, Fanouts = [3, 3], Workers = 0, InferenceBatchSize = size } };
        var seen = new List<long>();

        new NodeClassificationTrainer(model, optimizer)
            .Fit(graph, Communities.Split, options, new CallbackProgress<EpochProgress>(_ => seen.Add(engine.Memory.InUse)));

        Assert.That(seen, Has.Count.EqualTo(8));
        Assert.That(seen.Skip(1).Distinct().Count(), Is.EqualTo(1), string.Join(' ', seen));
    }

    [Test]
    [Category("Long")]
    [Explicit("Ten thousand epochs")]
    public void Fit_10000Epochs_HoldsTheSameResidentMemoryFromTheThousandthOn()
    {
        var resident = new List<long>();
        var seen = new HashSet<MemoryStatistics>();
        Fit(10_000, epoch =>
        {
            if (epoch > 10)
            {
                seen.Add(engine.Memory);
            }

            if (epoch >= 1000 && epoch % 100 == 0)
            {
                // The collector may leave garbage as long as it likes; what is measured is what a step leaves behind.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                GC.Collect();
                resident.Add(Environment.WorkingSet);
            }
        });

        TestContext.Out.WriteLine($"{engine.Name}: resident {string.Join(' ', resident.Select(bytes => bytes >> 10))} KiB");
        Assert.That(seen, Has.Count.EqualTo(1), "the engine holds exactly the same memory after every epoch from the eleventh on");
        Assert.That(resident.Max() - resident[0], Is.LessThan(8 << 20));
    }

    private void Fit(int epochs, Action<int> afterEpoch)
    {
        using Graph graph = Communities.Graph(engine);
        using var model = new SmallGcn(Communities.Features, Communities.Classes, new RandomSource(1), engine);
        using var optimizer = new Adam(learningRate: 0.01);
        new NodeClassificationTrainer(model, optimizer)
            .Fit(graph, Communities.Split, epochs, new CallbackProgress<EpochProgress>(told => afterEpoch(told.Record.Epoch)));
    }
}
