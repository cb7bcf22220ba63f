using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Heterogeneous;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Sampling.Heterogeneous;

/// <summary>What every sample of a heterogeneous graph must be, checked edge by edge against the graph, and the sample of everything by a plain search.</summary>
internal static class HeteroChecks
{
    internal static readonly EdgeType Cites = new("paper", "cites", "paper");
    internal static readonly EdgeType Writes = new("author", "writes", "paper");
    internal static readonly EdgeType WrittenBy = new("paper", "written by", "author");
    internal static readonly EdgeType In = new("paper", "in", "venue");
    internal static readonly EdgeType Reviews = new("venue", "reviews", "paper");
    internal static readonly EdgeType Hires = new("venue", "hires", "author");

    /// <summary>Four types that are joined, a type of nodes without edges, one without nodes and an edge type without edges.</summary>
    internal static HeteroGraph Create()
    {
        using HeteroGraph nodes = HeteroGraph.Create(("paper", 150), ("author", 90), ("venue", 40), ("lonely", 10), ("none", 0));
        return nodes.WithEdges([Edges(Cites, 150, 150, 900), Edges(Writes, 150, 90, 600), Edges(WrittenBy, 90, 150, 500), Edges(In, 40, 150, 300), Edges(Reviews, 150, 40, 250), Edges(Hires, 90, 40, 0)]);
    }

    internal static void IsSound(HeteroGraph graph, HeteroNeighborSampler sampler, HeteroNeighborSamplerOptions options, SampledHeteroSubgraph sampled)
    {
        bool isOutgoing = options.Direction == EdgeDirection.Outgoing;
        Assert.That(sampled.Blocks, Has.Count.EqualTo(sampler.LayerCount));
        Assert.That(sampled.NodeTypes, Is.EqualTo(graph.NodeTypes));
        foreach (string type in graph.NodeTypes)
        {
            int[] nodes = sampled.Nodes(type).ToArray();
            int[] seedOf = sampled.SeedOf(type).ToArray();
            Assert.That(seedOf, Has.Length.EqualTo(options.Disjoint ? nodes.Length : 0));
            Assert.That(options.Disjoint ? [.. nodes.Zip(seedOf)] : nodes.Select(node => (node, 0)), Is.Unique);
        }

        for (int hop = 0; hop < sampler.LayerCount; hop++)
        {
            HeteroBlock block = sampled.Blocks[^(hop + 1)];
            Assert.That((block.Direction, block.EdgeTypes.SequenceEqual(graph.EdgeTypes)), Is.EqualTo((options.Direction, true)));
            foreach (EdgeType type in graph.EdgeTypes)
            {
                (string to, string from) = isOutgoing ? (type.Source, type.Target) : (type.Target, type.Source);
                Block edges = block[type];
                Assert.That((edges.TargetCount, edges.SourceCount, edges.IsBipartite), Is.EqualTo((block.TargetCount(to), block.SourceCount(from), to != from)));
                IsSound(graph, type, isOutgoing, sampler.Fanouts(type)[hop], options, edges, sampled);
            }
        }
    }

    /// <summary>The nodes of each type within so many hops of seeds, and the edges that lead to those within one hop less.</summary>
    internal static (Dictionary<string, HashSet<int>> Nodes, long Edges) Search(HeteroGraph graph, string seedType, int[] seeds, int hops, bool isOutgoing)
    {
        Dictionary<string, HashSet<int>> known = graph.NodeTypes.ToDictionary(type => type, _ => new HashSet<int>());
        known[seedType].UnionWith(seeds);
        long edges = 0;
        for (int hop = 0; hop < hops; hop++)
        {
            Dictionary<string, HashSet<int>> before = known.ToDictionary(pair => pair.Key, pair => new HashSet<int>(pair.Value));
            foreach (EdgeType type in graph.EdgeTypes)
            {
                int[] sources = graph.Sources(type).ToArray(), targets = graph.Targets(type).ToArray();
                (string to, int[] at) = isOutgoing ? (type.Source, sources) : (type.Target, targets);
                (string from, int[] others) = isOutgoing ? (type.Target, targets) : (type.Source, sources);
                for (int edge = 0; edge < at.Length; edge++)
                {
                    if (before[to].Contains(at[edge]))
                    {
                        known[from].Add(others[edge]);
                        edges++;
                    }
                }
            }
        }

        return (known, edges);
    }

    /// <summary>All that a sample is, as text.</summary>
    internal static string Describe(SampledHeteroSubgraph sampled) => string.Join('|', sampled.NodeTypes.Select(type => string.Join(',', sampled.Nodes(type).ToArray())))
        + string.Join('|', sampled.NodeTypes.Select(type => string.Join(',', sampled.SeedOf(type).ToArray())))
        + string.Join('|', sampled.Blocks.SelectMany(block => block.EdgeTypes.Select(type => string.Join(',', block[type].Structure.ColumnIndices.Span().ToArray()) + ";" + string.Join(',', block[type].EdgeIds.ToArray()))));

    private static void IsSound(
        HeteroGraph graph, EdgeType type, bool isOutgoing, int fanout, HeteroNeighborSamplerOptions options, Block block, SampledHeteroSubgraph sampled)
    {
        (string to, string from) = isOutgoing ? (type.Source, type.Target) : (type.Target, type.Source);
        int[] targets = sampled.Nodes(to).ToArray(), sources = sampled.Nodes(from).ToArray();
        int[] targetSeeds = sampled.SeedOf(to).ToArray(), sourceSeeds = sampled.SeedOf(from).ToArray();
        ReadOnlySpan<int> heads = isOutgoing ? graph.Sources(type) : graph.Targets(type), tails = isOutgoing ? graph.Targets(type) : graph.Sources(type);
        SparseStructure rows = isOutgoing ? graph.InEdges(type).Transpose : graph.InEdges(type);
        for (int target = 0; target < block.TargetCount; target++)
        {
            int degree = (int)rows.RowLength(targets[target]);
            int expected = fanout < 0 ? degree : options.Replace ? (degree == 0 ? 0 : fanout) : Math.Min(degree, fanout);
            int start = (int)block.Structure.RowPointers[target];
            long[] ids = block.EdgeIds.Slice(start, (int)block.Structure.RowLength(target)).ToArray();
            Assert.That(ids, Has.Length.EqualTo(expected), $"{type}: node {targets[target]} of {degree} edges");
            Assert.That(options.Replace && fanout >= 0 ? [] : ids, Is.Unique);
            for (int i = 0; i < ids.Length; i++)
            {
                int source = block.Structure.Row(target)[i];
                Assert.That((sources[source], targets[target]), Is.EqualTo((tails[(int)ids[i]], heads[(int)ids[i]])), $"edge {ids[i]} of {type}");
                Assert.That(block.Scales[start + i], Is.EqualTo((float)degree / ids.Length));
                Assert.That(options.Disjoint ? sourceSeeds[source] : 0, Is.EqualTo(options.Disjoint ? targetSeeds[target] : 0), "no edge leads from one sample to another");
            }
        }
    }

    private static (EdgeType Type, ReadOnlyMemory<int> Sources, ReadOnlyMemory<int> Targets) Edges(EdgeType type, int targets, int sources, int count)
    {
        RandomEdges edges = RandomGraphs.Bipartite(targets, sources, count, seed: (ulong)count);
        return (type, edges.Sources, edges.Targets);
    }
}
