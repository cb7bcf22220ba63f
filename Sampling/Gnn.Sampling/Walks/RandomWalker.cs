using System.Numerics;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Random walks over the edges of a graph: uniform, by weight, of second order as in node2vec, or with restarts.</summary>
/// <remarks>
/// <para>
/// A step takes one of the edges at the node, each alike or with a chance proportional to its weight; repeated edges count each. With p or q other than 1 the
/// chance of a step from v to x after one from t to v is that times <c>1 / p</c> if x is t, else 1 if there is an edge from t to x, else <c>1 / q</c> (Grover and
/// Leskovec, node2vec: Scalable feature learning for networks, 2016). Edges are those that walks take: with in-edges, t to x means an edge from x to t. The
/// authors' program looks for the edge from x to t instead, which is the same in undirected graphs.
/// </para>
/// <para>
/// A walk depends on the random source, its key and its start, and on nothing else: not on the other walks of a call, their order or the number of threads.
/// The key of walk r from node s is <c>r N + s</c> unless keys are given; so two walks of one key and one start are the same walk.
/// </para>
/// <para>
/// Chances are exact but for the rounding of thresholds to 2^-32, and for weights of a slot of the alias table to 2^-32. Second-order steps reject: a candidate
/// is taken with the chance <c>alpha / max(1, 1 / q)</c>; what the way back has beyond that is in slots of its own (as the outliers in Yang, Zhang, Chen, Ma and
/// Jiang, KnightKing: A fast distributed graph random walk engine, 2019), and after an edge whose ends have no neighbour in common all but the way back are
/// taken at once. Else about <c>max(q, 1 / q)</c> candidates are expected, each of which reads a word of a filter and seldom bisects a row. Whatever p, q and
/// weights are, after d + 16 rejections at a node of d entries the chances of the entries are added up instead, which is as exact: so a step is never more than
/// d + 16 candidates and two passes over the row, at a hub as well.
/// </para>
/// <para>
/// Memory beyond the graph's structure: 16 bytes an edge for weights; for second-order walks 5 to 6 bytes an edge and, if edges have weights, are repeated or have
/// no reverse, 8 or 16 a node. Making a second-order walker sorts rows that are not sorted, in a copy, and looks through at most 512 entries for each edge.
/// PyTorch Geometric walks node2vec's way only where torch-cluster is installed, and lets walks stay at dead ends (<see cref="DeadEnd.Stay"/>).
/// </para>
/// <para>Immutable and safe for any number of threads; it holds the structure of the graph, not the graph. Dispose it when no call is under way.</para>
/// </remarks>
/// <example><code>
/// using var walker = new RandomWalker(graph, new WalkOptions { P = 0.25, Q = 4 });
/// using WalkBatch walks = walker.Walk(starts, length: 20, run.Stream("walks").Stream(epoch), walksPerStart: 10);
/// </code></example>
public sealed unsafe class RandomWalker : IDisposable
{
    private readonly WalkTable? _table;
    private readonly SecondOrderTable? _secondOrder;
    private bool _isDisposed;

    /// <summary>A walker over the edges of a graph.</summary>
    /// <param name="graph">The graph, whose structure is made if it was not yet.</param>
    /// <param name="options">How steps are chosen; null for uniform walks along out-edges.</param>
    /// <param name="weights">The weight of each edge by its id, floating <c>[E]</c>, 0 or more, such as <c>graph.EdgeWeights</c>; null if all count the same.
    /// Read, not kept.</param>
    /// <exception cref="ArgumentException">The options ask for second-order walks with restarts, or there is not one weight for each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite; the message names the edge.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public RandomWalker(Graph graph, WalkOptions? options = null, Tensor? weights = null)
        : this((graph ?? throw new ArgumentNullException(nameof(graph))).InEdges, options, weights)
    {
    }

    /// <summary>A walker over the entries of a square structure.</summary>
    /// <param name="structure">Rows are targets and columns sources; no transpose.</param>
    /// <param name="options">How steps are chosen; null for uniform walks along out-edges.</param>
    /// <param name="weights">The weight of each edge by its id, floating <c>[E]</c>, 0 or more; null if all count the same. Read, not kept.</param>
    /// <exception cref="ArgumentException">The structure is a transpose or not square, the options ask for second-order walks with restarts, or there is not one
    /// weight for each edge.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite; the message names the edge.</exception>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    public RandomWalker(SparseStructure structure, WalkOptions? options = null, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(structure);
        Options = options ?? new WalkOptions();
        if (structure.IsTranspose || structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException(
                $"Walks need a square structure that is nobody's transpose, got {structure}{(structure.IsTranspose ? ", a transpose: give the structure that it belongs to" : "")}.",
                nameof(structure));
        }

        if (Options.IsSecondOrder && Options.Restart > 0)
        {
            throw new ArgumentException("A second-order walk cannot restart, since the step after that has no node before: leave p and q at 1, or restart at 0.", nameof(options));
        }

        NodeCount = structure.RowCount;
        float[]? values = WalkTable.Read(weights, structure.EntryCount);
        if (Options.IsSecondOrder)
        {
            _secondOrder = new SecondOrderTable(structure, Options, values);
        }
        else
        {
            _table = new WalkTable(structure, Options.Direction, values);
        }
    }

    /// <summary>How steps are chosen.</summary>
    public WalkOptions Options { get; }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount { get; }

    /// <summary>Walks from given nodes; walk <c>r S + i</c> is the walk r from start i of S, with the key <c>r N + starts[i]</c>.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N). A node that is there twice has the same walks twice: ask for more walks of each start
    /// instead, or give keys.</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536.</param>
    /// <param name="random">The source of this run and epoch.</param>
    /// <param name="walksPerStart">The number of walks from each start, at least 1.</param>
    /// <returns>The walks, owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A start is no node, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The walker was disposed.</exception>
    public WalkBatch Walk(ReadOnlySpan<int> starts, int length, RandomSource random, int walksPerStart = 1) =>
        Walk(starts, default, hasKeys: false, length, random, walksPerStart, HostThreads.Pool);

    /// <summary>One walk from each of given nodes, with keys of the caller's choice.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N).</param>
    /// <param name="keys">The key of each walk, in [0, 2^39).</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536.</param>
    /// <param name="random">The source of this run and epoch.</param>
    /// <returns>The walks in the order of the starts, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is not one key for each start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A start is no node, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The walker was disposed.</exception>
    public WalkBatch Walk(ReadOnlySpan<int> starts, ReadOnlySpan<long> keys, int length, RandomSource random) =>
        Walk(starts, keys, hasKeys: true, length, random, walksPerStart: 1, HostThreads.Pool);

    /// <summary>The same on threads of the caller's choice.</summary>
    internal WalkBatch Walk(ReadOnlySpan<int> starts, ReadOnlySpan<long> keys, bool hasKeys, int length, RandomSource random, int walksPerStart, ForkJoinPool pool)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int count = WalkRequest.Check(starts, NodeCount, length, walksPerStart);
        if (hasKeys)
        {
            WalkRequest.CheckKeys(keys, starts.Length);
        }

        var batch = new WalkBatch(count, length, hasEvents: false);
        fixed (int* start = starts)
        {
            fixed (long* key = keys)
            {
                var request = new WalkRequest(start, starts.Length, hasKeys ? key : null, NodeCount, random);
                if (_secondOrder is { } table)
                {
                    SecondOrder(table, request, batch, pool);
                }
                else
                {
                    var options = new FirstOrderRun([_table!], Options.DeadEnd, Options.Restart);
                    options.Run(request, batch, pool);
                }
            }
        }

        GC.KeepAlive(this);
        return batch;
    }

    /// <summary>Drops the walker's hold on the structure and frees its tables.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _table?.Dispose();
            _secondOrder?.Dispose();
        }
    }

    private void SecondOrder(SecondOrderTable table, in WalkRequest request, WalkBatch batch, ForkJoinPool pool)
    {
        switch (table.IsWide, table.IsWeighted)
        {
            case (false, false):
                Run<int, UniformDraw>(table, request, batch, pool);
                break;
            case (false, true):
                Run<int, WeightedDraw>(table, request, batch, pool);
                break;
            case (true, false):
                Run<long, UniformDraw>(table, request, batch, pool);
                break;
            default:
                Run<long, WeightedDraw>(table, request, batch, pool);
                break;
        }
    }

    private void Run<TIndex, TDraw>(SecondOrderTable table, in WalkRequest request, WalkBatch batch, ForkJoinPool pool)
        where TIndex : unmanaged, IBinaryInteger<TIndex>
        where TDraw : struct, IStepDraw
    {
        var job = new SecondOrderJob<TIndex, TDraw>
        {
            Request = request,
            Rows = table.View<TIndex>(),
            Rules = table.Rules,
            WalkCount = batch.Count,
            Length = batch.Length,
            Nodes = batch.Nodes.Pointer,
            Stays = Options.DeadEnd == DeadEnd.Stay,
        };
        pool.Run(ref job, job.ChunkCount);
    }
}
