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

/// <summary>Draws neighbours of seeds hop by hop as a <see cref="NeighborSampler"/> does, but nodes of a hop draw alike: where neighbourhoods overlap, a batch has fewer
/// nodes.</summary>
/// <remarks>
/// <para>
/// At each hop every node t of the graph has one random number r_t, uniform in [0, 1), by which all that have t as a neighbour decide. Of a node s with d edges and a fanout
/// of k &lt; d:
/// </para>
/// <code>
/// default            the k edges of the smallest r_t                         chance k / d       scale d / k
/// Poisson            t if r_t &lt; k / d                                        chance k / d       scale d / k
/// importance         t if r_t &lt; 1 / w_st, where sum over t of w_st = d^2 / k  chance 1 / w_st    scale w_st
/// </code>
/// <para>With d &lt;= k it gets all its edges. <see cref="Block.Scales"/> has the scales: sums over the edges with them are on average sums over all edges
/// (Horvitz-Thompson). A mean divides by the sum of the scales (Hajek), or, unbiased, by d; without importance that is the plain mean of what was drawn.</para>
/// <para>Paper: M. F. Balin and U. V. Catalyurek, "Layer-Neighbor Sampling - Defusing Neighborhood Explosion in GNNs", NeurIPS 2023: LABOR-0 (<c>Poisson</c>), LABOR-n and
/// LABOR-* (<see cref="LaborSamplerOptions.ImportanceRounds"/>), and sequential Poisson sampling (the default). By default because it is a <see cref="NeighborSampler"/> to each
/// node: exactly min(k, d) edges, every set of so many equally likely, and so the same variance; it is only that nodes no longer draw independently of one another. Of the others
/// the variance of a mean, by d, of values of mean 0 and variance 1 is 1/k - 1/d, as without replacement; values far from 0 want the sum of the scales as divisor.</para>
/// <para>Differences from DGL, whose <c>LaborSampler</c> has the Poisson forms and whose <c>LayerNeighborSampler</c> has the default: the equation of the importance is solved,
/// not iterated to a tolerance; nodes that get all their edges begin with importance 1, as in the paper; scales are the inverse chances, where DGL's weights are made to
/// have the mean 1.</para>
/// <para>Parallel edges: those of one neighbour are taken together or not at all where edges are drawn by themselves. By default each but the first in the row has a number
/// of its own, the same for all targets, without which they would not have the same chance as other edges.</para>
/// <para>What a node draws depends on the source of random numbers, the hop and the node alone, with importance also on the set of nodes that draw at the hop: never on
/// their order, on threads, or on what was sampled before. A sampler may be used by any number of threads at once; each call works on its own thread and holds up to 8 bytes for
/// each node of the graph, 20 with importance, which are used again. A call reads all edges of the nodes that draw: it costs their number, not that of the edges
/// drawn, and with importance as much again in every round; to convergence that is some twenty times as long as without, for features that are dear to fetch.</para>
/// </remarks>
/// <example><code>
/// using var sampler = new LaborSampler(graph, [15, 10, 5]);
/// using SampledSubgraph batch = sampler.Sample(seeds, new RandomSource(seed).Stream("sampling").Stream(epoch));
/// </code></example>
public sealed class LaborSampler : INodeSampler
{
    private readonly SparseStructure _graph;
    private readonly SparseStructure _rows;
    private readonly LaborSamplerOptions _options;
    private readonly int[] _fanouts;
    private readonly ParallelEdges? _parallel;
    private readonly ConcurrentBag<LaborScratch> _spare = [];
    private bool _isDisposed;

    /// <summary>Creates a sampler of a graph's edges.</summary>
    /// <param name="graph">The graph, whose edges the sampler holds.</param>
    /// <param name="fanouts">How many edges a node gets at each hop, the seeds' hop first: 0 to <see cref="NeighborSampler.LargestFanout"/>, or -1 for all. A hop for each
    /// layer of the model, the last layer's first.</param>
    /// <param name="options">Direction, Poisson sampling, importance, dependence of hops; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, the direction is both, or there are rounds of importance without Poisson sampling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout or the number of rounds is out of range.</exception>
    public LaborSampler(Graph graph, IReadOnlyList<int> fanouts, LaborSamplerOptions? options = null)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).InEdges, fanouts, options)
    {
    }

    /// <summary>Creates a sampler of the edges of a square structure.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources. The sampler holds it by counting.</param>
    /// <param name="fanouts">How many edges a node gets at each hop, the seeds' hop first: 0 to <see cref="NeighborSampler.LargestFanout"/>, or -1 for all.</param>
    /// <param name="options">Direction, Poisson sampling, importance, dependence of hops; the defaults if null.</param>
    /// <exception cref="ArgumentException">There is no fanout, the direction is both, there are rounds of importance without Poisson sampling, or the structure is not square or
    /// is a transpose.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A fanout or the number of rounds is out of range.</exception>
    public LaborSampler(SparseStructure structure, IReadOnlyList<int> fanouts, LaborSamplerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        _fanouts = NeighborSampler.CheckFanouts(fanouts);
        _options = options ?? new LaborSamplerOptions();
        NeighborSampler.CheckStructure(structure, _options.Direction);
        if (_options.ImportanceRounds < LaborSamplerOptions.ToConvergence)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), _options.ImportanceRounds, $"ImportanceRounds must be 0 or more, or {LaborSamplerOptions.ToConvergence} for as many as are needed, got {_options.ImportanceRounds}.");
        }

        if (_options.ImportanceRounds != 0 && !_options.Poisson)
        {
            throw new ArgumentException(
                $"With importance the number of edges of a node varies, but exactly as many as the fanout were asked for: set Poisson, or ImportanceRounds to 0, got {_options.ImportanceRounds}.",
                nameof(options));
        }

        _graph = structure.Share();
        _rows = _options.Direction == EdgeDirection.Incoming ? _graph : _graph.Transpose;
        _parallel = _options.Poisson ? null : new ParallelEdges(NodeCount);
    }

    /// <summary>How many edges a node gets at each hop, the seeds' hop first; -1 for all.</summary>
    public IReadOnlyList<int> Fanouts => _fanouts;

    /// <inheritdoc/>
    public int LayerCount => _fanouts.Length;

    /// <summary>The number of nodes of the graph.</summary>
    public int NodeCount => _graph.RowCount;

    /// <summary>Draws a batch.</summary>
    /// <param name="seeds">The seeds, in [0, N), each once.</param>
    /// <param name="random">Where the random numbers come from: the source of this run and epoch. Hop h draws from its stream h, or all hops from stream 0.</param>
    /// <returns>The nodes and a block for each hop, the last hop's first; owned by the caller.</returns>
    /// <exception cref="ArgumentException">A seed is listed twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A seed is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has more than 2^31 - 1 edges in a hop.</exception>
    /// <exception cref="ObjectDisposedException">The sampler was disposed.</exception>
    public SampledSubgraph Sample(ReadOnlySpan<int> seeds, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        SeedChecks.Check(seeds, NodeCount, "node", owner: "", "list each once");

        // Where drawing fails, the scratch may hold half a batch and is not used again.
        LaborScratch scratch = _spare.TryTake(out LaborScratch? found) ? found : new LaborScratch(NodeCount, _options.ImportanceRounds != 0);
        scratch.Numbering.Begin(seeds);
        var blocks = new Block[_fanouts.Length];
        for (int hop = 0; hop < _fanouts.Length; hop++)
        {
            RandomSource stream = random.Stream(_options.SharedByHops ? 0 : (ulong)hop);
            blocks[^(hop + 1)] = _rows.RowPointers.IsWide ? Run<long>(scratch, _fanouts[hop], stream) : Run<int>(scratch, _fanouts[hop], stream);
        }

        NativeArray<int> nodes = CopyNodes(scratch.Numbering);
        scratch.Numbering.Clear();
        _spare.Add(scratch);
        return new SampledSubgraph(nodes, seeds.Length, blocks);
    }

    /// <summary>Ends the sampler's hold on the graph. Batches that it gave live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_spare.TryTake(out LaborScratch? scratch))
        {
            scratch.Dispose();
        }

        _parallel?.Dispose();
        _graph.Dispose();
    }

    /// <summary>The fanouts and how it draws, for example <c>LaborSampler of 2708 nodes: 15, 10, 5 incoming edges, exactly</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string draws = _options.ImportanceRounds switch
        {
            0 => _options.Poisson ? "Poisson" : "exactly",
            LaborSamplerOptions.ToConvergence => "Poisson, importance to convergence",
            int rounds => string.Create(CultureInfo.InvariantCulture, $"Poisson, {rounds} rounds of importance"),
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"LaborSampler of {NodeCount} nodes: {string.Join(", ", _fanouts)} {(_options.Direction == EdgeDirection.Incoming ? "incoming" : "outgoing")} edges, {draws}{(_options.SharedByHops ? ", hops alike" : "")}");
    }

    private static unsafe NativeArray<int> CopyNodes(SharedNumbering numbering) => new(new ReadOnlySpan<int>(numbering.Nodes, numbering.Count));

    private unsafe Block Run<TIndex>(LaborScratch scratch, int fanout, RandomSource stream)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var rows = new AllRows<TIndex>((TIndex*)_rows.RowPointers.Pointer);
        var hop = new LaborHop<TIndex>(rows, _rows.ColumnIndices.Pointer, scratch, fanout, _parallel);
        (NativeArray<int> pointers, NativeArray<int> degrees, NativeArray<int> sources, NativeArray<TIndex> entries, NativeArray<float>? scales) =
            hop.Run(stream, _options.ImportanceRounds);
        return new Block(scratch.Numbering.Count, pointers, sources, HopEdges.ToIndexArray(entries), _rows, degrees, scales);
    }
}
