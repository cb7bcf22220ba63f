using System.Globalization;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Sampled;

/// <summary>What a sampler found around its seeds: nodes of the whole graph, seeds first, and a block for each layer of a model.</summary>
/// <remarks>
/// <code>
/// Blocks[0]    sources: Nodes[..Blocks[0].SourceCount]   targets: the sources of Blocks[1]
/// ...
/// Blocks[^1]   sources: Nodes[..Blocks[^1].SourceCount]  targets: Nodes[..SeedCount], the seeds
/// </code>
/// A model computes block by block, first to last, each only what the next one needs. The features of <see cref="Nodes"/> are the input of the first.
/// </remarks>
public sealed class SampledSubgraph : IDisposable
{
    private readonly NativeArray<int> _nodes;
    private readonly NativeArray<int>? _seedOf;
    private readonly NativeArray<long>? _times;

    /// <summary>Creates a subgraph from what it owns from here on.</summary>
    /// <param name="nodes">The nodes of the whole graph, those of each hop after those of the hop before.</param>
    /// <param name="seedCount">How many of them, the first, are seeds.</param>
    /// <param name="blocks">A block for each layer, the first layer's first.</param>
    /// <param name="seedOf">Of disjoint samples, the seed that each node was sampled for, by its place; null where samples are shared.</param>
    /// <param name="times">Of temporal samples, the time that bounds what each node may know; null for others.</param>
    /// <exception cref="ArgumentException">The blocks do not follow from one another, or do not begin with the nodes and end with the seeds.</exception>
    public SampledSubgraph(NativeArray<int> nodes, int seedCount, IReadOnlyList<Block> blocks, NativeArray<int>? seedOf = null, NativeArray<long>? times = null)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(blocks);
        long sources = nodes.Length;
        for (int layer = 0; layer < blocks.Count; layer++)
        {
            if (blocks[layer].SourceCount != sources || blocks[layer].IsBipartite)
            {
                throw new ArgumentException($"The sources of block {layer} must be the {sources} " + (layer == 0 ? "nodes" : "targets of the one before") + $", got {blocks[layer]}.", nameof(blocks));
            }

            sources = blocks[layer].TargetCount;
        }

        if (seedCount != sources)
        {
            throw new ArgumentException($"The seeds must be the targets of the last block, {sources}, got {seedCount}.", nameof(seedCount));
        }

        if (seedOf is not null && seedOf.Length != nodes.Length)
        {
            throw new ArgumentException($"Every node was sampled for a seed: got {nodes.Length} nodes and {seedOf.Length} seeds of theirs.", nameof(seedOf));
        }

        if (times is not null && times.Length != nodes.Length)
        {
            throw new ArgumentException($"Every node has a time: got {nodes.Length} nodes and {times.Length} times.", nameof(times));
        }

        (_nodes, SeedCount, Blocks, _seedOf, _times) = (nodes, seedCount, blocks, seedOf, times);
    }

    /// <summary>The nodes of the whole graph, seeds first; of shared samples each is there once.</summary>
    /// <exception cref="ObjectDisposedException">The subgraph was disposed.</exception>
    public ReadOnlySpan<int> Nodes => _nodes.Span();

    /// <summary>The number of seeds, which are the first of <see cref="Nodes"/>.</summary>
    public int SeedCount { get; }

    /// <summary>A block for each layer, the first layer's first.</summary>
    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>Whether each seed has a sample of its own.</summary>
    public bool IsDisjoint => _seedOf is not null;

    /// <summary>Of disjoint samples, the place among the seeds of the seed that each node was sampled for; empty where samples are shared.</summary>
    /// <exception cref="ObjectDisposedException">The subgraph was disposed.</exception>
    public ReadOnlySpan<int> SeedOf => _seedOf is null ? [] : _seedOf.Span();

    /// <summary>Of temporal samples, the time that bounds what each node may know: all its edges, in any block, are before it, or at it where the sampler is told so. The
    /// first are the query times of the seeds. Empty where samples are not temporal.</summary>
    /// <exception cref="ObjectDisposedException">The subgraph was disposed.</exception>
    public ReadOnlySpan<long> Times => _times is null ? [] : _times.Span();

    /// <summary>The number of edges of all blocks.</summary>
    public long EdgeCount => Blocks.Sum(block => (long)block.EdgeCount);

    /// <summary>Ends the nodes and the blocks.</summary>
    public void Dispose()
    {
        _nodes.Dispose();
        _seedOf?.Dispose();
        _times?.Dispose();
        foreach (Block block in Blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>SampledSubgraph: 1024 seeds, 3 blocks, 133210 nodes, 326911 edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"SampledSubgraph: {SeedCount} seeds, {Blocks.Count} blocks, {_nodes.Length} nodes, {EdgeCount} edges");
}
