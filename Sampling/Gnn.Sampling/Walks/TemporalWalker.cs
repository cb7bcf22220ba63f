using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Random walks over the events of a temporal graph that go one way in time.</summary>
/// <remarks>
/// <para>
/// Forward, the walks of Nguyen, Lee, Rossi, Ahmed, Koh and Kim, Continuous-time dynamic network embeddings, 2018; backward, those of Wang, Chang, Liu, Leskovec
/// and Li, Inductive representation learning in temporal networks via causal anonymous walks, 2021. A step takes an event at the node whose time is beyond that of
/// the step before; the first step any event, or one beyond the time that is asked about: an event at that very time only where times need not differ, so that
/// a strict walk backward from a query sees nothing at the query or after. A step costs O(log d) for d events of its node.
/// </para>
/// <para>
/// A walk depends on the random source, its key, its start and its time alone; the key of walk r from node s is <c>r N + s</c> unless keys are given.
/// Immutable and safe for any number of threads; it shares the graph's events, which live on with it.
/// </para>
/// </remarks>
/// <example><code>
/// using var walker = new TemporalWalker(graph, new TemporalWalkOptions { Time = TimeDirection.Backward });
/// using WalkBatch walks = walker.Walk(nodes, length: 5, run.Stream("walks").Stream(epoch), times: queryTimes);
/// </code></example>
public sealed unsafe class TemporalWalker : IDisposable
{
    private readonly TemporalGraph _graph;
    private readonly EventHistory _history;
    private bool _isDisposed;

    /// <summary>A walker over the events of a graph.</summary>
    /// <param name="graph">The graph, whose history is made if it was not yet.</param>
    /// <param name="options">How steps are chosen; null for uniform walks from sources to targets, forward, at rising times.</param>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public TemporalWalker(TemporalGraph graph, TemporalWalkOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Options = options ?? new TemporalWalkOptions();
        _graph = graph.Until(long.MaxValue, inclusive: true);
        _history = _graph.IsUndirected ? _graph.History : Options.Direction == WalkDirection.OutEdges ? _graph.AsSource : _graph.AsTarget;
    }

    /// <summary>How steps are chosen.</summary>
    public TemporalWalkOptions Options { get; }

    /// <summary>The number of nodes, N.</summary>
    public int NodeCount => _graph.NodeCount;

    /// <summary>Walks from given nodes; walk <c>r S + i</c> is the walk r from start i of S, with the key <c>r N + starts[i]</c>.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N). A node that is there twice draws by the same words twice.</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536.</param>
    /// <param name="random">The source of this run and epoch.</param>
    /// <param name="walksPerStart">The number of walks from each start, at least 1.</param>
    /// <param name="times">The time that each start is asked about; empty if there is none.</param>
    /// <returns>The walks and their events, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There are times, but not one for each start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A start is no node, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The walker was disposed.</exception>
    public WalkBatch Walk(ReadOnlySpan<int> starts, int length, RandomSource random, int walksPerStart = 1, ReadOnlySpan<long> times = default) =>
        Walk(starts, default, hasKeys: false, length, random, walksPerStart, times, HostThreads.Pool);

    /// <summary>One walk from each of given nodes, with keys of the caller's choice.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N).</param>
    /// <param name="keys">The key of each walk, in [0, 2^39).</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536.</param>
    /// <param name="random">The source of this run and epoch.</param>
    /// <param name="times">The time that each start is asked about; empty if there is none.</param>
    /// <returns>The walks in the order of the starts and their events, owned by the caller.</returns>
    /// <exception cref="ArgumentException">There is not one key for each start, or there are times, but not one for each start.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A start is no node, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The walker was disposed.</exception>
    public WalkBatch Walk(ReadOnlySpan<int> starts, ReadOnlySpan<long> keys, int length, RandomSource random, ReadOnlySpan<long> times = default) =>
        Walk(starts, keys, hasKeys: true, length, random, walksPerStart: 1, times, HostThreads.Pool);

    /// <summary>The same on threads of the caller's choice.</summary>
    internal WalkBatch Walk(
        ReadOnlySpan<int> starts, ReadOnlySpan<long> keys, bool hasKeys, int length, RandomSource random, int walksPerStart, ReadOnlySpan<long> times, ForkJoinPool pool)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int count = WalkRequest.Check(starts, NodeCount, length, walksPerStart);
        if (hasKeys)
        {
            WalkRequest.CheckKeys(keys, starts.Length);
        }

        if (!times.IsEmpty && times.Length != starts.Length)
        {
            throw new ArgumentException($"There is a time for each start or none at all: got {times.Length} times for {starts.Length} starts.", nameof(times));
        }

        var batch = new WalkBatch(count, length, hasEvents: true);
        fixed (int* start = starts)
        {
            fixed (long* key = keys, time = times)
            {
                var job = new TemporalWalkJob
                {
                    Request = new WalkRequest(start, starts.Length, hasKeys ? key : null, NodeCount, random),
                    Graph = _graph,
                    History = _history,
                    Options = Options,
                    Times = time,
                    WalkCount = count,
                    Length = length,
                    Nodes = batch.Nodes.Pointer,
                    Events = batch.Events!.Pointer,
                };
                pool.Run(ref job, job.ChunkCount);
            }
        }

        return batch;
    }

    /// <summary>Drops the walker's hold on the events.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _graph.Dispose();
        }
    }
}
