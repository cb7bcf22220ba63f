using System.Globalization;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Sampled;

/// <summary>What a sampler found around its seeds in a hypergraph: nodes, seeds first, and a block for each layer of a model.</summary>
/// <remarks>
/// <code>
/// Blocks[0]     sources: Nodes[..Blocks[0].SourceCount]   targets: the sources of Blocks[1]
/// ...
/// Blocks[^1]    sources: the targets of Blocks[^2]        targets: Nodes[..SeedCount], the seeds
/// SeedMembers   sources: the seeds                        targets: SeedHyperedges, where hyperedges were asked for
/// </code>
/// A model computes block by block, first to last, each only what the next one needs; where hyperedges were asked for, it reads them out over <see cref="SeedMembers"/>.
/// </remarks>
public sealed class SampledHypergraph : IDisposable
{
    private readonly NativeArray<int> _nodes;
    private readonly NativeArray<int>? _seedHyperedges;

    /// <summary>Creates a sample from what it owns from here on.</summary>
    /// <param name="nodes">The nodes of the whole hypergraph, those of each hop after those of the hop before.</param>
    /// <param name="seedCount">How many of them, the first, are seeds.</param>
    /// <param name="blocks">A block for each layer, the first layer's first.</param>
    /// <param name="seedHyperedges">The hyperedges that were asked for; null where nodes were.</param>
    /// <param name="seedMembers">Their members among the seeds, bipartite; null where nodes were asked for.</param>
    /// <exception cref="ArgumentException">The blocks do not follow from one another, or do not begin with the nodes and end with the seeds, or the members are not between
    /// the hyperedges asked for and the seeds.</exception>
    public SampledHypergraph(
        NativeArray<int> nodes, int seedCount, IReadOnlyList<HyperBlock> blocks, NativeArray<int>? seedHyperedges = null, Block? seedMembers = null)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(blocks);
        long sources = nodes.Length;
        for (int layer = 0; layer < blocks.Count; layer++)
        {
            if (blocks[layer].SourceCount != sources)
            {
                throw new ArgumentException($"The sources of block {layer} must be the {sources} {(layer == 0 ? "nodes" : "targets of the one before")}, got {blocks[layer]}.", nameof(blocks));
            }

            sources = blocks[layer].TargetCount;
        }

        if (seedCount != sources)
        {
            throw new ArgumentException($"The seeds must be the targets of the last block, {sources}, got {seedCount}.", nameof(seedCount));
        }

        if ((seedHyperedges is null) != (seedMembers is null)
            || (seedMembers is not null && (!seedMembers.IsBipartite || seedMembers.TargetCount != seedHyperedges!.Length || seedMembers.SourceCount != seedCount)))
        {
            throw new ArgumentException(
                $"The members of the {seedHyperedges?.Length ?? 0} hyperedges asked for are the {seedCount} seeds: got {seedMembers?.ToString() ?? "none"}.", nameof(seedMembers));
        }

        (_nodes, SeedCount, Blocks, _seedHyperedges, SeedMembers) = (nodes, seedCount, blocks, seedHyperedges, seedMembers);
    }

    /// <summary>The nodes of the whole hypergraph, seeds first, each once.</summary>
    /// <exception cref="ObjectDisposedException">The sample was disposed.</exception>
    public ReadOnlySpan<int> Nodes => _nodes.Span();

    /// <summary>The number of seeds, which are the first of <see cref="Nodes"/>.</summary>
    public int SeedCount { get; }

    /// <summary>A block for each layer, the first layer's first.</summary>
    public IReadOnlyList<HyperBlock> Blocks { get; }

    /// <summary>The hyperedges that were asked for; empty where nodes were.</summary>
    /// <exception cref="ObjectDisposedException">The sample was disposed.</exception>
    public ReadOnlySpan<int> SeedHyperedges => _seedHyperedges is null ? [] : _seedHyperedges.Span();

    /// <summary>The members of <see cref="SeedHyperedges"/>: rows are those hyperedges, columns are the seeds. Null where nodes were asked for.</summary>
    public Block? SeedMembers { get; }

    /// <summary>The number of incidences of all blocks, <see cref="SeedMembers"/> not counted.</summary>
    public long IncidenceCount => Blocks.Sum(block => block.IncidenceCount);

    /// <summary>Ends the nodes and the blocks.</summary>
    public void Dispose()
    {
        _nodes.Dispose();
        _seedHyperedges?.Dispose();
        SeedMembers?.Dispose();
        foreach (HyperBlock block in Blocks)
        {
            block.Dispose();
        }
    }

    /// <summary>The sizes, for example <c>SampledHypergraph: 64 seeds, 2 blocks, 913 nodes, 4601 incidences</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"SampledHypergraph: {SeedCount} seeds{(SeedMembers is null ? "" : $" of {SeedMembers.TargetCount} hyperedges")}, {Blocks.Count} blocks, {_nodes.Length} nodes, {IncidenceCount} incidences");
}
