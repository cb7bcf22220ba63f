using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Temporal;

[TestFixture]
internal sealed class TgnMemoryTests
{
    private const int NodeCount = 6;
    private const int Batch = 3;

    // Node 5 takes part in nothing, node 0 in the first event alone, event 7 is a loop, and events 2 and 3 are at one time.
    private static readonly int[] Sources = [0, 2, 1, 3, 3, 1, 2, 4, 4];
    private static readonly int[] Targets = [1, 1, 3, 1, 4, 2, 3, 4, 1];
    private static readonly long[] Times = [5, 6, 8, 8, 11, 12, 15, 16, 20];
    private static readonly int[] All = [.. Enumerable.Range(0, NodeCount)];

    [Test]
    public void Forward_NodeThatWasToldNothing_KeepsItsRowAndItsTime([Values] TgnMessage message, [Values] TgnAggregation aggregation)
    {
        using var scope = new TensorScope();
        using TgnMemory memory = Create(message, aggregation);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = memory.CreateState(graph);
        Stream(memory, state, Sources.Length);
        double[] before = state.Read([0, 5]).ToArray<double>();
        long[] times = state.LastUpdates.ToArray();

        state.Write(memory.Forward(ForwardContext.Inference, state, All));
        TgnView again = memory.Forward(ForwardContext.Inference, state, All);

        Assert.That(before, Is.All.Zero, "node 0 was told something, and has not been in a batch since");
        Assert.That(times, Is.EqualTo([0L, 12L, 12L, 11L, 11L, 0L]));
        Assert.That(state.Read([0]).ToArray<double>(), Is.All.Not.Zero);
        Assert.That(state.Read([5]).ToArray<double>(), Is.All.Zero, "node 5 was told nothing");
        Assert.That(again.Memory.ToArray<double>(), Is.EqualTo(state.Read(All).ToArray<double>()), "all was taken in");
        Assert.That(again.LastUpdates.ToArray(), Is.EqualTo([5L, 20L, 15L, 15L, 20L, 0L]));
    }

    [Test]
    public void Forward_EventsThatComeLater_ChangeNothing([Values] TgnAggregation aggregation)
    {
        using var scope = new TensorScope();
        using TgnMemory memory = Create(TgnMessage.Identity, aggregation);
        using TemporalGraph whole = Graph(Sources.Length);
        using TemporalGraph until = Graph(2 * Batch);
        using TgnState ofWhole = memory.CreateState(whole);
        using TgnState ofUntil = memory.CreateState(until);
        Stream(memory, ofWhole, 2 * Batch);
        Stream(memory, ofUntil, 2 * Batch);

        TgnView one = memory.Forward(ForwardContext.Inference, ofWhole, All);
        TgnView other = memory.Forward(ForwardContext.Inference, ofUntil, All);

        Assert.That(one.Memory.ToArray<double>(), Is.EqualTo(other.Memory.ToArray<double>()));
        Assert.That(one.LastUpdates.ToArray(), Is.EqualTo(other.LastUpdates.ToArray()));
    }

    [Test]
    public void Forward_LastMessage_IsOfTheLastEventOfTheLatestBatch()
    {
        using var scope = new TensorScope();
        using TgnMemory last = Create(TgnMessage.Identity, TgnAggregation.Last);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = last.CreateState(graph);
        using TgnState single = last.CreateState(graph);

        // Node 1 is in events 3 and 5 of the second batch: the same as if it had been told event 5 alone.
        state.Update(last.Forward(ForwardContext.Inference, state, All), Batch, Batch);
        single.Update(last.Forward(ForwardContext.Inference, single, All), (2 * Batch) - 1, 1);

        double[] expected = last.Forward(ForwardContext.Inference, single, [1]).Memory.ToArray<double>();
        Assert.That(last.Forward(ForwardContext.Inference, state, [1]).Memory.ToArray<double>(), Is.EqualTo(expected));
        Assert.That(expected, Is.All.Not.Zero);
    }

    [Test]
    public void Forward_AnyOrderOfNodes_GivesTheSameRows([Values] TgnMessage message, [Values] TgnAggregation aggregation)
    {
        using var scope = new TensorScope();
        using TgnMemory memory = Create(message, aggregation);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = memory.CreateState(graph);
        Stream(memory, state, 2 * Batch);
        int[] order = [4, 5, 1, 0];

        TgnView all = memory.Forward(ForwardContext.Inference, state, All);
        TgnView some = memory.Forward(ForwardContext.Inference, state, order);

        double[] expected = [.. order.SelectMany(node => all.Memory.ToArray<double>()[(4 * node)..(4 * (node + 1))])];
        Assert.That(some.Memory.ToArray<double>(), Is.EqualTo(expected).Within(1e-12));
        Assert.That(some.RowOf(1), Is.EqualTo(2));
        Assert.That(state.LastUpdates.ToArray(), Is.EqualTo([0L, 8L, 6L, 8L, 0L, 0L]), "asking writes nothing");
    }

    [Test]
    public void Forward_EveryParameter_HasTheGradientOfCentralDifferences([Values] TgnMessage message, [Values] TgnAggregation aggregation)
    {
        using TgnMemory memory = Create(message, aggregation);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = memory.CreateState(graph);
        using (var scope = new TensorScope())
        {
            Stream(memory, state, 2 * Batch);
        }

        double error = GradientCheck.Run(
            () => memory.Forward(ForwardContext.ForTraining(new RandomSource(1)), state, All).Memory.Square().Sum(),
            [.. memory.Parameters().Select(parameter => parameter.Value)]);

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    [Test]
    public void Update_NodeThatIsNotInTheView_SaysSoAndWritesNothing()
    {
        using var scope = new TensorScope();
        using TgnMemory memory = Create(TgnMessage.Identity, TgnAggregation.Last);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = memory.CreateState(graph);
        TgnView view = memory.Forward(ForwardContext.Inference, state, [0, 1]);

        Assert.That(() => state.Update(view, 0, 2), Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("Node 2"));
        Assert.That(memory.Forward(ForwardContext.Inference, state, All).Memory.ToArray<double>(), Is.All.Zero);
        Assert.That(() => state.Update(view, 8, 2), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("9 events"));
        Assert.That(() => memory.Forward(ForwardContext.Inference, state, [6]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("[0, 6)"));
    }

    [Test]
    public void CreateState_OtherFeatures_NamesBoth()
    {
        using TgnMemory memory = Create(TgnMessage.Identity, TgnAggregation.Last);
        using TemporalGraph bare = TemporalGraph.FromEvents(NodeCount, Sources, Targets, Times);

        Assert.That(() => memory.CreateState(bare), Throws.ArgumentException.With.Message.Contains("takes 2").And.Message.Contains("have 0"));
    }

    [Test]
    public void Reset_AfterEvents_IsTheBeginning()
    {
        using var scope = new TensorScope();
        using TgnMemory memory = Create(TgnMessage.Identity, TgnAggregation.Mean);
        using TemporalGraph graph = Graph(Sources.Length);
        using TgnState state = memory.CreateState(graph);
        Stream(memory, state, Sources.Length);

        state.Reset();

        Assert.That(memory.Forward(ForwardContext.Inference, state, All).Memory.ToArray<double>(), Is.All.Zero);
        Assert.That(state.LastUpdates.ToArray(), Is.All.Zero);
    }

    private static TgnMemory Create(TgnMessage message, TgnAggregation aggregation)
    {
        var memory = new TgnMemory(2, 4, 3, new RandomSource(1), new TgnMemoryOptions { Message = message, Aggregation = aggregation, MessageWidth = 5, TimeUnit = 10 });
        memory.MoveTo(TestEngines.Reference);
        return memory;
    }

    private static TemporalGraph Graph(int events)
    {
        double[] features = new double[2 * Sources.Length];
        new RandomSource(3).FillUniform(features, 0, -1, 1);
        using TemporalGraph bare = TemporalGraph.FromEvents(NodeCount, Sources.AsSpan(0, events), Targets.AsSpan(0, events), Times.AsSpan(0, events));
        return bare.WithEventColumn(ColumnNames.EdgeFeatures, Tensor.Create(features.AsSpan(0, 2 * events), (events, 2), TestEngines.Reference).Keep());
    }

    private static void Stream(TgnMemory memory, TgnState state, int events)
    {
        for (int first = 0; first < events; first += Batch)
        {
            state.Update(memory.Forward(ForwardContext.Inference, state, All), first, Batch);
        }
    }
}
