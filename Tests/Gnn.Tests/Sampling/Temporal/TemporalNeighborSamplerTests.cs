using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Temporal;

[TestFixture]
internal sealed class TemporalNeighborSamplerTests
{
    private const int Nodes = 60;
    private const int LastTime = 40;

    private static readonly RandomSource Source = new RandomSource(17).Stream("sampling");

    [Test]
    public void Sample_AnyOptions_TakesWhatMayBeKnown(
        [Values] EdgeDirection direction, [Values] bool inclusive, [Values] TimeBound bound, [Values] EventSelection selection, [Values(null, 1L, 7L)] long? window, [Values] bool replace)
    {
        if (replace && selection == EventSelection.MostRecent)
        {
            return;
        }

        using TemporalGraph graph = WithTies();
        var options = new TemporalNeighborSamplerOptions
        {
            Direction = direction,
            Inclusive = inclusive,
            Bound = bound,
            Selection = selection,
            Window = window,
            Replace = replace,
        };
        int[] fanouts = [4, -1, 3];
        using var sampler = new TemporalNeighborSampler(graph, fanouts, options);
        int[] seeds = [7, 0, 59, 7, 30, 31, 7];
        long[] times = [20, 1, LastTime + 1, 33, 0, LastTime, 20];

        using SampledSubgraph sampled = sampler.Sample(seeds, times, Source);

        Assert.That(sampled.Nodes[..seeds.Length].ToArray(), Is.EqualTo(seeds));
        Assert.That(sampled.Times[..seeds.Length].ToArray(), Is.EqualTo(times));
        int[] nodes = sampled.Nodes.ToArray(), seedOf = sampled.SeedOf.ToArray();
        long[] bounds = sampled.Times.ToArray(), eventTimes = graph.Times.ToArray();
        Assert.That(bound == TimeBound.Query ? [.. nodes.Zip(seedOf)] : Array.Empty<(int, int)>(), Is.Unique);
        for (int hop = 0; hop < fanouts.Length; hop++)
        {
            Block block = sampled.Blocks[^(hop + 1)];
            for (int target = 0; target < block.TargetCount; target++)
            {
                int[] known = TemporalOracle.Known(graph, nodes[target], bounds[target], options);
                (int[] ids, int[] sources, long[] at) = Row(block, target);
                int fanout = fanouts[hop] < 0 ? known.Length : fanouts[hop];
                string what = $"hop {hop}, node {nodes[target]} at {bounds[target]}";
                if (selection == EventSelection.MostRecent || (!replace && known.Length <= fanout) || fanouts[hop] < 0)
                {
                    Assert.That(ids, Is.EqualTo(known.TakeLast(fanout)), what);
                }
                else
                {
                    Assert.That(ids.Distinct(), Is.SubsetOf(known), what);
                    Assert.That(ids, Has.Length.EqualTo(known.Length == 0 ? 0 : fanout), what);
                    Assert.That(replace ? [] : ids, Is.Unique, what);
                }

                Assert.That(at, Is.EqualTo(ids.Select(id => eventTimes[id])));
                Assert.That(sources.Select(source => nodes[source]), Is.EqualTo(ids.Select(id => TemporalOracle.Other(graph, nodes[target], id, options))));
                Assert.That(sources.Select(source => seedOf[source]), Has.All.EqualTo(seedOf[target]), "no edge leads from one sample to another");
                Assert.That(sources.Select(source => bounds[source]), Is.EqualTo(bound == TimeBound.Query ? sources.Select(_ => times[seedOf[target]]) : at), what);
            }
        }
    }

    [Test]
    public void Sample_ByPath_GivesEachEventANodeOfItsOwn()
    {
        using TemporalGraph graph = WithTies();
        using var sampler = new TemporalNeighborSampler(graph, [3, 2], new TemporalNeighborSamplerOptions { Bound = TimeBound.Path });
        using SampledSubgraph sampled = sampler.Sample([3, 4], [LastTime, LastTime], Source);

        Assert.That(sampled.Nodes.Length, Is.EqualTo(2 + sampled.EdgeCount));
        Assert.That(sampled.Blocks[1].Structure.ColumnIndices.Span().ToArray(), Is.EqualTo(Enumerable.Range(2, sampled.Blocks[1].EdgeCount)));
    }

    [Test]
    public void Sample_TwoTimesOfANode_DrawsApartAndEachAsAlone([Values] TimeBound bound, [Values] bool replace)
    {
        using TemporalGraph graph = Random(Nodes, 6000, LastTime);
        using var sampler = new TemporalNeighborSampler(graph, [5, 3], new TemporalNeighborSamplerOptions { Bound = bound, Replace = replace });
        (int Node, long Time)[] all = [(5, 30), (9, 30), (5, 31), (5, 30), (40, 12), (9, 40)];
        using SampledSubgraph together = Sample(sampler, all);
        foreach ((int Node, long Time)[] order in (IEnumerable<(int, long)[]>)[all, [.. all.Reverse()], [.. all[2..], .. all[..2]]])
        {
            using SampledSubgraph sampled = Sample(sampler, order);
            for (int place = 0; place < order.Length; place++)
            {
                using SampledSubgraph alone = Sample(sampler, [order[place]]);
                Assert.That(Describe(sampled, place), Is.EqualTo(Describe(alone, 0)), $"{order[place]}");
            }
        }

        Assert.That(Describe(together, 0), Is.EqualTo(Describe(together, 3)), "the same question");
        // 150 events at 30 and a few more at 31: chances are that not one draw of five is the same.
        Assert.That(Row(together.Blocks[^1], 0).Events, Is.Not.EqualTo(Row(together.Blocks[^1], 2).Events), "another time draws anew");
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes([Values] TimeBound bound, [Values] EventSelection selection)
    {
        using TemporalGraph graph = Random(Nodes, 3000, LastTime);
        using var sampler = new TemporalNeighborSampler(graph, [6, 4, 2], new TemporalNeighborSamplerOptions { Bound = bound, Selection = selection, Window = 20 });
        (int, long)[][] batches = [.. Enumerable.Range(0, 48).Select(batch => Enumerable.Range(0, 7).Select(i => (((batch * 5) + i) % Nodes, (long)(batch % LastTime))).ToArray())];
        string[] expected = [.. batches.Select(Bytes)];
        foreach (int threads in (int[])[2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Bytes(batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Bytes((int, long)[] seeds)
        {
            using SampledSubgraph sampled = Sample(sampler, seeds);
            return string.Join(',', sampled.Nodes.ToArray()) + "|" + string.Join(',', sampled.Times.ToArray()) + "|" + string.Join(',', sampled.SeedOf.ToArray()) + "|"
                + string.Join('|', sampled.Blocks.Select(block => string.Join(',', block.Structure.ColumnIndices.Span().ToArray()) + ";" + string.Join(',', block.EdgeIds.ToArray())));
        }
    }

    [Test]
    public void Sample_ExtremeTimes_KnowsNothingOrAll([Values] TimeBound bound, [Values] bool inclusive, [Values(null, long.MaxValue)] long? window)
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(3, [0, 1, 0, 2], [1, 0, 2, 0], [long.MinValue, -1, 0, long.MaxValue - 1]);
        using var sampler = new TemporalNeighborSampler(
            graph, [-1], new TemporalNeighborSamplerOptions { Bound = bound, Inclusive = inclusive, Window = window });
        long[] times = [long.MinValue, long.MinValue + 1, -1, long.MaxValue - 1, long.MaxValue];
        using SampledSubgraph sampled = sampler.Sample([0, 0, 0, 0, 0], times, Source);

        int[][] rows = [.. Enumerable.Range(0, 5).Select(place => Row(sampled.Blocks[0], place).Events)];
        Assert.That(rows[0], Is.EqualTo(inclusive ? [0] : Array.Empty<int>()));
        Assert.That(rows[1], Is.EqualTo((int[])[0]));
        Assert.That(rows[2], Is.EqualTo(inclusive ? [0, 1] : (int[])[0]));
        // The window of 2^63 - 1 before 2^63 - 2 begins at -1.
        Assert.That(rows[3], Is.EqualTo(Enumerable.Range(window is null ? 0 : 1, (inclusive ? 4 : 3) - (window is null ? 0 : 1))));
        // ... and before 2^63 - 1 at 0.
        Assert.That(rows[4], Is.EqualTo(Enumerable.Range(window is null ? 0 : 2, window is null ? 4 : 2)));
    }

    [Test]
    public void Sample_NothingToKnow_GivesEmptyBlocks([Values] TimeBound bound, [Values] EventSelection selection)
    {
        var options = new TemporalNeighborSamplerOptions { Bound = bound, Selection = selection, Window = 5 };
        using TemporalGraph empty = TemporalGraph.FromEvents(3, [], [], []);
        using var ofEmpty = new TemporalNeighborSampler(empty, [2, 2], options);
        using SampledSubgraph first = Sample(ofEmpty, [(1, 10), (2, long.MaxValue)]);
        using TemporalGraph graph = TemporalGraph.FromEvents(4, [0, 0], [1, 1], [5, 6]);
        using var sampler = new TemporalNeighborSampler(graph, [2, 2], options);
        using SampledSubgraph second = Sample(sampler, [(0, 5), (1, -7), (2, 100), (3, long.MinValue)]);
        using SampledSubgraph none = Sample(sampler, []);

        Assert.That((first.Nodes.Length, first.EdgeCount), Is.EqualTo((2, 0)));
        Assert.That((second.Nodes.Length, second.EdgeCount), Is.EqualTo((4, 0)));
        Assert.That((none.Nodes.Length, none.EdgeCount, none.Times.Length), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Sample_UndirectedGraph_FollowsEventsBothWays()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(3, [0, 1, 2], [1, 2, 2], [1, 2, 3], isUndirected: true);
        using var sampler = new TemporalNeighborSampler(graph, [-1]);
        using SampledSubgraph sampled = Sample(sampler, [(1, 9), (2, 9)]);

        Assert.That(Row(sampled.Blocks[0], 0).Events, Is.EqualTo((int[])[0, 1]));
        Assert.That(Row(sampled.Blocks[0], 1).Events, Is.EqualTo((int[])[1, 2]), "a self-loop is there once");
        Assert.That(sampled.Blocks[0].Structure.Row(1)[1], Is.EqualTo(1), "and leads to the node itself");
    }

    [Test]
    public void Sample_OneSeedOfManyNodes_NumbersEachOnce()
    {
        // One sample that fills a large table beside empty ones.
        const int leaves = 60_000;
        using TemporalGraph graph = TemporalGraph.FromEvents(
            leaves + 2, [.. Enumerable.Range(1, leaves), .. Enumerable.Range(1, leaves)], new int[2 * leaves], [.. Enumerable.Range(0, 2 * leaves).Select(e => (long)e)]);
        using var sampler = new TemporalNeighborSampler(graph, [-1, -1], new TemporalNeighborSamplerOptions { Direction = EdgeDirection.Incoming });
        using SampledSubgraph sampled = Sample(sampler, [(leaves + 1, 5), (0, 3 * leaves), (leaves + 1, 7)]);

        Assert.That(sampled.Nodes.Length, Is.EqualTo(leaves + 3));
        Assert.That(sampled.Blocks[0].EdgeCount, Is.EqualTo(2 * leaves));
        Assert.That(sampled.SeedOf[3..].ToArray(), Has.All.EqualTo(1));
    }

    [Test]
    public void GatherEdges_EventFeatures_FollowsEvents()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(3, [0, 1, 0], [2, 2, 2], [30, 10, 20]);
        using var sampler = new TemporalNeighborSampler(graph, [2], new TemporalNeighborSamplerOptions { Selection = EventSelection.MostRecent });
        using SampledSubgraph sampled = Sample(sampler, [(2, 100)]);
        using Tensor table = Tensor.Create([1f, 2f, 3f], (3, 1));
        using Tensor features = sampled.Blocks[0].GatherEdges(table);

        Assert.That(features.ToArray<float>(), Is.EqualTo((float[])[2, 3]));
        Assert.That(sampled.Blocks[0].EdgeTimes.ToArray(), Is.EqualTo((long[])[20, 30]));
        Assert.That(sampled.Blocks[0].IsTemporal);
        using Tensor wrong = Tensor.Create([1f, 2f], (2, 1));
        Assert.That(() => sampled.Blocks[0].GatherEdges(wrong), Throws.ArgumentException.With.Message.Contains("E = 3"));
    }

    [Test]
    public void Sample_BadArguments_SaysWhich()
    {
        using TemporalGraph graph = WithTies();
        using var sampler = new TemporalNeighborSampler(graph, [2]);
        Assert.That(() => sampler.Sample([1, 2], [5], Source), Throws.ArgumentException.With.Message.Contains("2 seeds and 1 times"));
        Assert.That(() => sampler.Sample([], [5], Source), Throws.ArgumentException.With.Message.Contains("0 seeds and 1 times"));
        Assert.That(() => sampler.Sample([1, Nodes], [5, 5], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"Seed 1 must be a node in [0, {Nodes}), got {Nodes}"));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using TemporalGraph graph = WithTies();
        using TemporalGraph undirected = TemporalGraph.FromEvents(2, [0], [1], [1], isUndirected: true);
        Assert.That(() => new TemporalNeighborSampler(null!, [2]), Throws.ArgumentNullException);
        Assert.That(() => new TemporalNeighborSampler(graph, []), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new TemporalNeighborSampler(graph, [-2]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 0"));
        Assert.That(
            () => new TemporalNeighborSampler(undirected, [2], new TemporalNeighborSamplerOptions { Direction = EdgeDirection.Incoming }),
            Throws.ArgumentException.With.Message.Contains("both ways"));
        Assert.That(
            () => new TemporalNeighborSampler(graph, [2], new TemporalNeighborSamplerOptions { Replace = true, Selection = EventSelection.MostRecent }),
            Throws.ArgumentException.With.Message.Contains("nothing to replace"));
        Assert.That(
            () => new TemporalNeighborSampler(graph, [2], new TemporalNeighborSamplerOptions { Window = 0 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 1"));
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole([Values] TimeBound bound)
    {
        TemporalGraph graph = WithTies();
        var sampler = new TemporalNeighborSampler(graph, [3], new TemporalNeighborSamplerOptions { Bound = bound });
        graph.Dispose();
        SampledSubgraph sampled = Sample(sampler, [(1, 30), (2, 30)]);
        sampler.Dispose();

        Assert.That(() => Sample(sampler, [(1, 30)]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(sampled.Blocks[0].EdgeIds.ToArray(), Has.Length.EqualTo(sampled.EdgeCount));
        Assert.That(sampled.Blocks[0].EdgeTimes.ToArray(), Has.All.LessThan(30));
        sampled.Dispose();
        Assert.That(() => sampled.Times.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => sampled.Blocks[0].EdgeTimes.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ToString_SaysWhatIsSampled()
    {
        using TemporalGraph graph = WithTies();
        using var plain = new TemporalNeighborSampler(graph, [10, 5]);
        using var other = new TemporalNeighborSampler(
            graph,
            [10],
            new TemporalNeighborSamplerOptions { Direction = EdgeDirection.Incoming, Bound = TimeBound.Path, Inclusive = true, Selection = EventSelection.MostRecent, Window = 9 });

        Assert.That(plain.ToString(), Is.EqualTo("TemporalNeighborSampler of 60 nodes: 10, 5 events before the query"));
        Assert.That(other.ToString(), Is.EqualTo("TemporalNeighborSampler of 60 nodes: 10 most recent events as target up to the event on the path, at most 9 ago"));
    }

    private static TemporalGraph WithTies() => Random(Nodes, 700, LastTime);

    /// <summary>Events at random times, many at each, that come in no order.</summary>
    private static TemporalGraph Random(int nodes, int events, int lastTime)
    {
        RandomEdges edges = RandomGraphs.Create(nodes, events, seed: 3);
        RandomSequence random = new RandomSource(8).Sequence();
        return TemporalGraph.FromEvents(nodes, edges.Sources, edges.Targets, [.. edges.Sources.Select(_ => (long)random.NextInt32(lastTime + 1))]);
    }

    private static SampledSubgraph Sample(TemporalNeighborSampler sampler, (int Node, long Time)[] seeds) =>
        sampler.Sample([.. seeds.Select(seed => seed.Node)], [.. seeds.Select(seed => seed.Time)], Source);

    private static (int[] Events, int[] Sources, long[] Times) Row(Block block, int target)
    {
        (int start, int length) = ((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target));
        return ([.. block.EdgeIds.Slice(start, length).ToArray().Select(id => (int)id)], block.Structure.Row(target).ToArray(), block.EdgeTimes.Slice(start, length).ToArray());
    }

    /// <summary>A seed's sample: by hop the node, the bound and the events of each target.</summary>
    private static string Describe(SampledSubgraph sampled, int place) => string.Join(" | ", sampled.Blocks.Select(block => string.Join(
        "; ",
        Enumerable.Range(0, block.TargetCount).Where(target => sampled.SeedOf[target] == place)
            .Select(target => $"{sampled.Nodes[target]}@{sampled.Times[target]}: {string.Join(' ', Row(block, target).Events)}"))));
}
