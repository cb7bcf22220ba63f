using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Links;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Neighbors;

[TestFixture]
internal sealed class InducedNeighborTests
{
    private static readonly RandomSource Source = new RandomSource(23).Stream("sampling");

    [Test]
    public void Sample_Induced_HoldsAllEdgesFromSourcesToTargets([Values] bool outgoing, [Values] bool disjoint, [Values] bool weighted, [Values] bool wide)
    {
        RandomEdges edges = RandomGraphs.Create(120, 1500, seed: 4);
        using SparseStructure structure = edges.ToStructure(wide);
        using Tensor weights = Tensor.Create(Enumerable.Range(0, 1500).Select(edge => (float)(edge % 5)).ToArray(), 1500);
        var options = new NeighborSamplerOptions
        {
            Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming,
            Disjoint = disjoint,
            Weights = weighted ? weights : null,
        };
        using var plain = new NeighborSampler(structure, [3, 2, 4], options);
        using var sampler = new NeighborSampler(structure, [3, 2, 4], options with { Induced = true });
        int more = 0;
        for (int round = 0; round < 3; round++)
        {
            // The same sampler again: nothing is left of the batch before.
            int[] seeds = [7 + round, 0, 30, 12, 119];
            using SampledSubgraph drawn = plain.Sample(seeds, Source);
            using SampledSubgraph sampled = sampler.Sample(seeds, Source);

            Assert.That(sampled.Nodes.ToArray(), Is.EqualTo(drawn.Nodes.ToArray()), "nodes are those that are found without");
            Assert.That(sampled.SeedOf.ToArray(), Is.EqualTo(drawn.SeedOf.ToArray()));
            for (int layer = 0; layer < 3; layer++)
            {
                Block block = sampled.Blocks[layer];
                Assert.That((block.TargetCount, block.SourceCount), Is.EqualTo((drawn.Blocks[layer].TargetCount, drawn.Blocks[layer].SourceCount)));
                Assert.That(EdgesOf(sampled, block, disjoint), Is.EqualTo(Expected(edges, sampled, block, outgoing, disjoint, hidden: [])));
                Assert.That(EdgesOf(drawn, drawn.Blocks[layer], disjoint), Is.SubsetOf(EdgesOf(sampled, block, disjoint)));
                Assert.That(block.Scales.ToArray(), Has.All.EqualTo(1));
                more += block.EdgeCount - drawn.Blocks[layer].EdgeCount;
            }
        }

        Assert.That(more, Is.GreaterThan(300), "edges that were not drawn");
    }

    [Test]
    public void Sample_InducedAroundLinks_KeepsThemHidden([Values] bool outgoing, [Values] bool disjoint)
    {
        RandomEdges edges = RandomGraphs.Create(60, 800, seed: 6);
        using Graph graph = Graph.FromEdges(60, edges.Sources, edges.Targets);
        var neighbors = new NeighborSamplerOptions { Direction = outgoing ? EdgeDirection.Outgoing : EdgeDirection.Incoming, Disjoint = disjoint, Induced = true };
        using var sampler = new LinkSampler(graph, [4, 3], null, new LinkSamplerOptions { Neighbors = neighbors });
        int[] asked = [.. Enumerable.Range(0, 60)];
        using SampledLinks links = sampler.Sample(asked, Source);
        HashSet<(int, int)> hidden = [.. asked.SelectMany(edge => new[] { (edges.Sources[edge], edges.Targets[edge]), (edges.Targets[edge], edges.Sources[edge]) })];
        foreach (Block block in links.Subgraph.Blocks)
        {
            Assert.That(EdgesOf(links.Subgraph, block, disjoint), Is.EqualTo(Expected(edges, links.Subgraph, block, outgoing, disjoint, hidden)).And.Not.Empty);
        }
    }

    [Test]
    public void Sample_InducedInManyThreads_GivesTheSame([Values] bool disjoint)
    {
        RandomEdges edges = RandomGraphs.Create(200, 3000, seed: 9);
        using Graph graph = Graph.FromEdges(200, edges.Sources, edges.Targets);
        using var sampler = new NeighborSampler(graph, [4, 3], new NeighborSamplerOptions { Induced = true, Disjoint = disjoint });
        int[][] batches = [.. Enumerable.Range(0, 32).Select(batch => Enumerable.Range(batch * 5, 9).ToArray())];
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
            return string.Join('|', sampled.Blocks.Select(block => string.Join(',', EdgesOf(sampled, block, disjoint)))) + string.Join(',', sampled.Nodes.ToArray());
        }
    }

    [Test]
    public void Create_InducedWithReplacement_IsRefused()
    {
        using Graph graph = Graph.FromEdges(3, [0, 1, 2], [1, 2, 0]);
        Assert.That(
            () => new NeighborSampler(graph, [2], new NeighborSamplerOptions { Induced = true, Replace = true }),
            Throws.ArgumentException.With.Message.Contains("draw without replacement"));
        using var sampler = new NeighborSampler(graph, [2], new NeighborSamplerOptions { Induced = true });
        Assert.That(sampler.ToString(), Does.EndWith("without replacement, induced"));
    }

    [Test]
    public void Sample_InducedOfNothing_IsEmpty()
    {
        using Graph graph = Graph.FromEdges(3, [0], [1]);
        using var sampler = new NeighborSampler(graph, [0, 2], new NeighborSamplerOptions { Induced = true });
        using SampledSubgraph none = sampler.Sample([], Source);
        using SampledSubgraph isolated = sampler.Sample([2, 1, 0], Source);

        Assert.That((none.EdgeCount, isolated.EdgeCount), Is.EqualTo((0, 2)), "the edge among the seeds is in both blocks, drawn or not");
    }

    /// <summary>Source, target and id of the edges, by target in the order of the block; sources and targets as node, of disjoint samples with the seed.</summary>
    private static List<((int, int) Source, (int, int) Target, long Id)> EdgesOf(SampledSubgraph sampled, Block block, bool disjoint)
    {
        var edges = new List<((int, int), (int, int), long)>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            int edge = (int)block.Structure.RowPointers[target];
            foreach (int source in block.Structure.Row(target))
            {
                edges.Add((Key(sampled, source, disjoint), Key(sampled, target, disjoint), block.EdgeIds[edge++]));
            }
        }

        return edges;
    }

    /// <summary>The same by looking at all edges for each target.</summary>
    private static List<((int, int) Source, (int, int) Target, long Id)> Expected(
        RandomEdges edges, SampledSubgraph sampled, Block block, bool outgoing, bool disjoint, HashSet<(int, int)> hidden)
    {
        HashSet<(int, int)> sources = [.. Enumerable.Range(0, block.SourceCount).Select(source => Key(sampled, source, disjoint))];
        var expected = new List<((int, int), (int, int), long)>();
        for (int target = 0; target < block.TargetCount; target++)
        {
            (int node, int seed) = Key(sampled, target, disjoint);
            int first = expected.Count;
            for (int edge = 0; edge < edges.Count; edge++)
            {
                (int from, int to) = outgoing ? (edges.Targets[edge], edges.Sources[edge]) : (edges.Sources[edge], edges.Targets[edge]);
                if (to == node && sources.Contains((from, seed)) && !hidden.Contains((edges.Sources[edge], edges.Targets[edge])))
                {
                    expected.Add(((from, seed), (node, seed), edge));
                }
            }

            if (outgoing)
            {
                // Rows of a transpose are in the order of the structure's own rows.
                expected.Sort(first, expected.Count - first, null);
            }
        }

        return expected;
    }

    private static (int Node, int Seed) Key(SampledSubgraph sampled, int number, bool disjoint) => (sampled.Nodes[number], disjoint ? sampled.SeedOf[number] : 0);
}
