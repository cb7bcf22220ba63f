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
internal sealed class NeighborSamplerTests
{
    // A draw of chances as they should be falls below this once in a thousand seeds; the seeds here are fixed.
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    private static readonly RandomSource Source = new RandomSource(11).Stream("sampling");

    [Test]
    public void Sample_AnyOptions_GivesBlocksOfTheGraphsEdges([Values] bool replace, [Values] bool disjoint, [Values] bool outgoing)
    {
        RandomEdges edges = RandomGraphs.Create(300, 2000, seed: 3);
        using Graph graph = Graph.FromEdges(300, edges.Sources, edges.Targets);
        var options = new NeighborSamplerOptions { Replace = replace, Disjoint = disjoint, Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming };
        int[] fanouts = [4, -1, 3];
        using var sampler = new NeighborSampler(graph, fanouts, options);
        int[] seeds = [7, 0, 299, 12, 150];

        using SampledSubgraph sampled = sampler.Sample(seeds, Source);

        Assert.That(sampled.Nodes[..5].ToArray(), Is.EqualTo(seeds));
        Assert.That(sampled.Blocks, Has.Count.EqualTo(3));
        Assert.That(sampled.Blocks[^1].TargetCount, Is.EqualTo(5));
        int[] nodes = sampled.Nodes.ToArray();
        int[] seedOf = sampled.SeedOf.ToArray();
        Assert.That(disjoint ? [.. nodes.Zip(seedOf)] : nodes.Select(node => (node, 0)), Is.Unique);
        for (int hop = 0; hop < 3; hop++)
        {
            Block block = sampled.Blocks[^(hop + 1)];
            for (int target = 0; target < block.TargetCount; target++)
            {
                int degree = (int)(outgoing ? graph.OutDegree(nodes[target]) : graph.InDegree(nodes[target]));
                int expected = fanouts[hop] < 0 ? degree : replace ? (degree == 0 ? 0 : fanouts[hop]) : Math.Min(degree, fanouts[hop]);
                int start = (int)block.Structure.RowPointers[target];
                long[] ids = block.EdgeIds.Slice(start, (int)block.Structure.RowLength(target)).ToArray();
                Assert.That(ids, Has.Length.EqualTo(expected), $"hop {hop}, node {nodes[target]} of {degree} edges");
                Assert.That(replace && fanouts[hop] >= 0 ? [] : ids, Is.Unique);
                Assert.That(block.Scales.Slice(start, ids.Length).ToArray(), Has.All.EqualTo((float)degree / ids.Length), "each edge stands for its share");
                for (int i = 0; i < ids.Length; i++)
                {
                    int source = block.Structure.Row(target)[i];
                    int edge = (int)ids[i];
                    (int from, int to) = outgoing ? (edges.Targets[edge], edges.Sources[edge]) : (edges.Sources[edge], edges.Targets[edge]);
                    Assert.That((nodes[source], nodes[target]), Is.EqualTo((from, to)));
                    Assert.That(disjoint ? seedOf[source] : 0, Is.EqualTo(disjoint ? seedOf[target] : 0), "no edge leads from one sample to another");
                }
            }
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(5)]
    [TestCase(16)]
    [TestCase(23)]
    public void Sample_WithoutReplacement_DrawsEachNeighborWithTheSameChance(int fanout)
    {
        const int neighbors = 24;
        using NeighborSampler sampler = StarSampler(neighbors, fanout);
        long[] counts = new long[neighbors];
        int calls = Draws / fanout;
        for (int epoch = 0; epoch < calls; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            foreach (int node in sampled.Nodes[1..])
            {
                counts[node - 1]++;
            }
        }

        // Of k from n without replacement, counts have (n - k) / (n - 1) of the variance of independent draws.
        double factor = (double)(neighbors - 1) / (neighbors - fanout);
        long[] spread = Array.ConvertAll(counts, count => (long)Math.Round(((count - ((double)calls * fanout / neighbors)) * Math.Sqrt(factor)) + ((double)calls * fanout / neighbors)));
        Assert.That(ChiSquare.PValue(spread), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_WithoutReplacement_DrawsEachSetWithTheSameChance()
    {
        using NeighborSampler sampler = StarSampler(7, fanout: 3);
        var counts = new SortedDictionary<string, long>();
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            string set = string.Join(' ', sampled.Nodes[1..].ToArray().Order());
            counts[set] = counts.GetValueOrDefault(set) + 1;
        }

        Assert.That(counts, Has.Count.EqualTo(35), "7 over 3");
        Assert.That(ChiSquare.PValue([.. counts.Values]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_WithReplacement_DrawsEachPairWithTheSameChance()
    {
        using NeighborSampler sampler = StarSampler(5, fanout: 2, new NeighborSamplerOptions { Replace = true });
        long[] counts = new long[25];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0], Source.Stream((ulong)epoch));
            ReadOnlySpan<int> row = sampled.Blocks[0].Structure.Row(0);
            counts[(5 * (sampled.Nodes[row[0]] - 1)) + sampled.Nodes[row[1]] - 1]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_DifferentNodesAndHops_AreIndependent()
    {
        // Two nodes of four neighbours each, and node 0 again at the second hop: 64 outcomes.
        using Graph graph = Graph.FromEdges(10, [2, 3, 4, 5, 6, 7, 8, 9], [0, 0, 0, 0, 1, 1, 1, 1]);
        using var sampler = new NeighborSampler(graph, [1, 1]);
        long[] counts = new long[64];
        for (int epoch = 0; epoch < Draws; epoch++)
        {
            using SampledSubgraph sampled = sampler.Sample([0, 1], Source.Stream((ulong)epoch));
            int first = sampled.Nodes[sampled.Blocks[1].Structure.Row(0)[0]] - 2;
            int other = sampled.Nodes[sampled.Blocks[1].Structure.Row(1)[0]] - 6;
            int again = sampled.Nodes[sampled.Blocks[0].Structure.Row(0)[0]] - 2;
            counts[(16 * first) + (4 * other) + again]++;
        }

        Assert.That(ChiSquare.PValue(counts), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_AnyBatch_DrawsTheSameForANode([Values] bool replace)
    {
        using Graph graph = Create();
        using var sampler = new NeighborSampler(graph, [6, 4], new NeighborSamplerOptions { Replace = replace });
        int[] all = [.. Enumerable.Range(0, 200)];
        using SampledSubgraph whole = sampler.Sample(all, Source);
        foreach (int[] seeds in (int[][])[[5], [9, 5, 3], [3, 5, 9], [.. all.Reverse()]])
        {
            using SampledSubgraph part = sampler.Sample(seeds, Source);
            for (int hop = 0; hop < 2; hop++)
            {
                Dictionary<int, long[]> expected = EdgesOf(whole, hop);
                foreach ((int node, long[] edges) in EdgesOf(part, hop))
                {
                    Assert.That(edges, Is.EqualTo(expected[node]), $"node {node} at hop {hop} of a batch of {seeds.Length}");
                }
            }
        }
    }

    [Test]
    public void Sample_Disjoint_GivesEachSeedTheSampleThatItHasAlone()
    {
        using Graph graph = Create();
        using var sampler = new NeighborSampler(graph, [5, 3], new NeighborSamplerOptions { Disjoint = true });
        int[] seeds = [5, 9, 5, 120];
        using SampledSubgraph together = sampler.Sample(seeds, Source);
        for (int place = 0; place < seeds.Length; place++)
        {
            using SampledSubgraph alone = sampler.Sample([seeds[place]], Source);
            for (int hop = 0; hop < 2; hop++)
            {
                Assert.That(EdgesOf(together, hop, place), Is.EquivalentTo(EdgesOf(alone, hop)), $"seed {place}, hop {hop}");
            }

            Assert.That(together.SeedOf.Count(place), Is.EqualTo(alone.Nodes.Length));
        }

        Assert.That(EdgesOf(together, 0, 1)[9], Is.Not.EqualTo(EdgesOf(together, 0, 3).GetValueOrDefault(9)), "another seed draws anew");
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes([Values] bool disjoint)
    {
        using Graph graph = Create();
        using var sampler = new NeighborSampler(graph, [6, 4, 2], new NeighborSamplerOptions { Disjoint = disjoint });
        int[][] batches = [.. Enumerable.Range(0, 64).Select(batch => Enumerable.Range(batch * 3, 7).ToArray())];
        string[] expected = [.. batches.Select(Describe)];
        foreach (int threads in (int[])[2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Describe(batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Describe(int[] seeds)
        {
            using SampledSubgraph sampled = sampler.Sample(seeds, Source);
            return string.Join(',', sampled.Nodes.ToArray()) + "|"
                + string.Join('|', sampled.Blocks.Select(block => string.Join(',', block.Structure.ColumnIndices.Span().ToArray()) + ";" + string.Join(',', block.EdgeIds.ToArray())));
        }
    }

    [Test]
    public void Sample_WideOffsets_GivesTheSame()
    {
        RandomEdges edges = RandomGraphs.Create(300, 3000, seed: 5);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        using var first = new NeighborSampler(narrow, [5, 5]);
        using var second = new NeighborSampler(wide, [5, 5]);
        using SampledSubgraph expected = first.Sample([1, 2, 3], Source);
        using SampledSubgraph actual = second.Sample([1, 2, 3], Source);

        Assert.That(actual.Nodes.ToArray(), Is.EqualTo(expected.Nodes.ToArray()));
        Assert.That(actual.Blocks[0].EdgeIds.ToArray(), Is.EqualTo(expected.Blocks[0].EdgeIds.ToArray()));
    }

    [Test]
    public void Sample_LargeFanouts_AreDistinct([Values(31, 64, 100, 1000)] int fanout)
    {
        using NeighborSampler sampler = StarSampler(1200, fanout);
        using SampledSubgraph sampled = sampler.Sample([0], Source);

        Assert.That(sampled.Nodes.ToArray(), Is.Unique);
        Assert.That(sampled.Nodes.Length, Is.EqualTo(fanout + 1));
    }

    [Test]
    public void Sample_NothingToFind_GivesEmptyBlocks()
    {
        using Graph graph = Graph.FromEdges(3, [0], [1]);
        using var sampler = new NeighborSampler(graph, [0, 2]);
        using SampledSubgraph isolated = sampler.Sample([2], Source);
        using SampledSubgraph none = sampler.Sample([], Source);

        Assert.That((isolated.Nodes.Length, isolated.EdgeCount), Is.EqualTo((1, 0)));
        Assert.That((none.Nodes.Length, none.SeedCount, none.EdgeCount), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Sample_BadSeeds_SaysWhich()
    {
        using Graph graph = Create();
        using var sampler = new NeighborSampler(graph, [2]);
        Assert.That(() => sampler.Sample([1, 300], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 1 must be a node in [0, 300), got 300"));
        Assert.That(() => sampler.Sample([4, -1], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got -1"));
        Assert.That(() => sampler.Sample([4, 5, 4], Source), Throws.ArgumentException.With.Message.Contains("Seed 2 is node 4, as seed 0 is"));

        using SampledSubgraph after = sampler.Sample([4, 5], Source);
        Assert.That(after.SeedCount, Is.EqualTo(2), "a refused batch leaves nothing behind");
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Graph graph = Create();
        Assert.That(() => new NeighborSampler(graph, []), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new NeighborSampler(graph, [3, -2]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 1 must be 0 to 65536, or -1"));
        Assert.That(() => new NeighborSampler(graph, [3], new NeighborSamplerOptions { Direction = EdgeDirection.Both }), Throws.ArgumentException.With.Message.Contains("ToUndirected"));
        Assert.That(() => new NeighborSampler(graph.OutEdges, [3]), Throws.ArgumentException.With.Message.Contains("a transpose"));
        using SparseStructure bipartite = SparseStructure.FromEdges(2, 3, [0], [1]);
        Assert.That(() => new NeighborSampler(bipartite, [3]), Throws.ArgumentException.With.Message.Contains("SparseStructure [2, 3]"));
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole()
    {
        Graph graph = Create();
        var sampler = new NeighborSampler(graph, [3]);
        using SampledSubgraph sampled = sampler.Sample([1, 2], Source);
        sampler.Dispose();
        graph.Dispose();

        Assert.That(() => sampler.Sample([1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(sampled.Blocks[0].EdgeIds.ToArray(), Has.Length.EqualTo(sampled.EdgeCount));
        sampled.Dispose();
        Assert.That(() => sampled.Nodes.Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => sampled.Blocks[0].EdgeIds.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    private static Graph Create()
    {
        RandomEdges edges = RandomGraphs.Create(300, 4000, seed: 3);
        return Graph.FromEdges(300, edges.Sources, edges.Targets);
    }

    /// <summary>Node 0 has edges from 1 to n.</summary>
    private static NeighborSampler StarSampler(int neighbors, int fanout, NeighborSamplerOptions? options = null)
    {
        using Graph graph = Graph.FromEdges(neighbors + 1, [.. Enumerable.Range(1, neighbors)], new int[neighbors]);
        return new NeighborSampler(graph, [fanout], options);
    }

    /// <summary>The edges that each node drew at a hop, of one seed's sample where one is named.</summary>
    private static Dictionary<int, long[]> EdgesOf(SampledSubgraph sampled, int hop, int? seed = null)
    {
        Block block = sampled.Blocks[^(hop + 1)];
        var edges = new Dictionary<int, long[]>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            if (seed is null || sampled.SeedOf[target] == seed)
            {
                edges.Add(sampled.Nodes[target], block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)).ToArray());
            }
        }

        return edges;
    }
}
