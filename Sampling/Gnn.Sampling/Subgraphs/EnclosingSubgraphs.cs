using System.Collections.Concurrent;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Sampling.Subgraphs;

/// <summary>Cuts out what lies around pairs of nodes, for models that judge a link by its surroundings: SEAL, WalkPool.</summary>
/// <remarks>
/// <code>
/// nodes of (u, v):   u, v and all within h hops of either, or of each hop a bounded number, drawn
/// edges of (u, v):   all edges of the graph between these nodes but u -> v and v -> u, each with all its repeats
/// d_u, d_v:          distances inside the subgraph, to u without v and to v without u; labels: <see cref="DoubleRadiusLabel"/>
/// </code>
/// <para>The link that is asked for is never in the answer, whether or not the graph has it, and neither does it act on which nodes are found or drawn, so that a
/// link and a pair without one look alike but for their surroundings. Loops at u or v are no link and stay. Other links of a batch stay too: give the graph of the
/// edges that messages pass over.</para>
/// <para>Hops and distances follow edges both ways, in a directed graph too; <see cref="EnclosingBatch.Structure"/> keeps the directions. The nodes of (u, v) and of
/// (v, u) are the same, drawn ones too.</para>
/// <para>Papers: M. Zhang and Y. Chen, "Link Prediction Based on Graph Neural Networks", NeurIPS 2018; L. Pan, C. Shi and I. Dokmanic, "Neural Link Prediction with
/// Walk Pooling", ICLR 2022. Difference from the SEAL example of PyTorch Geometric: it cuts out the subgraphs of one split with a script; here any pairs at any
/// time, in batches.</para>
/// <para>The subgraph of a pair depends on the pair and, where hops are bounded, the source of random numbers: not on the batch that it is in or on threads. May be
/// used by any number of threads at once; each call works on its own thread and holds 4 bytes for each node of the graph, which are used again. Cost: every edge of
/// every node of a subgraph is looked at, of those found by the last hop the edges into them.</para>
/// </remarks>
/// <example><code>
/// using var subgraphs = new EnclosingSubgraphs(graph, hops: 1, new EnclosingOptions { MaxNodesPerHop = 100 });
/// using EnclosingBatch batch = subgraphs.Extract(sources, targets, new RandomSource(seed).Stream("enclosing"));
/// </code></example>
public sealed class EnclosingSubgraphs : IDisposable
{
    private readonly SparseStructure _graph;
    private readonly SparseStructure? _reverse;
    private readonly EnclosingOptions _options;
    private readonly ConcurrentBag<EnclosingBuilder> _spare = [];
    private bool _isDisposed;

    /// <summary>Prepares a graph. Of a directed one the out-edges are made.</summary>
    /// <param name="graph">The graph, whose structure is held by counting.</param>
    /// <param name="hops">How far neighbourhoods go, h; at least 1.</param>
    /// <param name="options">Bounds; none if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of hops is less than 1.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the out-edges need.</exception>
    public EnclosingSubgraphs(Graph graph, int hops, EnclosingOptions? options = null)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).InEdges, graph.IsUndirected, hops, options)
    {
    }

    /// <summary>Prepares the edges of a square structure.</summary>
    /// <param name="structure">The edges: rows are targets, columns are sources. Held by counting.</param>
    /// <param name="hops">How far neighbourhoods go, h; at least 1.</param>
    /// <param name="options">Bounds; none if null.</param>
    /// <exception cref="ArgumentException">The structure is not square or is a transpose.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of hops is less than 1.</exception>
    /// <exception cref="InsufficientMemoryException">The machine has not as much memory as the transpose needs.</exception>
    /// <remarks>Whether it holds both directions of each edge is found out, for which the transpose is made.</remarks>
    public EnclosingSubgraphs(SparseStructure structure, int hops, EnclosingOptions? options = null)
        : this(structure ?? throw new ArgumentNullException(nameof(structure)), isSymmetric: null, hops, options)
    {
    }

    private EnclosingSubgraphs(SparseStructure structure, bool? isSymmetric, int hops, EnclosingOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hops, 1);
        NeighborSampler.CheckStructure(structure, EdgeDirection.Incoming);
        (Hops, _options) = (hops, options ?? new EnclosingOptions());
        _graph = structure.Share();
        _reverse = isSymmetric ?? structure.IsSymmetric() ? null : _graph.Transpose;
    }

    /// <summary>How far neighbourhoods go, h.</summary>
    public int Hops { get; }

    /// <summary>The number of nodes of the graph.</summary>
    public int NodeCount => _graph.RowCount;

    /// <summary>Cuts out the subgraphs of pairs.</summary>
    /// <param name="sources">The first node of each pair, u, in [0, N).</param>
    /// <param name="targets">The second node of each pair, v, in [0, N) and not u.</param>
    /// <param name="random">Where the random numbers come from, if hops are bounded: hop h of a pair draws from its stream h, of that the stream of the
    /// pair.</param>
    /// <returns>The subgraphs in the order of the pairs; owned by the caller.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or the two nodes of a pair are one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A node is out of range.</exception>
    /// <exception cref="InvalidOperationException">The batch has 2^31 - 1 nodes or edges or more.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public EnclosingBatch Extract(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, RandomSource random)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Check(sources, targets);

        // Where this fails, the builder may hold half a batch and is not used again.
        EnclosingBuilder builder = _spare.TryTake(out EnclosingBuilder? found) ? found : new EnclosingBuilder(_graph, _reverse, Hops, _options);
        builder.Begin(sources.Length);
        for (int pair = 0; pair < sources.Length; pair++)
        {
            builder.Add(sources[pair], targets[pair], random);
        }

        EnclosingBatch batch = builder.Build();
        _spare.Add(builder);
        return batch;
    }

    /// <summary>Ends the hold on the graph. Batches live on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        while (_spare.TryTake(out EnclosingBuilder? builder))
        {
            builder.Dispose();
        }

        _graph.Dispose();
    }

    /// <summary>The graph and the bounds, for example <c>EnclosingSubgraphs of 2708 nodes: 2 hops of at most 100 nodes</c>.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"EnclosingSubgraphs of {NodeCount} nodes: {Hops} {(Hops == 1 ? "hop" : "hops")}{(_options.MaxNodesPerHop is { } most ? $" of at most {most} nodes" : "")}");

    private void Check(ReadOnlySpan<int> sources, ReadOnlySpan<int> targets)
    {
        if (sources.Length != targets.Length)
        {
            throw new ArgumentException($"Each pair has a source and a target: got {sources.Length} and {targets.Length}.", nameof(targets));
        }

        for (int pair = 0; pair < sources.Length; pair++)
        {
            if ((uint)sources[pair] >= (uint)NodeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(sources), sources[pair], $"The source of pair {pair} must be a node in [0, {NodeCount}), got {sources[pair]}.");
            }

            if ((uint)targets[pair] >= (uint)NodeCount)
            {
                throw new ArgumentOutOfRangeException(nameof(targets), targets[pair], $"The target of pair {pair} must be a node in [0, {NodeCount}), got {targets[pair]}.");
            }

            if (sources[pair] == targets[pair])
            {
                throw new ArgumentException($"The nodes of pair {pair} are both {sources[pair]}: a link joins two nodes.", nameof(targets));
            }
        }
    }
}
