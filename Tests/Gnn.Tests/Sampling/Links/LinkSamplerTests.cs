using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Links;
using Gnn.Sampling.Negatives;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Links;

[TestFixture]
internal sealed class LinkSamplerTests
{
    private const double LeastPValue = 0.001;
    private const int Draws = 200_000;

    private static readonly RandomSource Source = new RandomSource(61).Stream("sampling");

    [Test]
    public void Sample_TargetsMasked_HidesThemAtEveryHop([Values] bool undirected, [Values] bool outgoing, [Values] bool replace, [Values] bool disjoint)
    {
        int hidden = 0;
        for (ulong seed = 0; seed < 8; seed++)
        {
            using Graph graph = Create(60, 400, seed, undirected);
            var options = new LinkSamplerOptions
            {
                Neighbors = new NeighborSamplerOptions
                {
                    Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming,
                    Replace = replace,
                    Disjoint = disjoint,
                },
            };
            using var masked = new LinkSampler(graph, [-1, 6, 4], new NegativeSampler(graph), options);
            using var open = new LinkSampler(graph, [-1, 6, 4], new NegativeSampler(graph), options with { MaskTargets = false });
            int[] edges = [.. Source.Stream(seed).Sequence().Permutation((int)graph.EdgeCount).Take(40)];
            var asked = new HashSet<(int, int)>();
            foreach (int edge in edges)
            {
                asked.Add((graph.Sources[edge], graph.Targets[edge]));
                asked.Add((graph.Targets[edge], graph.Sources[edge]));
            }

            using SampledLinks links = masked.Sample(edges, Source);
            using SampledLinks seen = open.Sample(edges, Source);

            Assert.That(CountEdges(links.Subgraph, graph, asked, outgoing), Is.Zero, "edges that are asked for, reverses and repeats");
            hidden += CountEdges(seen.Subgraph, graph, asked, outgoing);
        }

        Assert.That(hidden, Is.GreaterThan(1000), "without a mask they are there");
    }

    [Test]
    public void Sample_TargetsMasked_KeepsAllElse()
    {
        // With all neighbours taken, the sample of a node is all of its edges but those that are asked for.
        using Graph graph = Create(50, 300, seed: 3, undirected: false);
        foreach (bool separate in (bool[])[false, true])
        {
            using var sampler = new LinkSampler(graph, [-1, -1], null, new LinkSamplerOptions { SeparateReverses = separate });
            int[] edges = [.. Enumerable.Range(0, 30)];
            var asked = new HashSet<(int, int)>();
            foreach (int edge in edges)
            {
                asked.Add((graph.Sources[edge], graph.Targets[edge]));
                if (!separate)
                {
                    asked.Add((graph.Targets[edge], graph.Sources[edge]));
                }
            }

            using SampledLinks links = sampler.Sample(edges, Source);
            foreach (Block block in links.Subgraph.Blocks)
            {
                for (int target = 0; target < block.TargetCount; target++)
                {
                    int node = links.Subgraph.Nodes[target];
                    int start = (int)block.Structure.RowPointers[target];
                    long[] found = block.EdgeIds.Slice(start, (int)block.Structure.RowLength(target)).ToArray();
                    long[] expected =
                    [
                        .. Enumerable.Range(0, (int)graph.EdgeCount)
                            .Where(edge => graph.Targets[edge] == node && !asked.Contains((graph.Sources[edge], node)))
                            .Select(edge => (long)edge),
                    ];
                    Assert.That(found, Is.EqualTo(expected), $"node {node}, reverses {(separate ? "apart" : "hidden")}");
                }
            }
        }
    }

    [TestCase(3, false)]
    [TestCase(5, false)]
    [TestCase(40, true)]
    public void Sample_Masked_DrawsEachEdgeLeftWithTheSameChance(int fanout, bool replace)
    {
        // Node 0 has edges from 1 to 9, from 4 three times; those from 2 and 4 are asked for, and the seven others are left.
        using Graph graph = Graph.FromEdges(11, [1, 4, 2, 3, 4, 5, 6, 7, 4, 8, 9], new int[11]);
        using var sampler = new LinkSampler(graph, [fanout], null, new LinkSamplerOptions { Neighbors = new NeighborSamplerOptions { Replace = replace } });
        long[] counts = new long[11];
        int calls = Draws / fanout;
        for (int i = 0; i < calls; i++)
        {
            using SampledLinks links = sampler.Sample([2, 4], Source.Stream((ulong)i));
            Block block = links.Subgraph.Blocks[0];
            int row = links.Targets[0];
            foreach (long edge in block.EdgeIds.Slice((int)block.Structure.RowPointers[row], (int)block.Structure.RowLength(row)))
            {
                counts[edge]++;
            }
        }

        // Of k from 7 without replacement, counts have (7 - k) / 6 of the variance of independent draws.
        double expected = (double)calls * fanout / 7;
        double factor = replace ? 1 : Math.Sqrt(6.0 / (7 - fanout));
        long[] left = [counts[0], counts[3], counts[5], counts[6], counts[7], counts[9], counts[10]];
        Assert.That(counts[1] + counts[2] + counts[4] + counts[8], Is.Zero);
        Assert.That(ChiSquare.PValue([.. left.Select(count => (long)Math.Round(((count - expected) * factor) + expected))]), Is.GreaterThan(LeastPValue));
    }

    [Test]
    public void Sample_Pairs_GivesEndsNegativesAndLabels([Values(0, 1, 4)] int negatives)
    {
        using Graph graph = Create(60, 400, seed: 2, undirected: true);
        var pairs = new NegativeSampler(graph);
        using var sampler = new LinkSampler(graph, [3, 2], pairs, new LinkSamplerOptions { NegativesPerPositive = negatives });
        int[] edges = [5, 80, 5, 17];
        int[] from = Array.ConvertAll(edges, edge => graph.Sources[edge]);
        int[] to = Array.ConvertAll(edges, edge => graph.Targets[edge]);
        using SampledLinks links = sampler.Sample(edges, Source);
        ReadOnlySpan<int> nodes = links.Subgraph.Nodes;
        (int[] expectedFrom, int[] expectedTo) = pairs.Sample(from, to, negatives, Source.Stream("negatives"), [5, 80, 5, 17]);
        int[] pairSources = new int[links.PairCount];
        int[] pairTargets = new int[links.PairCount];
        for (int i = 0; i < links.PairCount; i++)
        {
            Assert.That(links.Sources[i], Is.InRange(0, links.Subgraph.SeedCount - 1));
            Assert.That(links.Targets[i], Is.InRange(0, links.Subgraph.SeedCount - 1));
            (pairSources[i], pairTargets[i]) = (nodes[links.Sources[i]], nodes[links.Targets[i]]);
        }

        Assert.That((links.PositiveCount, links.NegativesPerPositive, links.PairCount), Is.EqualTo((4, negatives, 4 * (1 + negatives))));
        Assert.That(pairSources, Is.EqualTo((int[])[.. from, .. expectedFrom]));
        Assert.That(pairTargets, Is.EqualTo((int[])[.. to, .. expectedTo]));
        Assert.That(links.Keys.ToArray(), Is.EqualTo((long[])[5, 80, 5, 17]));
        Assert.That(links.Labels.ToArray(), Is.EqualTo((float[])[1, 1, 1, 1, .. new float[4 * negatives]]));
        Assert.That(nodes[..links.Subgraph.SeedCount].ToArray(), Is.EquivalentTo(pairSources.Concat(pairTargets).Distinct()));
    }

    [Test]
    public void Sample_NothingMasked_IsTheNeighborSamplersOwn()
    {
        using Graph graph = Create(60, 400, seed: 2, undirected: false);
        using var sampler = new LinkSampler(graph, [3, 2], null, new LinkSamplerOptions { MaskTargets = false });
        using var neighbors = new NeighborSampler(graph, [3, 2]);
        using SampledLinks links = sampler.Sample([1, 2, 3], Source);
        using SampledSubgraph expected = neighbors.Sample(links.Subgraph.Nodes[..links.Subgraph.SeedCount], Source);

        Assert.That(Describe(links.Subgraph), Is.EqualTo(Describe(expected)));
    }

    [Test]
    public void Sample_SameHiddenEdgesOfANode_DrawsTheSame()
    {
        // Batches that share positives: a node that no other positive touches draws the same in both.
        using Graph graph = Create(200, 1500, seed: 4, undirected: true);
        using var sampler = new LinkSampler(graph, [4, 3], new NegativeSampler(graph));
        int[] order = Source.Sequence().Permutation((int)graph.EdgeCount);
        int[] edges = order[..30];
        int[] more = [.. edges.Reverse(), .. order[30..45]];
        using SampledLinks first = sampler.Sample(edges, Source);
        using SampledLinks second = sampler.Sample(more, Source);
        var touched = new HashSet<int>();
        foreach (int edge in order[30..45])
        {
            touched.UnionWith([graph.Sources[edge], graph.Targets[edge]]);
        }

        int compared = 0;
        for (int hop = 0; hop < 2; hop++)
        {
            Dictionary<int, long[]> expected = EdgesOf(first.Subgraph, hop);
            Dictionary<int, long[]> actual = EdgesOf(second.Subgraph, hop);
            foreach (int node in expected.Keys.Where(node => !touched.Contains(node) && actual.ContainsKey(node)))
            {
                Assert.That(actual[node], Is.EqualTo(expected[node]), $"node {node} at hop {hop}");
                compared++;
            }
        }

        Assert.That(compared, Is.GreaterThan(100));
        for (int i = 0; i < edges.Length; i++)
        {
            int there = more.Length + (edges.Length - 1 - i);
            int here = edges.Length + i;
            Assert.That(second.Subgraph.Nodes[second.Sources[there]], Is.EqualTo(first.Subgraph.Nodes[first.Sources[here]]), "the negative of a positive");
        }
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes()
    {
        using Graph graph = Create(300, 3000, seed: 6, undirected: true);
        using var sampler = new LinkSampler(graph, [5, 3], new NegativeSampler(graph, new NegativeSamplerOptions { Ends = CorruptedEnds.Either }));
        int[][] batches = [.. Enumerable.Range(0, 48).Select(batch => Enumerable.Range(batch * 20, 33).ToArray())];
        string[] expected = [.. batches.Select(Draw)];
        foreach (int threads in (int[])[2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batches.Length - 1 - batch] = Draw(batches[batches.Length - 1 - batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Draw(int[] edges)
        {
            using SampledLinks links = sampler.Sample(edges, Source);
            return $"{string.Join(',', links.Sources.ToArray())}|{string.Join(',', links.Targets.ToArray())}|{Describe(links.Subgraph)}";
        }
    }

    [Test]
    public void Sample_AllEdgesAsked_LeavesNone()
    {
        using Graph graph = Create(40, 200, seed: 9, undirected: true);
        using var sampler = new LinkSampler(graph, [3, -1], new NegativeSampler(graph));
        using SampledLinks all = sampler.Sample([.. Enumerable.Range(0, (int)graph.EdgeCount)], Source);
        using SampledLinks none = sampler.Sample([], Source);
        using SampledLinks one = sampler.Sample([0], Source);

        Assert.That(all.Subgraph.EdgeCount, Is.Zero);
        Assert.That((none.PairCount, none.Subgraph.Nodes.Length), Is.EqualTo((0, 0)));
        Assert.That(one.Subgraph.EdgeCount, Is.GreaterThan(0), "what a batch hides is there for the next");
    }

    [Test]
    public void Sample_PairsThatAreNoEdges_HidesNothing()
    {
        using Graph graph = Graph.FromEdges(5, [0, 1, 2], [1, 2, 3]);
        using var sampler = new LinkSampler(graph, [-1]);
        using SampledLinks links = sampler.Sample([3, 4], [1, 0], Source);

        Assert.That(links.Subgraph.EdgeCount, Is.EqualTo(2));
        Assert.That(links.Keys.ToArray(), Is.EqualTo((long[])[(3L << 32) | 1, 4L << 32]));
        Assert.That(links.NegativesPerPositive, Is.Zero, "no negative sampler");
    }

    [Test]
    public void Sample_BadArguments_SaysWhich()
    {
        using Graph graph = Create(40, 200, seed: 9, undirected: true);
        using var sampler = new LinkSampler(graph, [3], new NegativeSampler(graph));
        int edges = (int)graph.EdgeCount;

        Assert.That(() => sampler.Sample([0, edges], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains($"Positive 1 must be an edge in [0, {edges}), got {edges}"));
        Assert.That(() => sampler.Sample([40], [0], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("source of positive 0 must be a node in [0, 40), got 40"));
        Assert.That(() => sampler.Sample([4], [-1], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got -1"));
        Assert.That(() => sampler.Sample([4], [1, 2], Source), Throws.ArgumentException.With.Message.Contains("got 1, 2 and 0"));
        Assert.That(() => new LinkSampler(graph, [3], null, new LinkSamplerOptions { SeparateReverses = true }), Throws.ArgumentException.With.Message.Contains("undirected"));
        Assert.That(() => new LinkSampler(graph, [3], null, new LinkSamplerOptions { NegativesPerPositive = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("got -1"));
        Assert.That(() => new LinkSampler(graph, []), Throws.ArgumentException);
    }

    [Test]
    public void Sample_CompleteGraph_FailsAndTheNextBatchIsWhole()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 1, 2, 2, 0], [1, 0, 2, 1, 0, 2], isUndirected: true);
        using var sampler = new LinkSampler(graph, [-1], new NegativeSampler(graph));
        using var without = new LinkSampler(graph, [-1]);

        Assert.That(() => sampler.Sample([0], Source), Throws.InvalidOperationException.With.Message.Contains("every pair"));
        using SampledLinks links = without.Sample([0], Source);
        Assert.That(links.Subgraph.EdgeCount, Is.EqualTo(2));
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole()
    {
        Graph graph = Create(40, 200, seed: 9, undirected: true);
        var sampler = new LinkSampler(graph, [3], new NegativeSampler(graph));
        using SampledLinks links = sampler.Sample([1, 2], Source);
        sampler.Dispose();
        graph.Dispose();

        Assert.That(() => sampler.Sample([1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(links.Subgraph.Blocks[0].EdgeIds.ToArray(), Has.Length.EqualTo(links.Subgraph.EdgeCount));
    }

    /// <summary>A graph with repeats, self-loops and a hub.</summary>
    private static Graph Create(int nodes, int edges, ulong seed, bool undirected)
    {
        RandomEdges random = RandomGraphs.Create(nodes, edges, seed);
        return undirected
            ? Graph.FromEdges(nodes, [.. random.Sources, .. random.Targets], [.. random.Targets, .. random.Sources], isUndirected: true)
            : Graph.FromEdges(nodes, random.Sources, random.Targets);
    }

    /// <summary>How many edges of a sample join pairs of a set; each edge is checked to be one of the graph.</summary>
    private static int CountEdges(SampledSubgraph sampled, Graph graph, HashSet<(int, int)> pairs, bool outgoing)
    {
        int count = 0;
        foreach (Block block in sampled.Blocks)
        {
            for (int target = 0; target < block.TargetCount; target++)
            {
                int start = (int)block.Structure.RowPointers[target];
                ReadOnlySpan<int> row = block.Structure.Row(target);
                for (int i = 0; i < row.Length; i++)
                {
                    (int from, int to) = (sampled.Nodes[row[i]], sampled.Nodes[target]);
                    int edge = (int)block.EdgeIds[start + i];
                    Assert.That(outgoing ? (to, from) : (from, to), Is.EqualTo((graph.Sources[edge], graph.Targets[edge])));
                    count += pairs.Contains((from, to)) ? 1 : 0;
                }
            }
        }

        return count;
    }

    private static Dictionary<int, long[]> EdgesOf(SampledSubgraph sampled, int hop)
    {
        Block block = sampled.Blocks[^(hop + 1)];
        var edges = new Dictionary<int, long[]>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            edges.Add(sampled.Nodes[target], block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)).ToArray());
        }

        return edges;
    }

    private static string Describe(SampledSubgraph sampled) => string.Join(',', sampled.Nodes.ToArray()) + "|"
        + string.Join('|', sampled.Blocks.Select(block => string.Join(',', block.Structure.ColumnIndices.Span().ToArray()) + ";" + string.Join(',', block.EdgeIds.ToArray())));
}
