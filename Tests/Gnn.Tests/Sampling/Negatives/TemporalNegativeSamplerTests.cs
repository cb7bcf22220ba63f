using Gnn.Graphs.Temporal;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Negatives;

[TestFixture]
internal sealed class TemporalNegativeSamplerTests
{
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    private static readonly RandomSource Source = new RandomSource(41).Stream("negatives");

    [Test]
    public void SampleTargets_AnyGraph_IsTrueToItsRule([Values] bool undirected, [Values(0.0, 0.5, 1.0)] double share, [Values(long.MaxValue, 60)] long historyEnd)
    {
        using TemporalGraph graph = Create(undirected);
        var sampler = new TemporalNegativeSampler(graph, new TemporalNegativeOptions { HistoricalShare = share, HistoryEnd = historyEnd });
        const int count = 8;
        int[] found = sampler.SampleTargets(graph.Sources, graph.Targets, graph.Times, count, Source);
        int historicalSeen = 0;
        for (int i = 0; i < graph.EventCount; i++)
        {
            (int source, long time) = (graph.Sources[i], graph.Times[i]);
            var now = new HashSet<int>();
            var before = new HashSet<int>();
            for (int e = 0; e < graph.EventCount; e++)
            {
                foreach ((int s, int t) in (ReadOnlySpan<(int, int)>)[(graph.Sources[e], graph.Targets[e]), (graph.Targets[e], graph.Sources[e])])
                {
                    if (s == source && graph.Times[e] == time && (undirected || s == graph.Sources[e]) && (undirected || t == graph.Targets[e]))
                    {
                        now.Add(t);
                    }

                    if (s == source && graph.Times[e] < Math.Min(time, historyEnd) && (undirected || (s == graph.Sources[e] && t == graph.Targets[e])))
                    {
                        before.Add(t);
                    }
                }
            }

            before.ExceptWith(now);
            before.Remove(source);
            int[] negatives = found[(count * i)..(count * (i + 1))];
            int historical = Math.Min((int)(share * count), before.Count);
            Assert.That(negatives, Is.Unique);
            Assert.That(negatives.Where(now.Contains), Is.Empty, "targets that are true at the time");
            Assert.That(negatives, Has.None.EqualTo(source));
            Assert.That(negatives[..historical], Is.SubsetOf(before), $"event {i}");
            historicalSeen += historical;
        }

        Assert.That(historicalSeen, share > 0 ? Is.GreaterThan(100) : Is.Zero);
    }

    [Test]
    public void SampleTargets_History_DrawsEachSetWithTheSameChance()
    {
        // Node 0 met 1 to 6, the first of them often, before it meets 2 at time 10 and 7 later on.
        int[] targets = [1, 1, 1, 1, 2, 3, 4, 5, 6, 1, 2, 7];
        long[] times = [0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11];
        using TemporalGraph graph = TemporalGraph.FromEvents(9, new int[12], targets, times);
        var sampler = new TemporalNegativeSampler(graph);
        var counts = new SortedDictionary<string, long>();
        long[] others = new long[9];
        for (int i = 0; i < Draws; i++)
        {
            int[] drawn = sampler.SampleTargets([0], [2], [10], 5, Source.Stream((ulong)i));
            string set = string.Join(' ', drawn[..2]);
            counts[set] = counts.GetValueOrDefault(set) + 1;
            Array.ForEach(drawn[2..], target => others[target]++);
        }

        // Ordered pairs of the five that were met before and are none at time 10.
        Assert.That(counts, Has.Count.EqualTo(20));
        Assert.That(ChiSquare.PValue([.. counts.Values]), Is.GreaterThan(LeastPValue));
        Assert.That((others[0], others[2]), Is.EqualTo((0, 0)));

        // At random are drawn three of five: 7, 8 and the three that history left. So 7 and 8 are with 3/5 each, within five standard deviations.
        double deviation = Math.Sqrt(0.6 * 0.4 * Draws);
        Assert.That(others[7], Is.EqualTo(0.6 * Draws).Within(5 * deviation));
        Assert.That(others[8], Is.EqualTo(0.6 * Draws).Within(5 * deviation));
        long[] met = [others[1], others[3], others[4], others[5], others[6]];
        Assert.That(ChiSquare.PValue(met), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void SampleTargets_FewKnown_FillsUpAtRandomAndSaysWhatIsNotThere()
    {
        using TemporalGraph graph = TemporalGraph.FromEvents(7, [0, 0, 0, 1], [3, 4, 5, 6], [1, 2, 3, 4], sourceNodeCount: 3);
        var sampler = new TemporalNegativeSampler(graph);

        Assert.That(sampler.SampleTargets([0], [5], [3], 3, Source), Is.EquivalentTo([3, 4, 6]), "targets of the bipartite graph, without the true one");
        Assert.That(
            () => sampler.SampleTargets([0], [5], [3], 4, Source), Throws.InvalidOperationException.With.Message.Contains("Source 0 has only 3 negatives at time 3 among 4 targets"));
        Assert.That(sampler.SampleTargets([1], [6], [4], 2, Source), Is.SubsetOf([3, 4, 5]), "no history at all");
    }

    [Test]
    public void SampleTargets_AnyBatch_GivesAQueryTheSame()
    {
        using TemporalGraph graph = Create(undirected: false);
        var sampler = new TemporalNegativeSampler(graph);
        int[] sources = graph.Sources.ToArray();
        int[] targets = graph.Targets.ToArray();
        long[] times = graph.Times.ToArray();
        int[] whole = sampler.SampleTargets(sources, targets, times, 5, Source);
        int[][] parts = new int[sources.Length][];
        Parallel.For(0, sources.Length, i => parts[i] = sampler.SampleTargets([sources[i]], [targets[i]], [times[i]], 5, Source));

        Assert.That(parts.SelectMany(part => part), Is.EqualTo(whole));
    }

    [Test]
    public void SampleTargets_BadArguments_SaysWhich()
    {
        using TemporalGraph graph = Create(undirected: false);
        var sampler = new TemporalNegativeSampler(graph);

        Assert.That(() => sampler.SampleTargets([0], [40], [1], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of query 0 must be a node in [0, 40), got 40"));
        Assert.That(() => sampler.SampleTargets([-1], [4], [1], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sampler.SampleTargets([0], [4], [1, 2], 1, Source), Throws.ArgumentException.With.Message.Contains("got 1, 1 and 2"));
        Assert.That(() => new TemporalNegativeSampler(graph, new TemporalNegativeOptions { HistoricalShare = 1.5 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got 1.5"));
        Assert.That(() => new TemporalNegativeSampler(graph, new TemporalNegativeOptions { TargetNodes = 5..41 }), Throws.ArgumentException.With.Message.Contains("[0, 40)"));
    }

    /// <summary>Events of 40 nodes with many ties of time.</summary>
    private static TemporalGraph Create(bool undirected)
    {
        RandomSequence random = new RandomSource(7).Sequence();
        int[] from = new int[300];
        int[] to = new int[300];
        long[] times = new long[300];
        for (int i = 0; i < from.Length; i++)
        {
            (from[i], to[i], times[i]) = (random.NextInt32(6), random.NextInt32(30), random.NextInt32(100));
        }

        return TemporalGraph.FromEvents(40, from, to, times, isUndirected: undirected);
    }
}
