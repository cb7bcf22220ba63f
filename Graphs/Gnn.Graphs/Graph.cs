using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

/// <summary>An immutable directed graph: N nodes with 32-bit ids and E edges that keep their input order as their ids.</summary>
/// <remarks>An undirected graph holds both directions of every edge and says so. In-edges and out-edges are one sparse structure and its transpose.</remarks>
public sealed class Graph : IDisposable
{
    private readonly NativeArray<int> _sources;
    private readonly NativeArray<int> _targets;
    private readonly Lazy<SparseStructure> _inEdges;

    private Graph(int nodeCount, NativeArray<int> sources, NativeArray<int> targets, bool isUndirected)
    {
        NodeCount = nodeCount;
        IsUndirected = isUndirected;
        _sources = sources;
        _targets = targets;
        _inEdges = new Lazy<SparseStructure>(() => SparseStructure.FromEdges(NodeCount, NodeCount, _targets.Span(), _sources.Span()));
    }

    /// <summary>The number of nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The number of edges; of an undirected graph, both directions count.</summary>
    public long EdgeCount => _sources.Length;

    /// <summary>Whether the graph holds both directions of every edge.</summary>
    public bool IsUndirected { get; }

    /// <summary>The edges by target: row i holds the edges into node i, columns are their sources. Made at first use.</summary>
    public SparseStructure InEdges => _inEdges.Value;

    /// <summary>The edges by source: the transpose of <see cref="InEdges"/>.</summary>
    public SparseStructure OutEdges => InEdges.Transpose;

    /// <summary>A graph from a list of edges.</summary>
    /// <param name="nodeCount">N, at least 0.</param>
    /// <param name="sources">The source of each edge, in [0, N).</param>
    /// <param name="targets">The target of each edge, in [0, N).</param>
    /// <param name="isUndirected">Whether the list holds both directions of every edge.</param>
    /// <returns>The graph.</returns>
    public static Graph FromEdges(int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, bool isUndirected = false) =>
        new(nodeCount, new NativeArray<int>(sources), new NativeArray<int>(targets), isUndirected);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_inEdges.IsValueCreated)
        {
            _inEdges.Value.Dispose();
        }

        _sources.Dispose();
        _targets.Dispose();
    }
}
