using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Heterogeneous;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Heterogeneous;

[TestFixture]
internal sealed class HeteroNeighborSamplerTests
{
    private static readonly RandomSource Source = new RandomSource(11).Stream("sampling");
    private static readonly int[] Papers = [7, 0, 119, 12, 149];

    [Test]
    public void Sample_AnyOptions_GivesBlocksOfTheGraphsEdges([Values] bool replace, [Values] bool disjoint, [Values] bool outgoing)
    {
        using HeteroGraph graph = HeteroChecks.Create();
        var options = new HeteroNeighborSamplerOptions { Replace = replace, Disjoint = disjoint, Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming };
        using var sampler = new HeteroNeighborSampler(graph, Named(graph), options);

        using SampledHeteroSubgraph sampled = sampler.Sample([("venue", new[] { 3, 0, 31 }), ("paper", Papers)], Source);

        Assert.That((sampled.SeedCount("venue"), sampled.SeedCount("paper"), sampled.SeedCount("author")), Is.EqualTo((3, 5, 0)));
        Assert.That(sampled.Nodes("venue")[..3].ToArray(), Is.EqualTo(new[] { 3, 0, 31 }));
        Assert.That(sampled.Nodes("paper")[..5].ToArray(), Is.EqualTo(Papers));
        Assert.That(disjoint ? sampled.SeedOf("paper")[..5].ToArray() : [3, 4, 5, 6, 7], Is.EqualTo(new[] { 3, 4, 5, 6, 7 }), "places among the seeds of all types");
        Assert.That(sampled.Nodes("none").Length + sampled.Nodes("lonely").Length, Is.Zero);
        Assert.That(sampled.Nodes("author").Length, Is.GreaterThan(10));
        HeteroChecks.IsSound(graph, sampler, options, sampled);
    }

    [Test]
    public void Sample_FanoutOfAll_GivesWhatASearchFinds([Values] bool outgoing, [Values(1, 2, 3)] int hops)
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using var sampler = new HeteroNeighborSampler(
            graph, [.. Enumerable.Repeat(-1, hops)], new HeteroNeighborSamplerOptions { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming });
        (Dictionary<string, HashSet<int>> nodes, long edges) = HeteroChecks.Search(graph, "paper", [12, 20], hops, outgoing);

        using SampledHeteroSubgraph sampled = sampler.Sample("paper", [12, 20], Source);

        foreach (string type in graph.NodeTypes)
        {
            Assert.That(sampled.Nodes(type).ToArray(), Is.EquivalentTo(nodes[type]), type);
        }

        Assert.That(sampled.EdgeCount, Is.EqualTo(edges), "each layer has every edge into its targets");
    }

    [Test]
    public void Sample_OneTypeOfEach_GivesWhatNeighborSamplerDoes([Values] bool disjoint, [Values] bool outgoing)
    {
        RandomEdges edges = RandomGraphs.Create(300, 3000, seed: 3);
        using Graph plain = Graph.FromEdges(300, edges.Sources, edges.Targets);
        using HeteroGraph nodes = HeteroGraph.Create(("node", 300));
        var type = new EdgeType("node", "to", "node");
        using HeteroGraph graph = nodes.WithEdges(type, edges.Sources, edges.Targets);
        EdgeDirection direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming;
        using var expectedAll = new NeighborSampler(plain, [-1, -1], new NeighborSamplerOptions { Disjoint = disjoint, Direction = direction });
        using var actualAll = new HeteroNeighborSampler(graph, [-1, -1], new HeteroNeighborSamplerOptions { Disjoint = disjoint, Direction = direction });
        int[] seeds = [7, 0, 120];

        using (SampledSubgraph expected = expectedAll.Sample(seeds, Source))
        using (SampledHeteroSubgraph actual = actualAll.Sample("node", seeds, Source))
        {
            Assert.That(actual.Nodes("node").ToArray(), Is.EqualTo(expected.Nodes.ToArray()));
            Assert.That(actual.SeedOf("node").ToArray(), Is.EqualTo(expected.SeedOf.ToArray()));
            for (int layer = 0; layer < 2; layer++)
            {
                Block block = actual.Blocks[layer][type];
                Assert.That(block.IsBipartite, Is.False);
                Assert.That(block.Structure.ColumnIndices.Span().ToArray(), Is.EqualTo(expected.Blocks[layer].Structure.ColumnIndices.Span().ToArray()));
                Assert.That(block.EdgeIds.ToArray(), Is.EqualTo(expected.Blocks[layer].EdgeIds.ToArray()));
            }
        }

        // Where it draws, the words are others and the distribution the same: mean sizes of 1,000 batches differ by no more than chance does in one of 10,000 cases.
        using var expectedSome = new NeighborSampler(plain, [4, 3], new NeighborSamplerOptions { Disjoint = disjoint, Direction = direction });
        using var actualSome = new HeteroNeighborSampler(graph, [4, 3], new HeteroNeighborSamplerOptions { Disjoint = disjoint, Direction = direction });
        double[] expectedSizes = new double[1000], actualSizes = new double[1000];
        for (int epoch = 0; epoch < expectedSizes.Length; epoch++)
        {
            using SampledSubgraph one = expectedSome.Sample(seeds, Source.Stream((ulong)epoch));
            using SampledHeteroSubgraph other = actualSome.Sample("node", seeds, Source.Stream((ulong)epoch));
            (expectedSizes[epoch], actualSizes[epoch]) = (one.Nodes.Length, other.Nodes("node").Length);
            Assert.That(other.Blocks[^1][type].EdgeCount, Is.EqualTo(one.Blocks[^1].EdgeCount));
        }

        double deviation = Math.Sqrt((Variance(expectedSizes) + Variance(actualSizes)) / expectedSizes.Length);
        Assert.That(actualSizes.Average(), Is.EqualTo(expectedSizes.Average()).Within(3.9 * deviation));

        static double Variance(double[] values) => values.Average(value => (value - values.Average()) * (value - values.Average()));
    }

    [Test]
    public void Sample_AnyBatch_DrawsTheSameForANode([Values] bool replace)
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using var sampler = new HeteroNeighborSampler(graph, [4, 3], new HeteroNeighborSamplerOptions { Replace = replace });
        int[] all = [.. Enumerable.Range(0, 150)];
        using SampledHeteroSubgraph whole = sampler.Sample([("paper", all), ("author", Enumerable.Range(0, 90).ToArray()), ("venue", Enumerable.Range(0, 40).ToArray())], Source);
        IReadOnlyList<(string, ReadOnlyMemory<int>)>[] batches =
            [[("paper", new[] { 5 })], [("author", new[] { 4, 2 }), ("paper", new[] { 9, 5, 3 })], [("paper", new[] { 3, 5, 9 }), ("author", new[] { 2, 4 })], [("venue", new[] { 1 })], [("paper", all.Reverse().ToArray())]];
        foreach (IReadOnlyList<(string, ReadOnlyMemory<int>)> batch in batches)
        {
            using SampledHeteroSubgraph part = sampler.Sample(batch, Source);
            for (int hop = 0; hop < 2; hop++)
            {
                foreach (EdgeType type in graph.EdgeTypes)
                {
                    Dictionary<int, long[]> expected = EdgesOf(whole, type, hop);
                    foreach ((int node, long[] edges) in EdgesOf(part, type, hop))
                    {
                        Assert.That(edges, Is.EqualTo(expected[node]), $"{type}, node {node} at hop {hop}");
                    }
                }
            }
        }
    }

    [Test]
    public void Sample_OtherTypesOrOrder_DrawsTheSameForANode()
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using HeteroGraph nodes = HeteroGraph.Create(("author", 90), ("paper", 150));
        using HeteroGraph fewer = nodes.WithEdges(HeteroChecks.Writes, graph.Sources(HeteroChecks.Writes), graph.Targets(HeteroChecks.Writes));
        foreach (bool disjoint in (bool[])[false, true])
        {
            using var many = new HeteroNeighborSampler(graph, [4], new HeteroNeighborSamplerOptions { Disjoint = disjoint });
            using var few = new HeteroNeighborSampler(fewer, [4], new HeteroNeighborSamplerOptions { Disjoint = disjoint });
            using SampledHeteroSubgraph expected = many.Sample("paper", Papers, Source);
            using SampledHeteroSubgraph actual = few.Sample("paper", Papers, Source);
            Assert.That(EdgesOf(actual, HeteroChecks.Writes, 0), Is.EquivalentTo(EdgesOf(expected, HeteroChecks.Writes, 0)));
        }
    }

    [Test]
    public void Sample_Disjoint_GivesEachSeedTheSampleThatItHasAlone([Values] bool outgoing)
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using var sampler = new HeteroNeighborSampler(
            graph, [3, 2, 2], new HeteroNeighborSamplerOptions { Disjoint = true, Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming });
        (string Type, int[] Seeds)[] seeds = [("author", [4, 9]), ("paper", [9, 5, 9, 120])];
        using SampledHeteroSubgraph together = sampler.Sample([.. seeds.Select(pair => (pair.Type, (ReadOnlyMemory<int>)pair.Seeds))], Source);
        int place = 0;
        foreach ((string seedType, int seed) in seeds.SelectMany(pair => pair.Seeds.Select(seed => (pair.Type, seed))))
        {
            using SampledHeteroSubgraph alone = sampler.Sample(seedType, [seed], Source);
            foreach (EdgeType type in graph.EdgeTypes)
            {
                for (int hop = 0; hop < 3; hop++)
                {
                    Assert.That(EdgesOf(together, type, hop, place), Is.EquivalentTo(EdgesOf(alone, type, hop)), $"seed {place}, {type}, hop {hop}");
                }
            }

            foreach (string type in graph.NodeTypes)
            {
                Assert.That(together.SeedOf(type).Count(place), Is.EqualTo(alone.Nodes(type).Length));
            }

            place++;
        }
    }

    [Test]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes([Values] bool disjoint)
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using var sampler = new HeteroNeighborSampler(graph, [4, 3, 2], new HeteroNeighborSamplerOptions { Disjoint = disjoint });
        int[][] batches = [.. Enumerable.Range(0, 48).Select(batch => Enumerable.Range(batch * 3, 6).ToArray())];
        string[] expected = [.. batches.Select(Describe)];
        foreach (int threads in (int[])[2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Describe(batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Describe(int[] seeds)
        {
            using SampledHeteroSubgraph sampled = sampler.Sample("paper", seeds, Source);
            return HeteroChecks.Describe(sampled);
        }
    }

    [Test]
    public void Sample_Acm_GivesItsEdges([Values] bool outgoing)
    {
        (HeteroGraph graph, IReadOnlyList<NodeSplit> splits) = HeterogeneousGraphs.Load("acm-heco", Path.GetDirectoryName(SharedData.Require("hetero"))!);
        using (graph)
        {
            var options = new HeteroNeighborSamplerOptions { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming };
            using var sampler = new HeteroNeighborSampler(graph, [5, 5], options);
            using SampledHeteroSubgraph papers = sampler.Sample("paper", splits[0].Train, Source);
            using SampledHeteroSubgraph subjects = sampler.Sample("subject", [0, 1, 2], Source);
            Assert.That((papers.SeedCount("paper"), subjects.SeedCount("subject")), Is.EqualTo((60, 3)));
            HeteroChecks.IsSound(graph, sampler, options, papers);
            HeteroChecks.IsSound(graph, sampler, options, subjects);
            Assert.That(outgoing ? papers.Nodes("subject").Length : subjects.Nodes("author").Length, Is.Positive);

            using var everything = new HeteroNeighborSampler(graph, [-1, -1], options);
            using SampledHeteroSubgraph all = everything.Sample("subject", [5], Source);
            (Dictionary<string, HashSet<int>> nodes, long edges) = HeteroChecks.Search(graph, "subject", [5], 2, outgoing);
            Assert.That(graph.NodeTypes.Select(type => all.Nodes(type).Length), Is.EqualTo(graph.NodeTypes.Select(type => nodes[type].Count)));
            Assert.That(all.EdgeCount, Is.EqualTo(edges));
        }
    }

    [Test]
    public void Sample_BadSeeds_SaysWhich()
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using var sampler = new HeteroNeighborSampler(graph, [2]);
        Assert.That(
            () => sampler.Sample("writer", [1], Source),
            Throws.InstanceOf<KeyNotFoundException>().With.Message.EqualTo("There is no node type 'writer'; there is: paper, author, venue, lonely, none."));
        Assert.That(() => sampler.Sample("venue", [1, 40], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 1 must be a node of 'venue' in [0, 40), got 40"));
        Assert.That(() => sampler.Sample("paper", [4, 5, 4], Source), Throws.ArgumentException.With.Message.Contains("Seed 2 is node 4 of 'paper', as seed 0 is").And.Message.Contains("Disjoint"));
        Assert.That(() => sampler.Sample([("paper", new[] { 1 }), ("paper", new[] { 2 })], Source), Throws.ArgumentException.With.Message.Contains("'paper' is listed twice"));

        using SampledHeteroSubgraph none = sampler.Sample([], Source);
        using SampledHeteroSubgraph lonely = sampler.Sample("lonely", [3], Source);
        Assert.That((none.TotalNodeCount, none.EdgeCount, lonely.TotalNodeCount, lonely.EdgeCount), Is.EqualTo((0, 0, 1, 0)));
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using HeteroGraph graph = HeteroChecks.Create();
        Dictionary<EdgeType, IReadOnlyList<int>> fanouts = Named(graph);
        Assert.That(() => new HeteroNeighborSampler(graph, []), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new HeteroNeighborSampler(graph, [3, -2]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 1 must be"));
        Assert.That(
            () => new HeteroNeighborSampler(graph, [3], new HeteroNeighborSamplerOptions { Direction = EdgeDirection.Both }), Throws.ArgumentException.With.Message.Contains("reverse of each edge type"));

        Assert.That(() => Change(HeteroChecks.In, null), Throws.ArgumentException.With.Message.Contains("no fanouts for the edge type paper-in-venue"));
        Assert.That(() => Change(HeteroChecks.In, [1]), Throws.ArgumentException.With.Message.Contains("got 1 for paper-in-venue, and 3 for the first"));
        Assert.That(() => Change(HeteroChecks.In, [1, 2, -3]), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("A fanout of paper-in-venue must be"));
        Assert.That(
            () => Change(new EdgeType("venue", "in", "paper"), [1, 1, 1]),
            Throws.InstanceOf<KeyNotFoundException>().With.Message.Contains("no edge type venue-in-paper").And.Message.Contains("paper-in-venue, venue-reviews-paper"));

        void Change(EdgeType type, IReadOnlyList<int>? value)
        {
            var changed = new Dictionary<EdgeType, IReadOnlyList<int>>(fanouts);
            changed.Remove(type);
            if (value is not null)
            {
                changed.Add(type, value);
            }

            new HeteroNeighborSampler(graph, changed).Dispose();
        }
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole([Values] bool outgoing)
    {
        HeteroGraph graph = HeteroChecks.Create();
        var sampler = new HeteroNeighborSampler(graph, [3], new HeteroNeighborSamplerOptions { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming });
        using SampledHeteroSubgraph sampled = sampler.Sample("paper", [1, 2], Source);
        EdgeType[] types = [.. graph.EdgeTypes];
        sampler.Dispose();
        graph.Dispose();

        Assert.That(() => sampler.Sample("paper", [1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(types.Sum(type => sampled.Blocks[0][type].EdgeIds.Length), Is.EqualTo(sampled.EdgeCount).And.Positive);
        sampled.Dispose();
        Assert.That(() => sampled.Nodes("paper").Length, Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => sampled.Blocks[0][HeteroChecks.Writes].EdgeIds.Length, Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ToString_NamesFanoutsAndSizes()
    {
        using HeteroGraph graph = HeteroChecks.Create();
        using HeteroGraph small = graph.WithoutEdges(HeteroChecks.Cites).WithoutEdges(HeteroChecks.Hires).WithoutEdges(HeteroChecks.In).WithoutEdges(HeteroChecks.Reviews);
        using var sampler = new HeteroNeighborSampler(small, [15, 0], new HeteroNeighborSamplerOptions { Disjoint = true });
        using SampledHeteroSubgraph sampled = sampler.Sample("lonely", [2], Source);

        Assert.That(sampler.ToString(), Is.EqualTo(
            "HeteroNeighborSampler of 5 node types: 15, 0 author-writes-paper, 15, 0 paper-written by-author incoming edges, without replacement, disjoint"));
        Assert.That(sampled.ToString(), Is.EqualTo("SampledHeteroSubgraph: 1 seeds, 2 blocks, 1 nodes (0 paper, 0 author, 0 venue, 1 lonely, 0 none), 0 edges"));
        Assert.That(sampled.Blocks[0].ToString(), Is.EqualTo("HeteroBlock: 1 targets, 1 sources, 0 edges of 2 types"));
    }

    /// <summary>Fanouts of three hops that differ from type to type: some, all, none.</summary>
    private static Dictionary<EdgeType, IReadOnlyList<int>> Named(HeteroGraph graph) => graph.EdgeTypes.ToDictionary(
        type => type,
        IReadOnlyList<int> (type) => type == HeteroChecks.Cites ? [4, 2, 1] : type == HeteroChecks.Writes ? [-1, 3, 0] : type == HeteroChecks.WrittenBy ? [0, 2, -1] : [3, 3, 3]);

    /// <summary>The edges of a type that each node drew at a hop, of one seed's sample where one is named.</summary>
    private static Dictionary<int, long[]> EdgesOf(SampledHeteroSubgraph sampled, EdgeType type, int hop, int? seed = null)
    {
        HeteroBlock layer = sampled.Blocks[^(hop + 1)];
        string to = layer.Direction == EdgeDirection.Incoming ? type.Target : type.Source;
        Block block = layer[type];
        var edges = new Dictionary<int, long[]>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            if (seed is null || sampled.SeedOf(to)[target] == seed)
            {
                edges.Add(sampled.Nodes(to)[target], block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)).ToArray());
            }
        }

        return edges;
    }
}
