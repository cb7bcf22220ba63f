using System.Globalization;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Sampled;

/// <summary>What a sampler found around its seeds in a heterogeneous graph: nodes of each type, seeds first, and a block for each layer of a model.</summary>
/// <remarks>
/// <code>
/// Blocks[0]    sources of a type: Nodes(type), all of them           targets: the sources of Blocks[1]
/// ...
/// Blocks[^1]   sources of a type: the targets of Blocks[^2]          targets: Nodes(type)[..SeedCount(type)], the seeds
/// </code>
/// A model computes block by block, first to last, of each type only what the next one needs. The features of <see cref="Nodes"/> are the input of the first.
/// </remarks>
public sealed class SampledHeteroSubgraph : IDisposable
{
    private readonly NativeArray<int>[] _nodes;
    private readonly NativeArray<int>[]? _seedOf;
    private readonly int[] _seedCounts;

    /// <summary>Creates a subgraph from what it owns from here on.</summary>
    /// <param name="nodeTypes">The node types.</param>
    /// <param name="nodes">The nodes of each type by their ids in the whole graph, those of each hop after those of the hop before.</param>
    /// <param name="blocks">A block for each layer, at least one, the first layer's first. The targets of the last are the seeds.</param>
    /// <param name="seedOf">Of disjoint samples, for each type the seed that each node was sampled for, by its place among all seeds; null where samples are
    /// shared.</param>
    /// <exception cref="ArgumentException">There is no block, lists differ in length, or the blocks do not follow from one another or do not begin with the
    /// nodes.</exception>
    /// <exception cref="KeyNotFoundException">A block has not one of the types.</exception>
    public SampledHeteroSubgraph(
        IReadOnlyList<string> nodeTypes, IReadOnlyList<NativeArray<int>> nodes, IReadOnlyList<HeteroBlock> blocks, IReadOnlyList<NativeArray<int>>? seedOf = null)
    {
        ArgumentNullException.ThrowIfNull(nodeTypes);
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(blocks);
        if (nodes.Count != nodeTypes.Count || (seedOf is not null && seedOf.Count != nodeTypes.Count) || blocks.Count == 0)
        {
            throw new ArgumentException(
                $"Every node type has a list of nodes and, of disjoint samples, of their seeds, and there is a block: got {nodeTypes.Count} types, {nodes.Count} lists of nodes, "
                + $"{seedOf?.Count ?? nodeTypes.Count} of seeds and {blocks.Count} blocks.",
                nameof(nodes));
        }

        _seedCounts = new int[nodeTypes.Count];
        for (int type = 0; type < nodeTypes.Count; type++)
        {
            _seedCounts[type] = Follow(nodeTypes[type], nodes[type].Length, blocks);
            if (seedOf is not null && seedOf[type].Length != nodes[type].Length)
            {
                throw new ArgumentException(
                    $"Every node was sampled for a seed: got {nodes[type].Length} nodes of '{nodeTypes[type]}' and {seedOf[type].Length} seeds of theirs.", nameof(seedOf));
            }
        }

        (NodeTypes, Blocks, _nodes, _seedOf) = (nodeTypes, blocks, [.. nodes], seedOf is null ? null : [.. seedOf]);
    }

    /// <summary>The node types, in the order of the graph.</summary>
    public IReadOnlyList<string> NodeTypes { get; }

    /// <summary>A block for each layer, the first layer's first.</summary>
    public IReadOnlyList<HeteroBlock> Blocks { get; }

    /// <summary>Whether each seed has a sample of its own.</summary>
    public bool IsDisjoint => _seedOf is not null;

    /// <summary>The number of nodes of all types.</summary>
    public long TotalNodeCount => _nodes.Sum(nodes => nodes.Length);

    /// <summary>The number of edges of all blocks.</summary>
    public long EdgeCount => Blocks.Sum(block => block.EdgeCount);

    /// <summary>The nodes of a type by their ids in the whole graph, seeds first; of shared samples each is there once.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>The nodes; valid while the subgraph lives.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The subgraph was disposed.</exception>
    public ReadOnlySpan<int> Nodes(string nodeType) => _nodes[TypeList.IndexOf(NodeTypes, nodeType)].Span();

    /// <summary>The number of seeds of a type, which are the first of its nodes.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    public int SeedCount(string nodeType) => _seedCounts[TypeList.IndexOf(NodeTypes, nodeType)];

    /// <summary>Of disjoint samples, the seed that each node of a type was sampled for, by its place among the seeds of all types in the order in which they were given;
    /// empty where samples are shared.</summary>
    /// <param name="nodeType">The type.</param>
    /// <returns>A place for each node; valid while the subgraph lives.</returns>
    /// <exception cref="KeyNotFoundException">There is no such type; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The subgraph was disposed.</exception>
    public ReadOnlySpan<int> SeedOf(string nodeType)
    {
        int type = TypeList.IndexOf(NodeTypes, nodeType);
        return _seedOf is null ? [] : _seedOf[type].Span();
    }

    /// <summary>Ends the nodes and the blocks.</summary>
    public void Dispose()
    {
        foreach (NativeArray<int> nodes in _nodes.Concat(_seedOf ?? []))
        {
            nodes.Dispose();
        }

        foreach (HeteroBlock block in Blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>SampledHeteroSubgraph: 64 seeds, 2 blocks, 913 nodes (700 author, 213 paper), 2560 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string types = string.Join(", ", NodeTypes.Select((type, i) => string.Create(CultureInfo.InvariantCulture, $"{_nodes[i].Length} {type}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"SampledHeteroSubgraph: {_seedCounts.Sum(count => (long)count)} seeds, {Blocks.Count} blocks, {TotalNodeCount} nodes ({types}), {EdgeCount} edges");
    }

    /// <summary>Follows a type from its nodes through all blocks.</summary>
    /// <returns>The number of its targets in the last one.</returns>
    private static int Follow(string nodeType, long nodes, IReadOnlyList<HeteroBlock> blocks)
    {
        long sources = nodes;
        for (int layer = 0; layer < blocks.Count; layer++)
        {
            if (blocks[layer].SourceCount(nodeType) != sources)
            {
                throw new ArgumentException(
                    $"The sources of '{nodeType}' in block {layer} must be the {sources} {(layer == 0 ? "nodes" : "targets of the one before")}, got {blocks[layer].SourceCount(nodeType)}.",
                    nameof(blocks));
            }

            sources = blocks[layer].TargetCount(nodeType);
        }

        return (int)sources;
    }
}
