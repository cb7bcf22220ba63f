using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
[Parallelizable(ParallelScope.Self)] // Long at work, much of it on one thread: beside the fixtures that wait for processes.
internal sealed partial class LaborSamplerTests
{
    private static readonly RandomSource Source = new RandomSource(11).Stream("sampling");

    private static readonly LaborSamplerOptions Exact = new();
    private static readonly LaborSamplerOptions Poisson = new() { Poisson = true };
    private static readonly LaborSamplerOptions Once = new() { Poisson = true, ImportanceRounds = 1 };
    private static readonly LaborSamplerOptions Converged = new() { Poisson = true, ImportanceRounds = LaborSamplerOptions.ToConvergence };
    private static readonly LaborSamplerOptions[] AllOptions = [Exact, Poisson, Once, Converged];
    private static readonly LaborSamplerOptions[] AloneOptions = [Exact, Poisson];

    [Test]
    public void Sample_AnyOptions_EqualsTheOracle([ValueSource(nameof(AllOptions))] LaborSamplerOptions options, [Values] bool outgoing, [Values] bool sharedByHops)
    {
        // The edges have repeats, loops and a node that many share.
        RandomEdges edges = RandomGraphs.Create(300, 4000, seed: 3);
        using Graph graph = Graph.FromEdges(300, edges.Sources, edges.Targets);
        SparseStructure rows = outgoing ? graph.OutEdges : graph.InEdges;
        int[] fanouts = [4, -1, 3, 0, 9];
        using var sampler = new LaborSampler(
            graph, fanouts, options with { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming, SharedByHops = sharedByHops });
        int[] seeds = [7, 0, 299, 12, 150];
        using SampledSubgraph sampled = sampler.Sample(seeds, Source);

        int[] nodes = sampled.Nodes.ToArray();
        Assert.That(nodes[..5], Is.EqualTo(seeds));
        Assert.That(nodes, Is.Unique);
        Assert.That(sampled.Blocks, Has.Count.EqualTo(5));
        for (int hop = 0; hop < fanouts.Length; hop++)
        {
            Block block = sampled.Blocks[^(hop + 1)];
            int[][] all = [.. nodes[..block.TargetCount].Select(target => rows.Row(target).ToArray())];
            int fanout = fanouts[hop] < 0 ? int.MaxValue : fanouts[hop];
            Dictionary<int, double> importance = fanout == 0 ? [] : LaborOracle.Importance(all, fanout, options.ImportanceRounds);
            for (int target = 0; target < block.TargetCount; target++)
            {
                RandomSource stream = Source.Stream(sharedByHops ? 0 : (ulong)hop);
                (int[] places, double[] chances) =
                    fanout == 0 ? ([], []) : LaborOracle.Draw(all[target], fanout, stream, !options.Poisson, node => importance[node]);
                int start = (int)block.Structure.RowPointers[target];
                string what = $"hop {hop}, node {nodes[target]} of {all[target].Length} edges";
                Assert.That(block.Structure.Row(target).ToArray().Select(source => nodes[source]), Is.EqualTo(places.Select(place => all[target][place])), what);
                Assert.That(block.EdgeIds.Slice(start, places.Length).ToArray(), Is.EqualTo(places.Select(place => rows.EdgeIds[rows.RowPointers[nodes[target]] + place])), what);

                // Importance is kept in single precision; over a few rounds its errors add up to some units of its last place.
                IEnumerable<float> scales = places.Select(place => (float)(1 / chances[place]));
                Assert.That(block.Scales.Slice(start, places.Length).ToArray(), Is.EqualTo(scales).Within(5e-4).Percent, what);
            }
        }
    }

    [Test]
    public void Sample_Exactly_GivesEachNodeItsFanout()
    {
        using Graph graph = Create();
        using var sampler = new LaborSampler(graph, [6, 3]);
        using SampledSubgraph sampled = sampler.Sample([.. Enumerable.Range(0, 100)], Source);
        for (int hop = 0; hop < 2; hop++)
        {
            Block block = sampled.Blocks[^(hop + 1)];
            for (int target = 0; target < block.TargetCount; target++)
            {
                Assert.That(block.Structure.RowLength(target), Is.EqualTo(Math.Min(graph.InDegree(sampled.Nodes[target]), hop == 0 ? 6 : 3)));
            }
        }
    }

    [Test]
    public void Sample_NodesOfTheSameNeighbors_DrawTheSame([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        int[] neighbors = [.. Enumerable.Range(2, 40)];
        using Graph graph = Graph.FromEdges(42, [.. neighbors, .. neighbors], [.. new int[40], .. Enumerable.Repeat(1, 40)]);
        using var sampler = new LaborSampler(graph, [7], options);
        using SampledSubgraph sampled = sampler.Sample([0, 1], Source);

        SparseStructure edges = sampled.Blocks[0].Structure;
        Assert.That(edges.RowLength(0), Is.GreaterThan(0));
        Assert.That(edges.Row(0).ToArray(), Is.EqualTo(edges.Row(1).ToArray()));
    }

    [Test]
    public void Sample_AnyBatch_DrawsTheSameForANode([ValueSource(nameof(AloneOptions))] LaborSamplerOptions options, [Values] bool sharedByHops)
    {
        // Of so many nodes one seed's random numbers are computed one by one, those of many seeds all at once.
        RandomEdges edges = RandomGraphs.Create(20_000, 60_000, seed: 5);
        using Graph graph = Graph.FromEdges(20_000, edges.Sources, edges.Targets);
        using var sampler = new LaborSampler(graph, [2, 1], options with { SharedByHops = sharedByHops });
        int[] all = [.. Enumerable.Range(1, 3000)];
        using SampledSubgraph whole = sampler.Sample(all, Source);
        foreach (int[] seeds in (int[][])[[5], [9, 5, 3], [3, 5, 9], [.. all.Reverse()]])
        {
            using SampledSubgraph part = sampler.Sample(seeds, Source);
            for (int hop = 0; hop < 2; hop++)
            {
                Dictionary<int, string> expected = EdgesOf(whole, hop);
                foreach ((int node, string drawn) in EdgesOf(part, hop))
                {
                    Assert.That(drawn, Is.EqualTo(expected[node]), $"node {node} at hop {hop} of a batch of {seeds.Length}");
                }
            }
        }
    }

    [Test]
    public void Sample_AnyOrderOfSeeds_DrawsTheSameForANode([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        using Graph graph = Create();
        using var sampler = new LaborSampler(graph, [6, 4, 2], options);
        int[] seeds = [.. Enumerable.Range(0, 150)];
        using SampledSubgraph first = sampler.Sample(seeds, Source);
        Source.Sequence().Shuffle(seeds.AsSpan());
        using SampledSubgraph second = sampler.Sample(seeds, Source);
        for (int hop = 0; hop < 3; hop++)
        {
            Assert.That(EdgesOf(second, hop), Is.EquivalentTo(EdgesOf(first, hop)), $"hop {hop}");
        }
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        using Graph graph = Create();
        using var sampler = new LaborSampler(graph, [6, 4, 2], options);
        int[][] batches = [.. Enumerable.Range(0, 64).Select(batch => Enumerable.Range(batch * 3, 7).ToArray())];
        string[] expected = [.. batches.Select(seeds => Describe(sampler, seeds))];
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            // Which rows have repeats is found out anew by the threads of each sampler.
            using var fresh = new LaborSampler(graph, [6, 4, 2], options);
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Describe(fresh, batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }
    }

    [Test]
    public void Sample_WideOffsets_GivesTheSame([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        RandomEdges edges = RandomGraphs.Create(300, 3000, seed: 5);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        using var first = new LaborSampler(narrow, [5, 5], options);
        using var second = new LaborSampler(wide, [5, 5], options);

        Assert.That(Describe(second, [1, 2, 3]), Is.EqualTo(Describe(first, [1, 2, 3])));
    }

    [Test]
    public void Sample_NothingToFind_GivesEmptyBlocks([ValueSource(nameof(AllOptions))] LaborSamplerOptions options)
    {
        using Graph graph = Graph.FromEdges(3, [0], [1]);
        using var sampler = new LaborSampler(graph, [0, 2], options);
        using SampledSubgraph isolated = sampler.Sample([2], Source);
        using SampledSubgraph none = sampler.Sample([], Source);

        Assert.That((isolated.Nodes.Length, isolated.EdgeCount), Is.EqualTo((1, 0)));
        Assert.That((none.Nodes.Length, none.SeedCount, none.EdgeCount), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Sample_BadSeeds_SaysWhich()
    {
        using Graph graph = Create();
        using var sampler = new LaborSampler(graph, [2]);
        Assert.That(() => sampler.Sample([1, 300], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 1 must be a node in [0, 300), got 300"));
        Assert.That(() => sampler.Sample([4, 5, 4], Source), Throws.ArgumentException.With.Message.Contains("Seed 2 is node 4, as seed 0 is"));

        using SampledSubgraph after = sampler.Sample([4, 5], Source);
        Assert.That(after.SeedCount, Is.EqualTo(2), "a refused batch leaves nothing behind");
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Graph graph = Create();
        Assert.That(() => new LaborSampler(graph, []), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new LaborSampler(graph, [3, 65537]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 1 must be 0 to 65536, or -1"));
        Assert.That(() => new LaborSampler(graph, [3], new LaborSamplerOptions { Direction = EdgeDirection.Both }), Throws.ArgumentException.With.Message.Contains("ToUndirected"));
        Assert.That(() => new LaborSampler(graph, [3], new LaborSamplerOptions { ImportanceRounds = 2 }), Throws.ArgumentException.With.Message.Contains("set Poisson"));
        Assert.That(() => new LaborSampler(graph, [3], Poisson with { ImportanceRounds = -2 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got -2"));
        Assert.That(() => new LaborSampler(graph.OutEdges, [3]), Throws.ArgumentException.With.Message.Contains("a transpose"));
        using SparseStructure bipartite = SparseStructure.FromEdges(2, 3, [0], [1]);
        Assert.That(() => new LaborSampler(bipartite, [3]), Throws.ArgumentException.With.Message.Contains("SparseStructure [2, 3]"));
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole()
    {
        Graph graph = Create();
        var sampler = new LaborSampler(graph, [3], Poisson);
        using SampledSubgraph sampled = sampler.Sample([1, 2], Source);
        sampler.Dispose();
        sampler.Dispose();
        graph.Dispose();

        Assert.That(() => sampler.Sample([1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(sampled.Blocks[0].EdgeIds.ToArray(), Has.Length.EqualTo(sampled.EdgeCount));
        Assert.That(sampled.Blocks[0].Scales.ToArray(), Has.Length.EqualTo(sampled.EdgeCount));
    }

    [Test]
    public void ToString_AnyOptions_SaysHowItDraws()
    {
        using Graph graph = Create();
        using var exact = new LaborSampler(graph, [15, 10]);
        using var converged = new LaborSampler(graph, [15, 10], Converged with { Direction = EdgeDirection.Outgoing, SharedByHops = true });

        Assert.That(exact.ToString(), Is.EqualTo("LaborSampler of 300 nodes: 15, 10 incoming edges, exactly"));
        Assert.That(converged.ToString(), Is.EqualTo("LaborSampler of 300 nodes: 15, 10 outgoing edges, Poisson, importance to convergence, hops alike"));
    }

    private static Graph Create()
    {
        RandomEdges edges = RandomGraphs.Create(300, 4000, seed: 3);
        return Graph.FromEdges(300, edges.Sources, edges.Targets);
    }

    private static string Describe(LaborSampler sampler, int[] seeds)
    {
        using SampledSubgraph sampled = sampler.Sample(seeds, Source);
        return string.Join(',', sampled.Nodes.ToArray()) + "|" + string.Join('|', Enumerable.Range(0, sampled.Blocks.Count).Select(hop => string.Join(';', EdgesOf(sampled, hop))));
    }

    /// <summary>The edges that each node drew at a hop, and their scales.</summary>
    private static Dictionary<int, string> EdgesOf(SampledSubgraph sampled, int hop)
    {
        Block block = sampled.Blocks[^(hop + 1)];
        var edges = new Dictionary<int, string>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            (int start, int count) = ((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target));
            edges.Add(sampled.Nodes[target], string.Join(',', block.EdgeIds.Slice(start, count).ToArray()) + ":" + string.Join(',', block.Scales.Slice(start, count).ToArray()));
        }

        return edges;
    }
}
