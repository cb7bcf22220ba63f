using Gnn.Graphs;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Graphs.Temporal;

[TestFixture]
internal sealed class TemporalGraphTests
{
    private static readonly int[] Sources = [0, 1, 2, 2, 0];
    private static readonly int[] Targets = [1, 2, 2, 0, 3];
    private static readonly long[] Times = [30, 10, 20, 10, -5];

    [Test]
    public void FromEvents_Unsorted_SortsByTimeAndOrderAndKeepsThePermutation()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(4, Sources, Targets, Times);

        Assert.That(graph.InputPositions.ToArray(), Is.EqualTo(new[] { 4, 1, 3, 2, 0 }));
        Assert.That(graph.Times.ToArray(), Is.EqualTo(new[] { -5L, 10, 10, 20, 30 }));
        Assert.That(graph.Sources.ToArray(), Is.EqualTo(new[] { 0, 1, 2, 2, 0 }));
        Assert.That(graph.Targets.ToArray(), Is.EqualTo(new[] { 3, 2, 0, 2, 1 }));
        Assert.That(graph.ToString(), Is.EqualTo("TemporalGraph: 4 nodes, 5 events (directed) in [-5, 30]"));
    }

    [Test]
    public void History_OfEachKind_IsInOrderOfTime()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(4, Sources, Targets, Times);

        Assert.That(graph.AsSource.Events(2).ToArray(), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(graph.AsSource.Neighbors(2).ToArray(), Is.EqualTo(new[] { 0, 2 }));
        Assert.That(graph.AsTarget.Events(2).ToArray(), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(graph.History.Events(2).ToArray(), Is.EqualTo(new[] { 1, 2, 3 }), "a self-loop once");
        Assert.That(graph.History.Neighbors(2).ToArray(), Is.EqualTo(new[] { 1, 0, 2 }));
        Assert.That((graph.AsSource.EntryCount, graph.History.EntryCount), Is.EqualTo((5L, 9L)));
        Assert.That(graph.History.CountBefore(2, 10), Is.Zero);
        Assert.That(graph.History.CountBefore(2, 10, inclusive: true), Is.EqualTo(2));
        Assert.That(graph.History.CountBefore(2, 21), Is.EqualTo(3));
        Assert.That(() => graph.History.Events(4).Length, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void History_RandomEvents_IsThePlainSearch([Range(0, 9)] int seed)
    {
        using TemporalGraph graph = Random(seed, isUndirected: false);
        int[] sources = graph.Sources.ToArray(), targets = graph.Targets.ToArray();
        int[] all = [.. Enumerable.Range(0, sources.Length)];
        for (int node = 0; node < graph.NodeCount; node++)
        {
            Assert.That(graph.AsSource.Events(node).ToArray(), Is.EqualTo(all.Where(e => sources[e] == node)));
            Assert.That(graph.AsTarget.Events(node).ToArray(), Is.EqualTo(all.Where(e => targets[e] == node)));
            Assert.That(graph.AsTarget.Neighbors(node).ToArray(), Is.EqualTo(all.Where(e => targets[e] == node).Select(e => sources[e])));
            Assert.That(graph.History.Events(node).ToArray(), Is.EqualTo(all.Where(e => sources[e] == node || targets[e] == node)));
            for (long time = -1; time < 12; time++)
            {
                int expected = graph.History.Events(node).ToArray().Count(e => graph.Times[e] < time);
                Assert.That(graph.History.CountBefore(node, time), Is.EqualTo(expected));
            }
        }
    }

    [Test]
    public void FromEvents_BadInput_NamesEventAndCure()
    {
        Assert.That(
            () => TemporalGraph.FromEvents(4, Sources, Targets, Times, UnsortedTimes.Refuse),
            Throws.ArgumentException.With.Message.Contains("event 1 is at 10 and event 0 at 30").And.Message.Contains("UnsortedTimes.Sort"));
        Assert.That(
            () => TemporalGraph.FromEvents(3, Sources, Targets, Times),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of event 4").And.Message.Contains("[0, 3)").And.Message.Contains("got 3"));
        Assert.That(
            () => TemporalGraph.FromEvents(4, Sources, Targets, [1, 2]), Throws.ArgumentException.With.Message.Contains("5 sources, 5 targets and 2 times"));
        Assert.That(
            () => TemporalGraph.FromEvents(2, [0], [1], [long.MaxValue]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("time of event 0"));
        Assert.That(
            () => TemporalGraph.FromEvents(4, [0, 2], [3, 3], [1, 2], sourceNodeCount: 2),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("source of event 1 must be in [0, 2)"));
        Assert.That(
            () => TemporalGraph.FromEvents(4, [0], [1], [1], sourceNodeCount: 2),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of event 0 must be in [2, 4)"));
        Assert.That(() => TemporalGraph.FromEvents(4, [], [], [], sourceNodeCount: 5), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemporalGraph.FromEvents(-1, [], [], []), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TemporalGraph.FromEvents(2, [0, 1], [1, 0], [3, 3], UnsortedTimes.Refuse).Dispose(), Throws.Nothing);
    }

    [Test]
    public void UntilAndWindow_RandomEvents_HoldWhatTheySay([Range(0, 9)] int seed)
    {
        using TemporalGraph graph = Random(seed, isUndirected: false);
        long[] times = graph.Times.ToArray();
        double[] weights = graph.Events["weight"].ToArray<double>();
        for (long time = -1; time < 12; time++)
        {
            using TemporalGraph before = graph.Until(time), upTo = graph.Until(time, inclusive: true), window = graph.Window(time, time + 3);
            Assert.That(before.Times.ToArray(), Is.EqualTo(times.Where(t => t < time)));
            Assert.That(upTo.Times.ToArray(), Is.EqualTo(times.Where(t => t <= time)));
            Assert.That(window.Times.ToArray(), Is.EqualTo(times.Where(t => t >= time && t < time + 3)));
            Assert.That(window.Events["weight"].ToArray<double>(), Is.EqualTo(weights.Where((_, e) => times[e] >= time && times[e] < time + 3)));
            Assert.That(window.InputPositions.ToArray(), Is.EqualTo(graph.InputPositions.ToArray().Where((_, e) => times[e] >= time && times[e] < time + 3)));
            Assert.That(window.NodeCount, Is.EqualTo(graph.NodeCount));
        }

        using TemporalGraph all = graph.Until(long.MaxValue);
        Assert.That(all, Is.EqualTo(graph));
        Assert.That(() => graph.Window(3, 2), Throws.ArgumentException.With.Message.Contains("[3, 2)"));
    }

    [Test]
    public void Snapshots_OfAWidth_CoverEveryEventOnce([Range(0, 4)] int seed, [Values(1, 3, 100)] long width)
    {
        using TemporalGraph graph = Random(seed, isUndirected: false);
        TemporalSnapshot[] snapshots = [.. graph.Snapshots(width)];

        Assert.That(snapshots.SelectMany(snapshot => snapshot.Graph.Edges["time"].ToArray<long>()), Is.EqualTo(graph.Times.ToArray()));
        Assert.That(snapshots.SelectMany(snapshot => snapshot.Graph.Edges["weight"].ToArray<double>()), Is.EqualTo(graph.Events["weight"].ToArray<double>()));
        Assert.That(snapshots.All(snapshot => snapshot.End - snapshot.Start == width && snapshot.Graph.NodeCount == graph.NodeCount));
        Assert.That(snapshots.Zip(snapshots.Skip(1)).All(pair => pair.First.End == pair.Second.Start));
        foreach (TemporalSnapshot snapshot in snapshots)
        {
            Assert.That(snapshot.Graph.Edges["time"].ToArray<long>(), Is.All.InRange(snapshot.Start, snapshot.End - 1));
            snapshot.Graph.Dispose();
        }
    }

    [Test]
    public void Snapshots_HandMade_HaveTheseWindows()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(4, Sources, Targets, Times);

        Assert.That(Windows(graph.Snapshots(20)), Is.EqualTo(new[] { (-5L, 15L, 3L), (15, 35, 2) }));
        Assert.That(Windows(graph.Snapshots(10, start: -20)), Is.EqualTo(new[] { (-20L, -10L, 0L), (-10, 0, 1), (0, 10, 0), (10, 20, 2), (20, 30, 1), (30, 40, 1) }));
        Assert.That(Windows(graph.SnapshotsByCount(4)), Is.EqualTo(new[] { (-5L, 4L, 1L), (4, 13, 2), (13, 22, 1), (22, 31, 1) }));
        Assert.That(() => graph.Snapshots(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.SnapshotsByCount(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => graph.Snapshots(1, start: 0), Throws.ArgumentException.With.Message.Contains("first event, at -5"));
    }

    [Test]
    public void Snapshots_ExtremeTimes_DoNotOverflow()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(2, [0, 1], [1, 0], [long.MinValue, long.MaxValue - 1]);

        Assert.That(Windows(graph.Snapshots(long.MaxValue)), Is.EqualTo(
            new[] { (long.MinValue, -1L, 1L), (-1, long.MaxValue - 1, 0), (long.MaxValue - 1, long.MaxValue, 1) }));
        Assert.That(Windows(graph.SnapshotsByCount(2)), Is.EqualTo(new[] { (long.MinValue, -1L, 1L), (-1, long.MaxValue, 1) }));
    }

    [Test]
    public void ToGraph_RandomEvents_ComesBackExactly([Range(0, 19)] int seed, [Values] bool isUndirected)
    {
        using TemporalGraph graph = Random(seed, isUndirected);
        using Graph asGraph = graph.ToGraph();
        using TemporalGraph again = TemporalGraph.FromGraph(asGraph, UnsortedTimes.Refuse);
        using Graph inInputOrder = graph.ToGraph(inInputOrder: true);
        using TemporalGraph sorted = TemporalGraph.FromGraph(inInputOrder);
        using Graph unsorted = sorted.ToGraph(inInputOrder: true);

        Assert.That(again, Is.EqualTo(graph));
        Assert.That(sorted, Is.EqualTo(graph));
        Assert.That(sorted.InputPositions.ToArray(), Is.EqualTo(graph.InputPositions.ToArray()));
        Assert.That(unsorted, Is.EqualTo(inInputOrder));
        Assert.That(asGraph.IsUndirected, Is.EqualTo(isUndirected));
        Assert.That(() => Graph.FromEdges(asGraph.NodeCount, asGraph.Sources, asGraph.Targets, isUndirected).Dispose(), Throws.Nothing);
    }

    [Test]
    public void ToGraph_Undirected_HoldsBothDirectionsOfEachEvent()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(3, [2, 1], [0, 1], [4, 5], isUndirected: true).WithEventColumn("k", Tensor.Create(new[] { 7, 8 }, 2));
        using Graph asGraph = graph.ToGraph();

        Assert.That(asGraph.Sources.ToArray(), Is.EqualTo(new[] { 2, 0, 1 }));
        Assert.That(asGraph.Edges["k"].ToArray<int>(), Is.EqualTo(new[] { 7, 7, 8 }));
        Assert.That(asGraph.Edges["time"].ToArray<long>(), Is.EqualTo(new[] { 4L, 4, 5 }));
    }

    [Test]
    public void FromGraph_BadGraphs_SaysWhatIsWrong()
    {
        using Graph untimed = Graph.FromEdges(2, [0, 1], [1, 0], isUndirected: true);
        using Graph unpaired = untimed.WithEdgeColumn("time", Tensor.Create(new[] { 1L, 2 }, 2));
        using Graph floating = untimed.WithEdgeColumn("time", Tensor.Ones(2));

        Assert.That(() => TemporalGraph.FromGraph(untimed), Throws.ArgumentException.With.Message.Contains("'time', Int64 [2], got none"));
        Assert.That(() => TemporalGraph.FromGraph(floating), Throws.ArgumentException.With.Message.Contains("got Float32"));
        Assert.That(() => TemporalGraph.FromGraph(unpaired), Throws.ArgumentException.With.Message.Contains("0 -> 1 at 1 has no reverse"));
    }

    [TestCase(0)]
    [TestCase(3)]
    public void FromEvents_WithoutEvents_IsSound(int nodeCount)
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(nodeCount, [], [], [], isUndirected: true);
        using TemporalGraph until = graph.Until(5);
        using Graph asGraph = graph.ToGraph();
        using TemporalGraph again = TemporalGraph.FromGraph(asGraph);

        Assert.That(graph.Snapshots(1), Is.Empty);
        Assert.That(graph.SnapshotsByCount(3), Is.Empty);
        Assert.That(graph.History.EntryCount, Is.Zero);
        Assert.That(again, Is.EqualTo(graph));
        Assert.That(until, Is.EqualTo(graph));
        Assert.That(graph.Validate(), Is.Empty);
    }

    [Test]
    public void Equals_AnyPartChanged_IsFalse()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(4, [0, 1], [2, 3], [1, 2]);
        TemporalGraph[] others =
        [
            TemporalGraph.FromEvents(5, [0, 1], [2, 3], [1, 2]), TemporalGraph.FromEvents(4, [0, 1], [2, 3], [1, 3]), TemporalGraph.FromEvents(4, [0, 1], [3, 2], [1, 2]),
            TemporalGraph.FromEvents(4, [0, 1], [2, 3], [1, 2], isUndirected: true), TemporalGraph.FromEvents(4, [0, 1], [2, 3], [1, 2], sourceNodeCount: 2),
            graph.WithEventColumn("k", Tensor.Ones(2)), graph.WithGlobalColumn("k", Tensor.Ones(1)), graph.WithLabels([0, 1, 0, 1]),
        ];
        using TemporalGraph same = TemporalGraph.FromEvents(4, [1, 0], [3, 2], [2, 1]);

        Assert.That(same, Is.EqualTo(graph), "the order in which events came is no content");
        Assert.That(same.GetHashCode(), Is.EqualTo(graph.GetHashCode()));
        foreach (TemporalGraph other in others)
        {
            Assert.That(other, Is.Not.EqualTo(graph));
            other.Dispose();
        }
    }

    [Test]
    public void WithAndTo_ShareAndEndWithTheLast()
    {
        TemporalGraph bare = TemporalGraph.FromEvents(3, [0, 1], [2, 2], [1, 2], sourceNodeCount: 2);
        Tensor weight = Tensor.Ones(2);
        TemporalGraph featured = bare.WithFeatures(SparseTensor.Identity(3));
        TemporalGraph weighted = featured.WithEventColumn("weight", weight);
        featured.Dispose();
        TemporalGraph cut = weighted.Until(2);
        EventHistory history = bare.History;
        using TemporalGraph moved = weighted.To(TestEngines.Reference);
        bare.Dispose();

        Assert.That(weighted.History, Is.SameAs(history));
        Assert.That(weighted.ToString(), Is.EqualTo("TemporalGraph: 3 nodes, 2 events (directed, bipartite 2 + 1) in [1, 2], nodes x, events weight"));
        Assert.That(moved.Events["weight"].Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(moved.SourceNodeCount, Is.EqualTo(2));
        Assert.That(moved.Features.Sparse!.Engine, Is.SameAs(TestEngines.Reference));
        Assert.That(weighted.EventWeights, Is.SameAs(weight));
        Assert.That(() => weighted.Labels, Throws.InvalidOperationException.With.Message.Contains("no node labels"));
        weighted.Dispose();
        Assert.That(weight.IsDisposed, Is.True);
        Assert.That(cut.Events["weight"].ToArray<double>(), Is.EqualTo(new[] { 1.0 }), "a cut shares the memory");
        cut.Dispose();
        Assert.That(() => cut.Times.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => moved.WithEventColumn("time", Tensor.Ones(2)), Throws.ArgumentException.With.Message.Contains("the graph's own"));
    }

    [Test]
    public void Validate_BadColumns_ListsThem()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(2, [0, 1], [1, 0], [1, 2]).WithEventColumn("weight", Tensor.Create(new[] { double.NaN, -1 }, 2));

        Assert.That(graph.Validate().Select(defect => defect.ToString()), Is.EqualTo(new[]
        {
            "NonFiniteValue in event column 'weight': NaN at row 0, column 0",
            "NegativeEdgeWeight in event column 'weight': -1 at event 1; weights are 0 or more",
        }));
        Assert.That(graph.ThrowIfInvalid, Throws.InvalidOperationException.With.Message.Contains("temporal graph has 2 defects"));
    }

    private static (long Start, long End, long Events)[] Windows(IEnumerable<TemporalSnapshot> snapshots)
    {
        List<(long Start, long End, long Events)> windows = [];
        foreach (TemporalSnapshot snapshot in snapshots)
        {
            windows.Add((snapshot.Start, snapshot.End, snapshot.Graph.EdgeCount));
            snapshot.Graph.Dispose();
        }

        return [.. windows];
    }

    /// <summary>Random events with self-loops, repeats and equal times, in no order, with columns.</summary>
    private static TemporalGraph Random(int seed, bool isUndirected)
    {
        RandomSequence random = new RandomSource(seed).Stream("events").Sequence();
        int nodes = 1 + random.NextInt32(6);
        int[] sources = new int[1 + random.NextInt32(40)], targets = new int[sources.Length];
        long[] times = new long[sources.Length];
        for (int e = 0; e < sources.Length; e++)
        {
            (sources[e], targets[e], times[e]) = (random.NextInt32(nodes), random.NextInt32(nodes), random.NextInt32(11));
        }

        RandomSource columns = new RandomSource(seed).Stream("columns");
        using TemporalGraph bare = TemporalGraph.FromEvents(nodes, sources, targets, times, isUndirected: isUndirected);
        return bare.WithLabels(new int[nodes], ["a"]).WithFeatures(SparseTensor.Identity(nodes)).WithGlobalColumn("g", Tensor.Ones((1, 3)))
            .WithEventColumn("weight", Tensor.Uniform(times.Length, columns)).WithEventColumn("position", Tensor.Create(bare.InputPositions, times.Length));
    }
}
