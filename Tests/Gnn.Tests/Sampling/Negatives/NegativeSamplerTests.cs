using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Negatives;

[TestFixture]
internal sealed class NegativeSamplerTests
{
    private static readonly RandomSource Source = new RandomSource(21).Stream("negatives");

    [Test]
    public void Sample_GraphWithRepeatsAndLoops_GivesNoEdge(
        [Values] CorruptedEnds ends, [Values] bool undirected, [Values] bool distinct, [Values(null, 0.75)] double? power)
    {
        RandomEdges edges = RandomGraphs.Create(80, 300, seed: 5);
        var sampler = new NegativeSampler(
            80, edges.Sources, edges.Targets, new NegativeSamplerOptions { Ends = ends, Undirected = undirected, Distinct = distinct, DegreePower = power });
        var known = new HashSet<(int, int)>(edges.Sources.Zip(edges.Targets));
        if (undirected)
        {
            known.UnionWith(edges.Targets.Zip(edges.Sources));
        }

        (int[] sources, int[] targets) = sampler.Sample(edges.Sources, edges.Targets, count: 6, Source);

        Assert.That(sources, Has.Length.EqualTo(6 * edges.Count));
        Assert.That(sources.Zip(targets).Count(known.Contains), Is.Zero, "edges among negatives");
        Assert.That(sources.Zip(targets).Count(pair => pair.First == pair.Second), Is.Zero, "self-loops");
        for (int i = 0; i < edges.Count; i++)
        {
            for (int j = 6 * i; j < 6 * (i + 1); j++)
            {
                bool keepsSource = sources[j] == edges.Sources[i];
                bool keepsTarget = targets[j] == edges.Targets[i];
                Assert.That(ends switch { CorruptedEnds.Source => keepsTarget, CorruptedEnds.Target => keepsSource, CorruptedEnds.Either => keepsSource || keepsTarget, _ => true });
                Assert.That(sampler.IsFree(sources[j], targets[j]));
            }

            if (distinct)
            {
                Assert.That(
                    sources[(6 * i)..(6 * (i + 1))].Zip(targets[(6 * i)..(6 * (i + 1))], (s, t) => undirected && s > t ? (t, s) : (s, t)), Is.Unique);
            }
        }
    }

    [Test]
    public void Sample_ManyEdges_GivesNoEdgeAmongMillions()
    {
        // One pair in seven is an edge: draws that are not held against edges would be wrong 140,000 times.
        RandomSequence random = new RandomSource(3).Sequence();
        int[] from = new int[150_000];
        int[] to = new int[150_000];
        for (int i = 0; i < from.Length; i++)
        {
            (from[i], to[i]) = (random.NextInt32(1000), random.NextInt32(1000));
        }

        var sampler = new NegativeSampler(1000, from, to);
        var known = new HashSet<long>(from.Zip(to, (s, t) => (1000L * s) + t));

        (int[] sources, int[] targets) = sampler.Sample(1_000_000, Source);

        Assert.That(sources.Zip(targets, (s, t) => (1000L * s) + t).Count(known.Contains), Is.Zero);
    }

    [Test]
    public void Sample_NoRepeats_OfAllThatIsFree_GivesEachOnce([Values] bool undirected, [Values] bool loops, [Values(null, 0.5)] double? power)
    {
        int[] from = [0, 0, 1, 2, 3, 4, 4, 1];
        int[] to = [1, 2, 3, 4, 0, 4, 1, 3];
        var sampler = new NegativeSampler(
            5, from, to, new NegativeSamplerOptions { Distinct = true, Undirected = undirected, AllowSelfLoops = loops, DegreePower = power });
        var free = new List<(int, int)>();
        for (int s = 0; s < 5; s++)
        {
            for (int t = undirected ? s : 0; t < 5; t++)
            {
                bool isEdge = from.Zip(to).Any(edge => edge == (s, t) || (undirected && edge == (t, s)));
                if (!isEdge && (s != t || loops))
                {
                    free.Add((s, t));
                }
            }
        }

        (int[] sources, int[] targets) = sampler.Sample(free.Count, Source);

        Assert.That(sources.Zip(targets, (s, t) => undirected && s > t ? (t, s) : (s, t)), Is.EquivalentTo(free));
        Assert.That(() => sampler.Sample(free.Count + 1, Source), Throws.InvalidOperationException.With.Message.Contains($"only {free.Count}"));
    }

    [Test]
    public void Sample_CompleteGraph_SaysSo([Values(null, 0.75)] double? power)
    {
        (int[] from, int[] to) = Complete(9);
        var options = new NegativeSamplerOptions { DegreePower = power };
        var both = new NegativeSampler(9, from, to, options);
        var tail = new NegativeSampler(9, from, to, options with { Ends = CorruptedEnds.Target });
        var head = new NegativeSampler(9, from, to, options with { Ends = CorruptedEnds.Source });
        var either = new NegativeSampler(9, from, to, options with { Ends = CorruptedEnds.Either });

        Assert.That(both.FreePairCount, Is.Zero);
        Assert.That(() => both.Sample([1], [2], 1, Source), Throws.InvalidOperationException.With.Message.Contains("every pair of the 9 sources and 9 targets is an edge, self-loops aside"));
        Assert.That(() => both.Sample(1, Source), Throws.InvalidOperationException);
        Assert.That(() => tail.Sample([1], [2], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Source 1 has no negative: its degree is 8"));
        Assert.That(() => tail.SampleTargets([4], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Source 4 has no negative: its degree is 8"));
        Assert.That(() => head.Sample([1], [2], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Target 2 has no negative: its degree is 8"));
        Assert.That(() => either.Sample([1], [2], 1, Source), Throws.InvalidOperationException.With.Message.Contains("has no negative"));
        Assert.That(both.Sample([1], [2], 0, Source).Sources, Is.Empty, "nothing is asked for");
    }

    [Test]
    public void Sample_SaturatedSource_SaysWhichOrReplacesTheOtherEnd()
    {
        int[] from = [0, 0, 0, 0, 1];
        int[] to = [1, 2, 3, 4, 2];
        var tail = new NegativeSampler(5, from, to, new NegativeSamplerOptions { Ends = CorruptedEnds.Target });
        var either = new NegativeSampler(5, from, to, new NegativeSamplerOptions { Ends = CorruptedEnds.Either });

        Assert.That(() => tail.Sample([1, 0], [2, 3], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Source 0 has no negative: its degree is 4"));
        (int[] sources, int[] targets) = either.Sample([0], [3], 50, Source);
        Assert.That(targets, Has.All.EqualTo(3));
        Assert.That(sources, Has.None.EqualTo(0));
    }

    [Test]
    public void Sample_OnlyWeightlessLeft_SaysSo()
    {
        // Nodes 3 and 4 have no edges, so that degrees never draw them.
        var options = new NegativeSamplerOptions { Ends = CorruptedEnds.Target, DegreePower = 1, Undirected = true };
        var tail = new NegativeSampler(5, [0, 0, 1], [1, 2, 2], options);
        var both = new NegativeSampler(5, [0, 0, 1], [1, 2, 2], options with { Ends = CorruptedEnds.Both });
        var empty = new NegativeSampler(5, [], [], options);

        Assert.That(() => tail.Sample([0], [1], 1, Source), Throws.InvalidOperationException.With.Message.Contains("Source 0 of degree 2 has no negative that can be drawn: the 2 targets"));
        Assert.That(() => both.Sample(1, Source), Throws.InvalidOperationException.With.Message.Contains("whose weight is 0"));
        Assert.That(() => empty.Sample([0], [1], 1, Source), Throws.InvalidOperationException.With.Message.Contains("no edges at all"));
    }

    [Test]
    public void Sample_MoreDistinctThanThereAre_SaysHowMany()
    {
        var sampler = new NegativeSampler(6, [2, 2], [0, 1], new NegativeSamplerOptions { Ends = CorruptedEnds.Target, Distinct = true });

        Assert.That(sampler.SampleTargets([2], 3, Source), Is.EquivalentTo([3, 4, 5]));
        Assert.That(() => sampler.SampleTargets([2], 4, Source), Throws.InvalidOperationException.With.Message.Contains("Source 2 of degree 2 has no more than 3 distinct"));
    }

    [Test]
    public void Sample_AnyBatchAndThreads_GivesAPositiveTheSame([Values] CorruptedEnds ends, [Values(null, 0.75)] double? power)
    {
        RandomEdges edges = RandomGraphs.Create(120, 700, seed: 8);
        var sampler = new NegativeSampler(120, edges.Sources, edges.Targets, new NegativeSamplerOptions { Ends = ends, DegreePower = power, Distinct = true });
        long[] keys = [.. Enumerable.Range(0, edges.Count).Select(i => i * 1_000_000_007L)];
        (int[] sources, int[] targets) = sampler.Sample(edges.Sources, edges.Targets, 3, Source, keys);
        int[] order = Source.Sequence().Permutation(edges.Count);
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            Parallel.For(0, order.Length / 7, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch =>
            {
                int[] places = order[(7 * batch)..(7 * (batch + 1))];
                (int[] s, int[] t) = sampler.Sample(Take(edges.Sources, places), Take(edges.Targets, places), 3, Source, [.. places.Select(place => keys[place])]);
                for (int i = 0; i < places.Length; i++)
                {
                    Assert.That(s[(3 * i)..(3 * (i + 1))], Is.EqualTo(sources[(3 * places[i])..(3 * (places[i] + 1))]));
                    Assert.That(t[(3 * i)..(3 * (i + 1))], Is.EqualTo(targets[(3 * places[i])..(3 * (places[i] + 1))]));
                }
            });
        }

        static int[] Take(int[] values, int[] places) => Array.ConvertAll(places, place => values[place]);
    }

    [Test]
    public void Sample_WithoutKeys_DrawsByThePair()
    {
        RandomEdges edges = RandomGraphs.Create(120, 700, seed: 8);
        var sampler = new NegativeSampler(120, edges.Sources, edges.Targets);

        (int[] sources, int[] targets) = sampler.Sample([3, 7, 3, 7], [4, 9, 4, 4], 2, Source);
        (int[] alone, int[] aloneTargets) = sampler.Sample([7], [4], 2, Source);
        (int[] later, _) = sampler.Sample([3, 7, 3, 7], [4, 9, 4, 4], 2, Source.Stream(1));

        Assert.That((sources[..2], targets[..2]), Is.EqualTo((sources[4..6], targets[4..6])));
        Assert.That((alone, aloneTargets), Is.EqualTo((sources[6..], targets[6..])));
        Assert.That(later, Is.Not.EqualTo(sources), "another epoch draws anew");
    }

    [Test]
    public void Sample_WithoutPositives_BeginsWithWhatFewerGet()
    {
        RandomEdges edges = RandomGraphs.Create(120, 700, seed: 8);
        var sampler = new NegativeSampler(120, edges.Sources, edges.Targets);
        (int[] sources, _) = sampler.Sample(100, Source);

        Assert.That(sampler.Sample(10, Source).Sources, Is.EqualTo(sources[..10]));
    }

    [Test]
    public void SampleTargets_SameSource_GivesTheSame()
    {
        RandomEdges edges = RandomGraphs.Create(120, 700, seed: 8);
        var sampler = new NegativeSampler(120, edges.Sources, edges.Targets, new NegativeSamplerOptions { Distinct = true });
        int[] found = sampler.SampleTargets([5, 0, 5], 20, Source);

        int[] again = found[40..];
        Assert.That(again, Is.EqualTo(found[..20]));
        Assert.That(found[..20], Is.Unique);
        Assert.That(sampler.SampleTargets([0], 20, Source), Is.EqualTo(found[20..40]));
        Assert.That(found[..20].Count(target => !sampler.IsFree(5, target)), Is.Zero);
        Assert.That(sampler.SampleTargets([5], 5, Source), Is.EqualTo(found[..5]), "more negatives begin with fewer");
    }

    [Test]
    public void Create_EdgesOfTwoTypes_PairsTheTwo()
    {
        var type = new EdgeType("user", "likes", "item");
        using HeteroGraph nodes = HeteroGraph.Create(("user", 3), ("item", 2));
        using HeteroGraph graph = nodes.WithEdges(type, [0, 0, 1, 2], [0, 1, 1, 0]);
        var sampler = NegativeSampler.Create(graph, type);

        (int[] users, int[] items) = sampler.Sample(200, Source);

        Assert.That(sampler.FreePairCount, Is.EqualTo(2));
        Assert.That(users.Zip(items).Distinct(), Is.EquivalentTo([(1, 0), (2, 1)]));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        Assert.That(() => new NegativeSampler(3, [0, 3], [1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("source of edge 1 must be in [0, 3), got 3"));
        Assert.That(() => new NegativeSampler(3, [0, 1], [1, -1]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("target of edge 1 must be in [0, 3), got -1"));
        Assert.That(() => new NegativeSampler(3, [0, 1], [1]), Throws.ArgumentException.With.Message.Contains("got 2 and 1"));
        Assert.That(() => new NegativeSampler(3, [], [], new NegativeSamplerOptions { DegreePower = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("0 or more, got -1"));
        Assert.That(() => new NegativeSampler(3, [], [], new NegativeSamplerOptions { DegreePower = double.NaN }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new NegativeSampler(3, [0, 0], [1, 2], new NegativeSamplerOptions { DegreePower = 2000 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("not finite"));
        Assert.That(() => new NegativeSampler(5, [], [], new NegativeSamplerOptions { SourceNodes = 0..3, TargetNodes = 2..5 }), Throws.ArgumentException.With.Message.Contains("the same or apart"));
        Assert.That(() => new NegativeSampler(5, [], [], new NegativeSamplerOptions { SourceNodes = 0..6 }), Throws.ArgumentException.With.Message.Contains("SourceNodes must be nodes in [0, 5)"));
        Assert.That(() => new NegativeSampler(2, 3, [], [], new NegativeSamplerOptions { Undirected = true }), Throws.ArgumentException.With.Message.Contains("no reverses"));
    }

    [Test]
    public void Sample_BadArguments_SaysWhich()
    {
        var sampler = new NegativeSampler(5, [0], [3], new NegativeSamplerOptions { SourceNodes = 0..2, TargetNodes = 2..5 });

        Assert.That(() => sampler.Sample([2], [3], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("A source must be in [0, 2), got 2"));
        Assert.That(() => sampler.Sample([1], [1], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("A target must be in [2, 5), got 1"));
        Assert.That(() => sampler.Sample([1, 0], [2], 1, Source), Throws.ArgumentException.With.Message.Contains("got 2, 1 and 0"));
        Assert.That(() => sampler.Sample([1], [2], 1, Source, [1, 2]), Throws.ArgumentException.With.Message.Contains("got 1, 1 and 2"));
        Assert.That(() => sampler.Sample([1], [2], -1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => sampler.SampleTargets([4], 1, Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got 4"));
    }

    [Test]
    public void Create_Graph_KnowsWhetherItIsUndirected()
    {
        using Graph graph = Graph.FromEdges(4, [0, 1], [1, 0], isUndirected: true);
        using Graph directed = Graph.FromEdges(4, [0], [1]);

        Assert.That(new NegativeSampler(graph).ToString(), Is.EqualTo("NegativeSampler of 4 nodes: both ends, undirected, 10 free pairs"));
        Assert.That(new NegativeSampler(directed).IsFree(1, 0));
        Assert.That(new NegativeSampler(graph).IsFree(1, 0), Is.False);
    }

    private static (int[] From, int[] To) Complete(int nodes)
    {
        var pairs = Enumerable.Range(0, nodes).SelectMany(s => Enumerable.Range(0, nodes).Where(t => t != s).Select(t => (s, t))).ToList();
        return ([.. pairs.Select(pair => pair.s)], [.. pairs.Select(pair => pair.t)]);
    }
}
