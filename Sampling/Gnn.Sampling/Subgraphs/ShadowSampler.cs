using System.Collections.Concurrent;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Gives each seed a small subgraph of its own, on which a model of any depth computes the seed's output.</summary>
/// <remarks>
/// <para>The scope says which nodes the subgraph has: those drawn within some hops (<see cref="NeighborScope"/>) or those of the largest personalised PageRank
/// (<see cref="PageRankScope"/>). Between them it has all edges of the graph, loops and repeats included. The number of layers is another matter: five layers may
/// work on two hops.</para>
/// <code>
/// Blocks[l]   targets: the nodes that reach their seed in at most L - 1 - l edges of the subgraph
///             edges:   all edges of the subgraph to these; sources: the nodes that reach their seed in at most L - l edges
/// </code>
/// <para>Nodes are in the order of that distance, those of the same by seed, and within a seed as the rows of nodes nearer to it lead to them. A node that is
/// farther from its seed than there are layers, or from which no path inside the subgraph leads to it, can have no influence on the seed's output: it is left out,
/// with its edges. So the outputs of seeds are those that the layers give on the whole subgraph. Where outputs of all nodes are
/// wanted, as for pooling over the subgraph, give more layers than any node is far away (one more than there are fanouts; with a PageRank scope as many as it has
/// nodes): the first block is then square and holds the subgraphs whole, and all layers of a model may work on it.</para>
/// <para>Samples are disjoint: <see cref="SampledSubgraph.SeedOf"/> says whose a node is, and a seed that is listed twice has two equal subgraphs. All scales are 1:
/// the subgraph stands for itself, not for the graph. A layer that looks degrees up in the whole graph, as a GCN's block preparation does, takes them from
/// there.</para>
/// <para>Paper: H. Zeng, M. Zhang, Y. Xia, A. Srivastava, A. Malevich, R. Kannan, V. Prasanna, L. Jin and R. Chen, "Decoupling the Depth and Scope of Graph Neural
/// Networks", NeurIPS 2021. Difference from PyTorch Geometric and DGL, which sample scopes by hops alone and compute every layer for all nodes of a subgraph.</para>
/// <para>What a seed gets depends on itself and, with a neighbour scope, the source of random numbers: not on the batch that it is in, on threads, or on what was
/// sampled before. A sampler may be used by any number of threads at once; each call works on its own thread and holds 4 bytes for each node of the graph, which are
/// used again. Cost: every edge into a node of a subgraph that is a target is looked at, so that nodes of high degree are what a subgraph costs.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new ShadowSampler(graph, layers: 5, new PageRankScope { MaxNodes = 150 });
/// using SampledSubgraph batch = sampler.Sample(seeds, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class ShadowSampler : INodeSampler
{
    /// <summary>The largest number of layers.</summary>
    public const int LargestLayerCount = 1024;

    private readonly SparseStructure _graph;
    private readonly SparseStructure _rows;
    private readonly ConcurrentBag<Scratch> _spare = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler of a graph's edges.</summary>
    /// <param name="graph">The graph, whose edges the sampler holds.</param>
    /// <param name="layers">The number of layers of the model, 1 to <see cref="LargestLayerCount"/>.</param>
    /// <param name="scope">Which nodes a subgraph has.</param>
    /// <param name="direction">Where the inputs of a node come from: the sources of its edges (the default) or their targets.</param>
    /// <exception cref="ArgumentException">The direction is both.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is out of range.</exception>
    public ShadowSampler(Graph graph, int layers, ShadowScope scope, EdgeDirection direction = EdgeDirection.Incoming)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).InEdges, layers, scope, direction)
    {
    }

    /// <summary>Creates a sampler of the edges of a square structure.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources. The sampler holds it by counting.</param>
    /// <param name="layers">The number of layers of the model, 1 to <see cref="LargestLayerCount"/>.</param>
    /// <param name="scope">Which nodes a subgraph has.</param>
    /// <param name="direction">Where the inputs of a node come from: the sources of its edges (the default) or their targets.</param>
    /// <exception cref="ArgumentException">The direction is both, or the structure is not square or is a transpose.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of layers is out of range.</exception>
    public ShadowSampler(SparseStructure structure, int layers, ShadowScope scope, EdgeDirection direction = EdgeDirection.Incoming)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers, LargestLayerCount);
        NeighborSampler.CheckStructure(structure, direction);
        (LayerCount, Scope, Direction) = (layers, scope, direction);
        _graph = structure.Share();
        _rows = direction == EdgeDirection.Incoming ? _graph : _graph.Transpose;
    }

    /// <summary>Which nodes a subgraph has.</summary>
    public ShadowScope Scope { get; }

    /// <summary>Where the inputs of a node come from.</summary>
    public EdgeDirection Direction { get; }

    /// <inheritdoc/>
    public int NodeCount => _graph.RowCount;

    /// <inheritdoc/>
    public int LayerCount { get; }

    /// <summary>Draws a batch.</summary>
    /// <param name="seeds">The seeds, in [0, N).</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h of a neighbour scope draws from its stream h; a PageRank
    /// scope draws nothing.</param>
    /// <returns>The nodes of all subgraphs, seeds first, and a block for each layer; owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has 2^31 - 1 nodes or edges or more.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledSubgraph Sample(ReadOnlySpan<int> seeds, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SeedChecks.CheckRange(seeds, NodeCount);

        // Where this fails, the scratch may hold half a batch and is not used again.
        Scratch scratch = _spare.TryTake(out Scratch? found) ? found : new Scratch(_rows, LayerCount, Scope);
        scratch.Finder.Begin(seeds, random);
        for (int place = 0; place < seeds.Length; place++)
        {
            scratch.Layers.Add(seeds[place], scratch.Finder.Find(place));
        }

        SampledSubgraph batch = scratch.Layers.Build();
        _spare.Add(scratch);
        return batch;
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on; those of out-edges look ids of edges up as long as the graph lives.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_spare.TryTake(out Scratch? scratch))
        {
            scratch.Dispose();
        }

        _graph.Dispose();
    }

    /// <summary>The layers and the scope, for example <c>ShadowSampler of 2708 nodes: 5 layers on 10, 5 neighbors, incoming edges</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ShadowSampler of {NodeCount} nodes: {LayerCount} {(LayerCount == 1 ? "layer" : "layers")} on {Scope}, {(Direction == EdgeDirection.Incoming ? "incoming" : "outgoing")} edges");

    /// <summary>What a call works with and the next one uses again.</summary>
    private sealed class Scratch : IDisposable
    {
        private readonly NodeMarks _marks;

        internal Scratch(SparseStructure rows, int layers, ShadowScope scope)
        {
            _marks = new NodeMarks(rows.RowCount);
            Finder = scope.CreateFinder(rows, _marks);
            Layers = new InducedLayers(rows, layers, _marks);
        }

        internal IScopeFinder Finder { get; }

        internal InducedLayers Layers { get; }

        public void Dispose()
        {
            Finder.Dispose();
            Layers.Dispose();
            _marks.Dispose();
        }
    }
}
