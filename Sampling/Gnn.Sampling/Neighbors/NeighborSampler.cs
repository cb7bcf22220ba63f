using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using Gnn.Graphs;
using Gnn.Graphs.Sampled;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Neighbors;

/// <summary>Draws some neighbours of seeds, then of all that was found, hop by hop: a block for each layer of a model.</summary>
/// <remarks>
/// <para>Hop h draws up to <c>fanouts[h]</c> edges of every node found before it, the seeds included, each anew: a layer needs the inputs of all its targets. Without
/// replacement every set of so many edges is equally likely; a node with fewer edges gets all, in their order. A fanout of -1 takes all.</para>
/// <para>Paper: W. L. Hamilton, R. Ying and J. Leskovec, "Inductive Representation Learning on Large Graphs", NeurIPS 2017. Difference from PyTorch Geometric, which
/// draws for nodes on the hop after they were found and never again: there a model's layers see one sample, here each its own, as in the paper.</para>
/// <para>With weights and without replacement, edges are drawn one after another, each with a chance in proportion to its weight among those that are left; a node with no more
/// edges of any weight than the fanout gets all of those, in their order. Two edges of a row whose weights are further apart than 2^215 are drawn as if they were not. The
/// <see cref="Block.Scales"/> of a block then make sums over its edges sums over all edges of weight on average: with replacement <c>W / (k w)</c>, W being the weights of
/// all the node's edges and k the fanout; without it <c>1 / (1 - exp(-w t))</c>, t being when the next edge would have come of edges that come at times which are exponential
/// with rate w (E. Cohen and H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007). Weights take 4 bytes an edge, with replacement 16 and 8 a node; a draw
/// without replacement looks at all weights of its node.</para>
/// <para>Induced blocks have each their own sources' edges, where PyTorch Geometric's <c>subgraph_type='induced'</c> gives all layers the edges among all nodes of the batch;
/// hidden edges stay hidden. To find them, all edges of a block's targets are looked at.</para>
/// <para>What a node draws depends on the source of random numbers, the hop and the node alone, of disjoint samples on the seed too: not on the batch that it is in, on
/// threads, or on what was sampled before. A sampler may be used by any number of threads at once; each call works on its own thread and holds 4 bytes for each node
/// of the graph, which are used again.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new NeighborSampler(graph, [15, 10, 5]);
/// using SampledSubgraph batch = sampler.Sample(seeds, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class NeighborSampler : INodeSampler
{
    /// <summary>The largest fanout.</summary>
    public const int LargestFanout = 65536;

    private readonly SparseStructure _graph;
    private readonly SparseStructure _rows;
    private readonly NeighborSamplerOptions _options;
    private readonly int[] _fanouts;
    private readonly ConcurrentBag<Scratch<SharedNumbering>> _shared = [];
    private readonly ConcurrentBag<Scratch<DisjointNumbering>> _disjoint = [];
    private readonly EdgeWeights? _weights;
    private bool _isDisposed;

    /// <summary>Creates a sampler of a graph's edges.</summary>
    /// <param name="graph">The graph, whose edges the sampler holds.</param>
    /// <param name="fanouts">How many edges a node gets at each hop, the seeds' hop first: 0 to <see cref="LargestFanout"/>, or -1 for all. A hop for each layer of the
    /// model, the last layer's first.</param>
    /// <param name="options">Direction, replacement, weights and more; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, the direction is both, blocks are to be induced of draws with replacement, or there is not one floating weight for
    /// each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range, or a weight is negative or not finite; the message names the edge.</exception>
    public NeighborSampler(Graph graph, IReadOnlyList<int> fanouts, NeighborSamplerOptions? options = null)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).InEdges, fanouts, options)
    {
    }

    /// <summary>Creates a sampler of the edges of a square structure.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources. The sampler holds it by counting.</param>
    /// <param name="fanouts">How many edges a node gets at each hop, the seeds' hop first: 0 to <see cref="LargestFanout"/>, or -1 for all.</param>
    /// <param name="options">Direction, replacement, weights and more; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, the direction is both, the structure is not square or is a transpose, blocks are to be induced of draws with
    /// replacement, or there is not one floating weight for each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout is out of range, or a weight is negative or not finite; the message names the edge.</exception>
    public NeighborSampler(SparseStructure structure, IReadOnlyList<int> fanouts, NeighborSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _fanouts = CheckFanouts(fanouts);
        _options = options ?? new NeighborSamplerOptions();
        CheckStructure(structure, _options.Direction);
        if (_options is { Induced: true, Replace: true })
        {
            throw new ArgumentException("An induced block has each edge once, however often it is drawn: draw without replacement.", nameof(options));
        }

        _graph = structure.Share();
        try
        {
            _rows = _options.Direction == EdgeDirection.Incoming ? _graph : _graph.Transpose;
            _weights = _options.Weights is null ? null : new EdgeWeights(_rows, _options.Weights, _options.Replace);
        }
        catch
        {
            _graph.Dispose();
            throw;
        }
    }

    /// <summary>How many edges a node gets at each hop, the seeds' hop first; -1 for all.</summary>
    public IReadOnlyList<int> Fanouts => _fanouts;

    /// <inheritdoc/>
    public int LayerCount => _fanouts.Length;

    /// <summary>The number of nodes of the graph.</summary>
    public int NodeCount => _graph.RowCount;

    /// <summary>The structure that is drawn from: a row for each node.</summary>
    internal SparseStructure Rows => _rows;

    /// <summary>Draws a batch.</summary>
    /// <param name="seeds">The seeds, in [0, N); of shared samples each once.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h.</param>
    /// <returns>The nodes and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="ArgumentException">A seed is listed twice where samples are shared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 edges in a hop.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledSubgraph Sample(ReadOnlySpan<int> seeds, RandomSource random) => Sample(seeds, random, mask: null);

    /// <summary>Draws a batch that does not see some entries of <see cref="Rows"/>.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="mask">What is hidden; null for nothing.</param>
    internal SampledSubgraph Sample(ReadOnlySpan<int> seeds, RandomSource random, EdgeMask? mask)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SeedChecks.CheckRange(seeds, NodeCount);
        return _options.Disjoint
            ? Sample(_disjoint, () => new DisjointNumbering(), seeds, random, mask)
            : Sample(_shared, () => new SharedNumbering(NodeCount), seeds, random, mask);
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_shared.TryTake(out Scratch<SharedNumbering>? spare))
        {
            spare.Dispose();
        }

        while (_disjoint.TryTake(out Scratch<DisjointNumbering>? spare))
        {
            spare.Dispose();
        }

        _weights?.Dispose();
        _graph.Dispose();
    }

    /// <summary>The fanouts and how it draws, for example <c>NeighborSampler of 2708 nodes: 15, 10, 5 incoming edges, without replacement</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"NeighborSampler of {NodeCount} nodes: {string.Join(", ", _fanouts)} {(_options.Direction == EdgeDirection.Incoming ? "incoming" : "outgoing")} edges, {(_options.Replace ? "with" : "without")} replacement{(_weights is null ? "" : ", by weight")}{(_options.Disjoint ? ", disjoint" : "")}{(_options.Induced ? ", induced" : "")}");

    /// <summary>Refuses a structure that is not that of a graph, and both directions.</summary>
    internal static void CheckStructure(SparseStructure structure, EdgeDirection direction)
    {
        if (direction == EdgeDirection.Both)
        {
            throw new ArgumentException("A sampler follows edges one way: make the graph undirected (ToUndirected) to follow them both ways.", nameof(direction));
        }

        if (structure.IsTranspose || structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"A sampler needs the edges of one set of nodes by target, got {structure}" + (structure.IsTranspose ? ", a transpose: give the structure itself and a direction." : "."),
                nameof(structure));
        }
    }

    /// <summary>A copy of the fanouts, all of them in range.</summary>
    internal static int[] CheckFanouts(IReadOnlyList<int> fanouts)
    {
        ArgumentNullException.ThrowIfNull(fanouts);
        if (fanouts.Count == 0)
        {
            throw new ArgumentException("A sampler needs a fanout for each layer of the model, got none.", nameof(fanouts));
        }

        for (int hop = 0; hop < fanouts.Count; hop++)
        {
            if (fanouts[hop] is < -1 or > LargestFanout)
            {
                throw new ArgumentOutOfRangeException(nameof(fanouts), fanouts[hop], $"Fanout {hop} must be 0 to {LargestFanout}, or -1 for all edges, got {fanouts[hop]}.");
            }
        }

        return [.. fanouts];
    }

    /// <summary>Draws all hops. Where that fails, the numbering may hold half a batch and is not used again.</summary>
    private unsafe SampledSubgraph Sample<TNumbering>(
        ConcurrentBag<Scratch<TNumbering>> spare, Func<TNumbering> create, ReadOnlySpan<int> seeds, RandomSource random, EdgeMask? mask)
        where TNumbering : struct, ISearchableNumbering
    {
        Scratch<TNumbering> scratch = spare.TryTake(out Scratch<TNumbering>? found) ? found : new Scratch<TNumbering>(create(), _weights);
        ref TNumbering numbering = ref scratch.Numbering;
        numbering.Begin(seeds);
        var blocks = new Block[_fanouts.Length];
        for (int hop = 0; hop < _fanouts.Length; hop++)
        {
            RandomSource stream = random.Stream((ulong)hop);
            numbering.BeginHop(stream);
            blocks[^(hop + 1)] = _rows.RowPointers.IsWide
                ? Run<long, TNumbering>(scratch, _fanouts[hop], stream, mask)
                : Run<int, TNumbering>(scratch, _fanouts[hop], stream, mask);
        }

        var nodes = new NativeArray<int>(new ReadOnlySpan<int>(numbering.Nodes, numbering.Count));
        NativeArray<int>? seedOf = numbering.SeedsOfNodes();
        numbering.Clear();
        spare.Add(scratch);
        return new SampledSubgraph(nodes, seeds.Length, blocks, seedOf);
    }

    private unsafe Block Run<TIndex, TNumbering>(Scratch<TNumbering> scratch, int fanout, RandomSource stream, EdgeMask? mask)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TNumbering : struct, ISearchableNumbering
    {
        mask = mask is null or { Count: 0 } ? null : mask;
        var pointers = (TIndex*)_rows.RowPointers.Pointer;
        int targets = scratch.Numbering.Count;
        Block drawn;
        if (scratch.Weighted is { } weighted)
        {
            weighted.Run(pointers, ref scratch.Numbering, fanout, stream, mask);
            var scales = new NativeArray<float>(new ReadOnlySpan<float>(weighted.Edges.Scales, weighted.Edges.Count));
            var all = new UniformSelection(-1, replace: false, stream);
            drawn = HopEdges.Draw<TIndex, DrawnRows<TIndex>, TNumbering, UniformSelection>(
                _rows, new DrawnRows<TIndex>(pointers, weighted.Edges), ref scratch.Numbering, targets, ref scratch.Numbering, all, stream).ToBlock(scratch.Numbering.Count, scales);
        }
        else
        {
            var selection = new UniformSelection(fanout, _options.Replace, stream);
            drawn = HopEdges.Draw(_rows, ref scratch.Numbering, targets, ref scratch.Numbering, selection, stream, mask).ToBlock(scratch.Numbering.Count);
        }

        if (!_options.Induced)
        {
            return drawn;
        }

        drawn.Dispose();
        return mask is null
            ? Induce<TIndex, AllRows<TIndex>, TNumbering>(new AllRows<TIndex>(pointers), ref scratch.Numbering, targets)
            : Induce<TIndex, MaskedRows<TIndex>, TNumbering>(new MaskedRows<TIndex>(pointers, mask), ref scratch.Numbering, targets);
    }

    private unsafe Block Induce<TIndex, TRows, TNumbering>(TRows rows, ref TNumbering numbering, int targets)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TRows : struct, INeighborRows<TIndex>
        where TNumbering : struct, ISearchableNumbering
    {
        (NativeArray<int> pointers, NativeArray<int> sources, NativeArray<TIndex> entries) =
            InducedEdges<TIndex, TRows, TNumbering>.Find(rows, _rows.ColumnIndices.Pointer, ref numbering, targets);
        return new Block(numbering.Count, pointers, sources, HopEdges.ToIndexArray(entries), _rows);
    }

    /// <summary>What a call works with and the next one uses again.</summary>
    private sealed class Scratch<TNumbering>(TNumbering numbering, EdgeWeights? weights) : IDisposable
        where TNumbering : struct, INodeNumbering
    {
        internal TNumbering Numbering = numbering;

        internal WeightedDraw? Weighted { get; } = weights is null ? null : new WeightedDraw(weights);

        public void Dispose()
        {
            Numbering.Dispose();
            Weighted?.Dispose();
        }
    }
}
