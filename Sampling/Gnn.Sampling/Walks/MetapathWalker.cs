using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors;
using Gnn.Tensors.Threading;

namespace Gnn.Sampling.Walks;

/// <summary>Uniform random walks over a graph of several types, whose steps take given edge types in turn.</summary>
/// <remarks>
/// <para>
/// Step t takes an edge of the type <c>path[t mod k]</c> of k from its source to its target, each of those at the node alike; repeated edges count each. Where none
/// leads on the walk ends, and what is left of its row is -1. The walks of Dong, Chawla and Swami, metapath2vec: Scalable representation learning for
/// heterogeneous networks, 2017. To walk edges backwards, add them as a type of their own with <see cref="HeteroGraph.WithEdges(EdgeType, ReadOnlySpan{int}, ReadOnlySpan{int})"/>.
/// </para>
/// <para>
/// A walk depends on the random source, its key and its start alone; the key of walk r from node s is <c>r N + s</c> unless keys are given, N being the number
/// of nodes of the first type. Immutable and safe for any number of threads; it holds the structures of the graph, not the graph.
/// </para>
/// </remarks>
/// <example><code>
/// using var walker = new MetapathWalker(graph, [writes, writtenBy]);
/// using WalkBatch walks = walker.Walk(authors, length: 100, run.Stream("walks").Stream(epoch));
/// </code></example>
public sealed unsafe class MetapathWalker : IDisposable
{
    private readonly WalkTable[] _tables;
    private bool _isDisposed;

    /// <summary>A walker over edge types of a graph.</summary>
    /// <param name="graph">The graph, whose structures are made if they were not yet.</param>
    /// <param name="path">The edge types in the order in which they are walked, at least one; each begins at the node type where the one before ends.</param>
    /// <exception cref="ArgumentException">The path is empty or torn.</exception>
    /// <exception cref="KeyNotFoundException">There is no such edge type.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public MetapathWalker(HeteroGraph graph, params IReadOnlyList<EdgeType> path)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(path);
        if (path.Count == 0)
        {
            throw new ArgumentException("A metapath has at least one edge type.", nameof(path));
        }

        for (int step = 1; step < path.Count; step++)
        {
            if (path[step].Source != path[step - 1].Target)
            {
                throw new ArgumentException(
                    $"A metapath goes on where it stands, but step {step} is {path[step]} after {path[step - 1]}: its source must be '{path[step - 1].Target}'.", nameof(path));
            }
        }

        Path = Array.AsReadOnly([.. path]);
        IsCyclic = path[^1].Target == path[0].Source;
        NodeCount = graph.NodeCount(path[0].Source);
        List<WalkTable> tables = [];
        try
        {
            foreach (EdgeType type in path)
            {
                tables.Add(new WalkTable(graph.InEdges(type), WalkDirection.OutEdges, weights: null));
            }

            if (tables.Exists(table => table.IsWide))
            {
                tables.ForEach(table => table.Widen());
            }
        }
        catch
        {
            tables.ForEach(table => table.Dispose());
            throw;
        }

        _tables = [.. tables];
    }

    /// <summary>The edge types that steps take in turn.</summary>
    public IReadOnlyList<EdgeType> Path { get; }

    /// <summary>Whether the path ends at the node type where it begins, so that walks may be longer than it.</summary>
    public bool IsCyclic { get; }

    /// <summary>The number of nodes of the type that walks begin at, N.</summary>
    public int NodeCount { get; }

    /// <summary>The type of the nodes in a column of walks.</summary>
    /// <param name="column">0 for the starts, t for the nodes after t steps.</param>
    /// <returns>The node type.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is negative, or a path that is not cyclic has no such step.</exception>
    public string NodeTypeOf(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(column, IsCyclic ? int.MaxValue : Path.Count);
        return column == 0 ? Path[0].Source : Path[(column - 1) % Path.Count].Target;
    }

    /// <summary>Walks from given nodes; walk <c>r S + i</c> is the walk r from start i of S, with the key <c>r N + starts[i]</c>.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N) of the first type. A node that is there twice has the same walks twice.</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536; at most the path's if it is not cyclic.</param>
    /// <param name="random">The source of this run and epoch.</param>
    /// <param name="walksPerStart">The number of walks from each start, at least 1.</param>
    /// <returns>The walks, owned by the caller; a node is one of the type of its column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A start is no node, or a number is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The walker was disposed.</exception>
    public WalkBatch Walk(ReadOnlySpan<int> starts, int length, RandomSource random, int walksPerStart = 1) =>
        Walk(starts, default, hasKeys: false, length, random, walksPerStart, HostThreads.Pool);

    /// <summary>One walk from each of given nodes, with keys of the caller's choice.</summary>
    /// <param name="starts">The nodes that walks begin at, each in [0, N) of the first type.</param>
    /// <param name="keys">The key of each walk, in [0, 2^39).</param>
    /// <param name="length">The number of steps, L, from 0 to 65,536; at most the path's if it is not cyclic.</param>
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
        if (!IsCyclic && length > Path.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"The path has {Path.Count} steps and ends at '{Path[^1].Target}', not at '{Path[0].Source}' where it begins: it cannot be walked for {length}.");
        }

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
                new FirstOrderRun(_tables, DeadEnd.Stop, restart: 0).Run(request, batch, pool);
            }
        }

        GC.KeepAlive(this);
        return batch;
    }

    /// <summary>Drops the walker's hold on the structures.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            Array.ForEach(_tables, table => table.Dispose());
        }
    }
}
