using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Subgraphs;

[TestFixture]
internal sealed class ShadowSamplerTests
{
    private const int Nodes = 150;

    // More layers than a seed has distances to the nodes of its subgraph.
    private const int Deep = 16;

    private static readonly RandomSource Source = new RandomSource(17).Stream("sampling");
    private static readonly int[] Seeds = [7, 0, 149, 12, 100, 7];

    private static IEnumerable<ShadowScope> Scopes =>
    [
        new NeighborScope(4, 3),
        new NeighborScope(3, -1, 2),
        new PageRankScope { MaxNodes = 25, Epsilon = 1e-3 },
        new PageRankScope { MaxNodes = 1 },
    ];

    [Test]
    public void Sample_AllNeighbors_IsTheInducedSubgraphTrimmedByDistance([Values(1, 2, 3, 6)] int layers, [Values(1, 2)] int hops, [Values] bool outgoing)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 400, seed: 3);
        var oracle = new ShadowOracle(edges, outgoing);
        using SparseStructure structure = edges.ToStructure();
        using var sampler = new ShadowSampler(structure, layers, new NeighborScope([.. Enumerable.Repeat(-1, hops)]), outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming);

        using SampledSubgraph batch = sampler.Sample(Seeds, Source);

        CheckTrimmed(batch, oracle, layers, place => oracle.Scope(Seeds[place], hops));
    }

    [TestCaseSource(nameof(Scopes))]
    public void Sample_AnyScope_IsTheInducedSubgraphTrimmedByDistance(ShadowScope scope)
    {
        // With many layers nothing that matters is trimmed, so that the first block tells the scope as far as it leads to the seed.
        RandomEdges edges = RandomGraphs.Create(Nodes, 900, seed: 4);
        var oracle = new ShadowOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        using var deep = new ShadowSampler(structure, Deep, scope);
        using var shallow = new ShadowSampler(structure, 2, scope);
        using SampledSubgraph whole = deep.Sample(Seeds, Source);
        using SampledSubgraph trimmed = shallow.Sample(Seeds, Source);
        HashSet<int>[] scopes = [.. Seeds.Select((_, place) => Enumerable.Range(0, whole.Nodes.Length).Where(i => whole.SeedOf[i] == place).Select(i => whole.Nodes[i]).ToHashSet())];

        CheckTrimmed(whole, oracle, Deep, place => scopes[place]);
        CheckTrimmed(trimmed, oracle, 2, place => scopes[place]);
    }

    [TestCaseSource(nameof(Scopes))]
    public void Sample_AnyBatch_GivesASeedTheSame(ShadowScope scope)
    {
        using Graph graph = Create();
        using var sampler = new ShadowSampler(graph, 3, scope);
        using SampledSubgraph together = sampler.Sample(Seeds, Source);
        for (int place = 0; place < Seeds.Length; place++)
        {
            using SampledSubgraph alone = sampler.Sample([Seeds[place]], Source);
            Assert.That(Describe(together, place), Is.EqualTo(Describe(alone, 0)), $"seed {place}");
        }
    }

    [TestCaseSource(nameof(Scopes))]
    public void Sample_ManyThreadsAtOnce_GivesTheSameBytes(ShadowScope scope)
    {
        using Graph graph = Create();
        using var sampler = new ShadowSampler(graph, 3, scope);
        int[][] batches = [.. Enumerable.Range(0, 48).Select(batch => Enumerable.Range(batch * 3, 6).ToArray())];
        string[] expected = [.. batches.Select(Text)];
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            string[] actual = new string[batches.Length];
            Parallel.For(0, batches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, batch => actual[batch] = Text(batches[batch]));
            Assert.That(actual, Is.EqualTo(expected), $"{threads} threads");
        }

        string Text(int[] seeds)
        {
            using SampledSubgraph sampled = sampler.Sample(seeds, Source);
            return string.Join(',', sampled.Nodes.ToArray()) + ";" + string.Join(',', sampled.SeedOf.ToArray()) + "|"
                + string.Join('|', sampled.Blocks.Select(block => string.Join(',', block.Structure.ColumnIndices.Span().ToArray()) + ";" + string.Join(',', block.EdgeIds.ToArray())));
        }
    }

    [TestCaseSource(nameof(Scopes))]
    public void Sample_WideOffsets_GivesTheSame(ShadowScope scope)
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 900, seed: 5);
        using SparseStructure narrow = edges.ToStructure();
        using SparseStructure wide = edges.ToStructure(isWide: true);
        using var first = new ShadowSampler(narrow, 3, scope);
        using var second = new ShadowSampler(wide, 3, scope);
        using SampledSubgraph expected = first.Sample(Seeds, Source);
        using SampledSubgraph actual = second.Sample(Seeds, Source);

        Assert.That(actual.Nodes.ToArray(), Is.EqualTo(expected.Nodes.ToArray()));
        for (int layer = 0; layer < 3; layer++)
        {
            Assert.That(actual.Blocks[layer].EdgeIds.ToArray(), Is.EqualTo(expected.Blocks[layer].EdgeIds.ToArray()));
        }
    }

    [Test]
    public void Sample_AnotherSource_DrawsAnewForNeighborsAloneAndNotForPageRank()
    {
        using Graph graph = Create();
        using var drawn = new ShadowSampler(graph, 3, new NeighborScope(3, 3));
        using var ranked = new ShadowSampler(graph, 3, new PageRankScope { MaxNodes = 20 });
        Assert.That(Draw(drawn, 1), Is.Not.EqualTo(Draw(drawn, 2)));
        Assert.That(Draw(ranked, 1), Is.EqualTo(Draw(ranked, 2)));

        static int[] Draw(ShadowSampler sampler, ulong epoch)
        {
            using SampledSubgraph batch = sampler.Sample(Seeds, Source.Stream(epoch));
            return batch.Nodes.ToArray();
        }
    }

    [Test]
    public void Sample_GraphSage_GivesSeedsTheOutputsOfTheUntrimmedSubgraph([Values(1, 2, 3, 5)] int layers, [Values] bool pageRank)
    {
        const int features = 6;
        RandomEdges edges = RandomGraphs.Create(Nodes, 900, seed: 6);
        var oracle = new ShadowOracle(edges);
        using SparseStructure structure = edges.ToStructure();
        ShadowScope scope = pageRank ? new PageRankScope { MaxNodes = 30, Epsilon = 1e-4 } : new NeighborScope(5, 4);
        using var sampler = new ShadowSampler(structure, layers, scope);
        using var deep = new ShadowSampler(structure, Deep, scope);
        using SampledSubgraph batch = sampler.Sample(Seeds, Source);
        using SampledSubgraph whole = deep.Sample(Seeds, Source);
        var model = new GraphSage(features, hidden: 8, outputs: 3, new RandomSource(1), layers, dropout: 0);
        using Tensor table = Tensor.Normal(new Shape(Nodes, features), new RandomSource(2));

        using var tensors = new TensorScope();
        Adjacency[] adjacencies = [.. batch.Blocks.Select(block => model.Prepare(block.Structure))];
        Tensor x = table.GatherRows(Tensor.Create(batch.Nodes.ToArray(), batch.Nodes.Length));
        float[] actual = model.Forward(ForwardContext.Inference, x, adjacencies).ToArray<float>();
        foreach (Adjacency adjacency in adjacencies)
        {
            adjacency.Dispose();
        }

        for (int place = 0; place < Seeds.Length; place++)
        {
            // The subgraph as a graph of its own: all edges of the graph between its nodes, every layer at every node.
            int[] nodes = [.. Enumerable.Range(0, whole.Nodes.Length).Where(i => whole.SeedOf[i] == place).Select(i => whole.Nodes[i])];
            int[] inside = [.. nodes.SelectMany(oracle.Inputs).Where(edge => nodes.Contains(edges.Sources[edge]))];
            using Graph graph = Graph.FromEdges(
                nodes.Length, [.. inside.Select(edge => Array.IndexOf(nodes, edges.Sources[edge]))], [.. inside.Select(edge => Array.IndexOf(nodes, edges.Targets[edge]))]);
            using Adjacency untrimmed = model.Prepare(graph);
            float[] expected = model.Forward(ForwardContext.Inference, table.GatherRows(Tensor.Create(nodes, nodes.Length)), untrimmed).ToArray<float>();

            // Outputs near 1 in single precision, whose sums may be cut otherwise.
            Assert.That(actual[(3 * place)..((3 * place) + 3)], Is.EqualTo(expected[..3]).Within(1e-5), $"seed {place}");
        }
    }

    [Test]
    public void Sample_OneLayerMoreThanFanouts_HasTheWholeSubgraphInASquareFirstBlock()
    {
        using Graph graph = Create();
        using var sampler = new ShadowSampler(graph, 3, new NeighborScope(4, 3));
        using SparseStructure structure = graph.InEdges.Share();
        using var marks = new NodeMarks(Nodes);
        using var finder = new NeighborFinder(structure, [4, 3], marks);
        using SampledSubgraph batch = sampler.Sample(Seeds, Source);
        finder.Begin(Seeds, Source);
        int[] nodes = [.. Enumerable.Range(0, Seeds.Length).SelectMany(place => finder.Find(place).ToArray())];
        Assert.That((batch.Blocks[0].TargetCount, batch.Blocks[0].SourceCount), Is.EqualTo((nodes.Length, nodes.Length)));
        Assert.That(batch.Nodes.ToArray(), Is.EquivalentTo(nodes));
    }

    [Test]
    public void Sample_SeedWithoutEdges_IsAlone()
    {
        using Graph graph = Graph.FromEdges(3, [0], [1]);
        foreach (ShadowScope scope in Scopes)
        {
            using var sampler = new ShadowSampler(graph, 2, scope);
            using SampledSubgraph isolated = sampler.Sample([2, 2], Source);
            using SampledSubgraph none = sampler.Sample([], Source);
            Assert.That((isolated.Nodes.ToArray(), isolated.EdgeCount), Is.EqualTo((new[] { 2, 2 }, 0)));
            Assert.That((none.Nodes.Length, none.SeedCount, none.Blocks.Count), Is.EqualTo((0, 0, 2)));
        }
    }

    [Test]
    public void Sample_BadSeeds_SaysWhich()
    {
        using Graph graph = Create();
        using var sampler = new ShadowSampler(graph, 2, new NeighborScope(2));
        Assert.That(() => sampler.Sample([1, 150], Source), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Seed 1 must be a node in [0, 150), got 150"));
        using SampledSubgraph after = sampler.Sample([4, 5], Source);
        Assert.That(after.SeedCount, Is.EqualTo(2), "a refused batch leaves nothing behind");
    }

    [Test]
    public void Create_BadArguments_SaysWhich()
    {
        using Graph graph = Create();
        var scope = new NeighborScope(2);
        Assert.That(() => new ShadowSampler(graph, 0, scope), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ShadowSampler(graph, ShadowSampler.LargestLayerCount + 1, scope), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new ShadowSampler(graph, 2, null!), Throws.ArgumentNullException);
        Assert.That(() => new ShadowSampler(graph, 2, scope, EdgeDirection.Both), Throws.ArgumentException.With.Message.Contains("ToUndirected"));
        Assert.That(() => new ShadowSampler(graph.OutEdges, 2, scope), Throws.ArgumentException.With.Message.Contains("a transpose"));
        using SparseStructure bipartite = SparseStructure.FromEdges(2, 3, [0], [1]);
        Assert.That(() => new ShadowSampler(bipartite, 2, scope), Throws.ArgumentException.With.Message.Contains("SparseStructure [2, 3]"));
        Assert.That(() => new NeighborScope(), Throws.ArgumentException.With.Message.Contains("got none"));
        Assert.That(() => new NeighborScope(3, -2), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Fanout 1"));
        Assert.That(() => new PageRankScope { MaxNodes = 0 }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        foreach (double bad in (double[])[0, -1, double.NaN, 1.5, 1e-20])
        {
            Assert.That(() => new PageRankScope { Alpha = bad }, Throws.InstanceOf<ArgumentOutOfRangeException>(), $"alpha {bad}");
            Assert.That(() => new PageRankScope { Epsilon = bad }, Throws.InstanceOf<ArgumentOutOfRangeException>(), $"epsilon {bad}");
        }
    }

    [Test]
    public void Dispose_WhileBatchesLive_LeavesThemWhole([Values] bool outgoing)
    {
        Graph graph = Create();
        var sampler = new ShadowSampler(graph, 2, new NeighborScope(3, 3), outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming);
        using SampledSubgraph batch = sampler.Sample([1, 2], Source);
        int edges = batch.Blocks[0].EdgeIds.Length;
        long first = batch.Blocks[0].EdgeIds[0];
        sampler.Dispose();
        if (!outgoing)
        {
            graph.Dispose();
        }

        Assert.That(() => sampler.Sample([1], Source), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(batch.Blocks[0].EdgeIds.Length, Is.EqualTo(edges).And.GreaterThan(0));
        Assert.That(batch.Blocks[1].EdgeIds[0], Is.EqualTo(first), "looked up after that");
        graph.Dispose();
    }

    [Test]
    public void ToString_Sampler_SaysLayersAndScope()
    {
        using Graph graph = Create();
        using var drawn = new ShadowSampler(graph, 1, new NeighborScope(10, 5));
        using var ranked = new ShadowSampler(graph, 5, new PageRankScope(), EdgeDirection.Outgoing);
        Assert.That(drawn.ToString(), Is.EqualTo("ShadowSampler of 150 nodes: 1 layer on 10, 5 neighbors, incoming edges"));
        Assert.That(ranked.ToString(), Is.EqualTo("ShadowSampler of 150 nodes: 5 layers on 200 nodes of the largest PageRank (alpha 0.15, epsilon 0.0001), outgoing edges"));
    }

    private static Graph Create()
    {
        RandomEdges edges = RandomGraphs.Create(Nodes, 900, seed: 3);
        return Graph.FromEdges(Nodes, edges.Sources, edges.Targets);
    }

    /// <summary>The nodes of a seed in their order, and what each block has of it, by nodes and edges of the graph.</summary>
    private static string Describe(SampledSubgraph batch, int place)
    {
        string text = string.Join(' ', Enumerable.Range(0, batch.Nodes.Length).Where(i => batch.SeedOf[i] == place).Select(i => batch.Nodes[i]));
        foreach (Block block in batch.Blocks)
        {
            for (int target = 0; target < block.TargetCount; target++)
            {
                if (batch.SeedOf[target] == place)
                {
                    text += $"; {batch.Nodes[target]}: " + string.Join(' ', block.EdgeIds.Slice((int)block.Structure.RowPointers[target], (int)block.Structure.RowLength(target)).ToArray());
                }
            }
        }

        return text;
    }

    /// <summary>Checks that each block has the nodes at its distances and all edges into its targets from within the scope.</summary>
    private static void CheckTrimmed(SampledSubgraph batch, ShadowOracle oracle, int layers, Func<int, HashSet<int>> scopeOf)
    {
        Assert.That(batch.Blocks, Has.Count.EqualTo(layers));
        Assert.That(batch.Nodes[..Seeds.Length].ToArray(), Is.EqualTo(Seeds));
        Assert.That(batch.SeedOf[..Seeds.Length].ToArray(), Is.EqualTo(Enumerable.Range(0, Seeds.Length)));
        int[] nodes = batch.Nodes.ToArray();
        int[] seedOf = batch.SeedOf.ToArray();
        (int Node, int Seed)[] places = [.. nodes.Zip(seedOf)];
        Assert.That(places, Is.Unique);
        HashSet<int>[] scopes = [.. Seeds.Select((_, place) => scopeOf(place))];
        Dictionary<int, int>[] distances = [.. Seeds.Select((seed, place) => oracle.Distances(seed, scopes[place]))];
        int[] order = [.. places.Select(place => distances[place.Seed][place.Node])];
        Assert.That(order, Is.Ordered);
        for (int layer = 0; layer < layers; layer++)
        {
            Block block = batch.Blocks[layer];
            int left = layers - 1 - layer;
            Assert.That(block.TargetCount, Is.EqualTo(distances.Sum(ofSeed => ofSeed.Values.Count(distance => distance <= left))), $"targets of layer {layer}");
            Assert.That(block.SourceCount, Is.EqualTo(distances.Sum(ofSeed => ofSeed.Values.Count(distance => distance <= left + 1))), $"sources of layer {layer}");
            Assert.That(block.Scales.ToArray(), Has.All.EqualTo(1f));
            for (int target = 0; target < block.TargetCount; target++)
            {
                Assert.That(order[target], Is.LessThanOrEqualTo(left));
                int start = (int)block.Structure.RowPointers[target];
                int[] row = block.Structure.Row(target).ToArray();
                long[] ids = block.EdgeIds.Slice(start, row.Length).ToArray();
                Assert.That(ids, Is.EqualTo(oracle.Inputs(nodes[target]).Where(edge => scopes[seedOf[target]].Contains(oracle.Sources[edge]))), $"edges of {places[target]} in layer {layer}");
                Assert.That(row.Select(source => places[source]), Is.EqualTo(ids.Select(id => (oracle.Sources[id], seedOf[target]))));
            }
        }
    }
}
