using Gnn.Graphs;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>An undirected graph as QuikGraph sees it: each edge once, from its lower node to its higher, read from the graph's own arrays without copying
/// them.</summary>
/// <remarks>
/// <para>The graph holds both directions of an edge; the one from the lower node to the higher stands for both here, and an edge's id and weight are that
/// direction's. A self-loop is one edge and counts twice in a degree.</para>
/// <para>A degree takes O(1), and the number of edges at the vertex where the graph has self-loops; whether an edge or a vertex is there takes O(1); an edge by
/// its position or by its ends takes the number of edges at a vertex. A walk over edges makes one object. Any number of threads may read it.</para>
/// <para>The view owns nothing and needs no disposal. It is good while the graph lives, or any graph that shares edges with it, and afterwards throws
/// <see cref="ObjectDisposedException"/>. A vertex that is not there is a <see cref="VertexNotFoundException"/>, as everywhere in QuikGraph.</para>
/// </remarks>
public sealed class UndirectedGraphView : IUndirectedGraph<int, GraphEdge>
{
    private readonly GraphRows _rows;
    private readonly int _loopCount;

    internal UndirectedGraphView(Graph graph)
    {
        _rows = new GraphRows(graph);
        _loopCount = _rows.LoopCount();
    }

    /// <inheritdoc/>
    public bool IsDirected => false;

    /// <inheritdoc/>
    public bool AllowParallelEdges => true;

    /// <inheritdoc/>
    public EdgeEqualityComparer<int> EdgeEqualityComparer => EdgeExtensions.UndirectedVertexEquality;

    /// <inheritdoc/>
    public bool IsVerticesEmpty => _rows.NodeCount == 0;

    /// <inheritdoc/>
    public int VertexCount => _rows.NodeCount;

    /// <inheritdoc/>
    public IEnumerable<int> Vertices => Enumerable.Range(0, _rows.NodeCount);

    /// <inheritdoc/>
    public bool IsEdgesEmpty => _rows.EdgeCount == 0;

    /// <summary>The number of edges, each counted once: (E + self-loops) / 2.</summary>
    public int EdgeCount => (int)(((long)_rows.EdgeCount + _loopCount) / 2);

    /// <inheritdoc/>
    public IEnumerable<GraphEdge> Edges => _rows.Edges().Where(edge => edge.Source <= edge.Target);

    /// <inheritdoc/>
    public bool ContainsVertex(int vertex) => _rows.HasNode(vertex);

    /// <inheritdoc/>
    public bool ContainsEdge(GraphEdge edge) => edge.Source <= edge.Target && _rows.Has(edge);

    /// <inheritdoc/>
    public bool ContainsEdge(int source, int target) => TryGetEdge(source, target, out _);

    /// <inheritdoc/>
    public bool TryGetEdge(int source, int target, out GraphEdge edge) =>
        _rows.TryFind(Math.Min(source, target), Math.Max(source, target), out edge);

    /// <inheritdoc/>
    public IEnumerable<GraphEdge> AdjacentEdges(int vertex) => _rows.AdjacentEdges(vertex);

    /// <summary>The number of edges at a vertex; a self-loop counts twice.</summary>
    /// <param name="vertex">The vertex, in [0, N).</param>
    /// <returns>The degree.</returns>
    public int AdjacentDegree(int vertex) => _rows.InDegree(vertex) + (_loopCount == 0 ? 0 : _rows.LoopCount(vertex));

    /// <inheritdoc/>
    public bool IsAdjacentEdgesEmpty(int vertex) => _rows.InDegree(vertex) == 0;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The vertex has no edge of that position.</exception>
    public GraphEdge AdjacentEdge(int vertex, int index) => _rows.AdjacentEdges(vertex).ElementAt(index);
}
