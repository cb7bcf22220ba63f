using Gnn.Graphs.Sampled;
using Gnn.Graphs.Temporal;
using Gnn.Sampling.Temporal;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Temporal;

/// <summary>That nothing is sampled that the query time hides, and what may be sampled has its chance.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)] // One thread at work for long: beside the fixtures that wait for processes.
internal sealed class TemporalLeakTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    [Test]
    public void Sample_TenMillionEvents_NeverLeaks([Values] TimeBound bound, [Values] EventSelection selection) => CountLeaks(bound, selection, leastEdges: 10_000_000);

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(15)]
    public void Sample_Uniform_DrawsEachKnownEventWithTheSameChance(int fanout)
    {
        // Node 0 has 40 events, 5 at each of 8 times; before time 5 are 25, within 3 of it 15 or, of 15, 14 are drawn.
        int window = fanout == 15 ? 4 : 3;
        using TemporalGraph graph = Star();
        using var sampler = new TemporalNeighborSampler(graph, [fanout], new TemporalNeighborSamplerOptions { Window = window });
        int known = 5 * window;
        long[] counts = new long[known];
        int calls = Draws / fanout;
        for (int epoch = 0; epoch < calls; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], [5], Source((ulong)epoch));
            foreach (long id in sampled.Blocks[0].EdgeIds)
            {
                counts[id - (25 - known)]++;
            }
        }

        // Of k from n without replacement, counts have (n - k) / (n - 1) of the variance of independent draws.
        double mean = (double)calls * fanout / known, factor = Math.Sqrt((double)(known - 1) / (known - fanout));
        Assert.That(counts.Sum(), Is.EqualTo((long)calls * fanout));
        using SampledSubgraph again = sampler.Sample([0], [5], Source(0));
        Assert.That(again.Blocks[0].Scales.ToArray(), Is.EqualTo(Enumerable.Repeat((float)known / fanout, fanout)), "each stands for so many known events");
        Assert.That(ChiSquare.PValue(Array.ConvertAll(counts, count => (long)Math.Round(((count - mean) * factor) + mean))), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_WithReplacement_DrawsEachPairWithTheSameChance()
    {
        using TemporalGraph graph = Star();
        using var sampler = new TemporalNeighborSampler(graph, [2], new TemporalNeighborSamplerOptions { Replace = true, Inclusive = true, Window = 1 });
        long[] counts = new long[100];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], [1], Source((ulong)epoch));
            ReadOnlySpan<long> ids = sampled.Blocks[0].EdgeIds;
            counts[(10 * ids[0]) + ids[1]]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_TimesAndBounds_AreIndependent([Values] TimeBound bound)
    {
        // Node 0 at two query times, each with one of five events, and its neighbour 1 at both: by path at the bounds of two events.
        using TemporalGraph graph = TemporalGraph.FromEvents(12, [2, 3, 4, 5, 6, 1, 1], [1, 1, 1, 1, 1, 0, 0], [0, 0, 0, 0, 0, 1, 2]);
        using var sampler = new TemporalNeighborSampler(
            graph, [-1, 1], new TemporalNeighborSamplerOptions { Bound = bound, Direction = Gnn.Graphs.Transforms.EdgeDirection.Incoming });
        long[] counts = new long[25];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            // By path both are instances of one seed; by query of two seeds at different times.
            using SampledSubgraph sampled = bound == TimeBound.Path ? sampler.Sample([0], [9], Source((ulong)epoch)) : sampler.Sample([0, 0], [8, 9], Source((ulong)epoch));
            Block last = sampled.Blocks[0];
            int first = last.TargetCount - 2;
            Assert.That((sampled.Nodes[first], sampled.Nodes[first + 1]), Is.EqualTo((1, 1)));
            counts[(5 * last.EdgeIds[^2]) + last.EdgeIds[^1]]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    private static RandomSource Source(ulong epoch) => new RandomSource(23).Stream("sampling").Stream(epoch);

    /// <summary>Node 0 has five events from nodes 1 to 40 at each of the times 0 to 7.</summary>
    private static TemporalGraph Star() =>
        TemporalGraph.FromEvents(41, [.. Enumerable.Range(1, 40)], new int[40], [.. Enumerable.Range(0, 40).Select(e => (long)(e / 5))]);

    /// <summary>Counts events at or after the bound, which is checked to be the query time or the time of an edge that leads there and never later than where it leads.</summary>
    private static void CountLeaks(TimeBound bound, EventSelection selection, long leastEdges)
    {
        const int nodes = 3000, events = 60_000, distinctTimes = 400;
        RandomEdges edges = RandomGraphs.Create(nodes, events, seed: 5);
        RandomSequence random = new RandomSource(6).Sequence();
        long[] times = [.. edges.Sources.Select(_ => long.MaxValue - 2 - random.NextInt32(distinctTimes))];
        using TemporalGraph graph = TemporalGraph.FromEvents(nodes, edges.Sources, edges.Targets, times);
        using var sampler = new TemporalNeighborSampler(graph, [8, 5, 3], new TemporalNeighborSamplerOptions { Bound = bound, Selection = selection });
        long sampledEdges = 0, leaks = 0;
        for (ulong epoch = 0; sampledEdges < leastEdges; epoch++)
        {
            int[] seeds = [.. Enumerable.Range(0, 64).Select(_ => random.NextInt32(nodes))];
            long[] queries = [.. seeds.Select(_ => long.MaxValue - 2 - random.NextInt32(distinctTimes))];
            using SampledSubgraph sampled = sampler.Sample(seeds, queries, Source(epoch));
            ReadOnlySpan<long> bounds = sampled.Times;
            foreach (Block block in sampled.Blocks)
            {
                ReadOnlySpan<long> ids = block.EdgeIds;
                for (int target = 0; target < block.TargetCount; target++)
                {
                    long query = queries[sampled.SeedOf[target]];
                    Assert.That(bounds[target], bound == TimeBound.Path ? Is.LessThanOrEqualTo(query) : Is.EqualTo(query));
                    for (int edge = (int)block.Structure.RowPointers[target]; edge < block.Structure.RowPointers[target + 1]; edge++)
                    {
                        // The times as they were given, not as the sampler keeps them.
                        long time = times[graph.InputPositions[(int)ids[edge]]];
                        int source = block.Structure.ColumnIndices[edge];
                        leaks += time >= bounds[target] || time >= query || (bound == TimeBound.Path && bounds[source] != time) ? 1 : 0;
                    }
                }
            }

            sampledEdges += sampled.EdgeCount;
        }

        Assert.That(leaks, Is.Zero, $"of {sampledEdges} events");
    }
}
