using System.Diagnostics.CodeAnalysis;
using Gnn.Graphs;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>A graph as QuikGraph sees it: a bidirectional graph whose vertices are the node ids 0 to N - 1, which reads the graph's own arrays without
/// copying them.</summary>
/// <remarks>
/// <para>It is directed; of an undirected graph it has both directions of every edge. Parallel edges and self-loops are the graph's. Edges are listed by id, the
/// in-edges of a vertex by id, and its out-edges by target.</para>
/// <para>Degrees, an edge by its position, and whether an edge or a vertex is there take O(1); a search for an edge by its ends takes the out-degree of its
/// source. A walk over edges makes one object. Any number of threads may read it.</para>
/// <para>The view owns nothing and needs no disposal. It is good while the graph lives, or any graph that shares edges with it, and afterwards throws
/// <see cref="ObjectDisposedException"/>. A vertex that is not there is a <see cref="VertexNotFoundException"/>, as everywhere in QuikGraph.</para>
/// </remarks>
public sealed class GraphView : IBidirectionalGraph<int, GraphEdge>, IEdgeListAndIncidenceGraph<int, GraphEdge>
{
    private readonly GraphRows _rows;

    internal GraphView(Graph graph) => _rows = new GraphRows(graph);

    /// <inheritdoc/>
    public bool IsDirected => true;

    /// <inheritdoc/>
    public bool AllowParallelEdges => true;

    /// <inheritdoc/>
    public bool IsVerticesEmpty => _rows.NodeCount == 0;

    /// <inheritdoc/>
    public int VertexCount => _rows.NodeCount;

    /// <inheritdoc/>
    public IEnumerable<int> Vertices => Enumerable.Range(0, _rows.NodeCount);

    /// <inheritdoc/>
    public bool IsEdgesEmpty => _rows.EdgeCount == 0;

    /// <inheritdoc/>
    public int EdgeCount => _rows.EdgeCount;

    /// <inheritdoc/>
    public IEnumerable<GraphEdge> Edges => _rows.Edges();

    /// <inheritdoc/>
    public bool ContainsVertex(int vertex) => _rows.HasNode(vertex);

    /// <inheritdoc/>
    public bool ContainsEdge(GraphEdge edge) => _rows.Has(edge);

    /// <inheritdoc/>
    public bool ContainsEdge(int source, int target) => _rows.TryFind(source, target, out _);

    /// <inheritdoc/>
    public bool TryGetEdge(int source, int target, out GraphEdge edge) => _rows.TryFind(source, target, out edge);

    /// <inheritdoc/>
    public bool TryGetEdges(int source, int target, [NotNullWhen(true)] out IEnumerable<GraphEdge>? edges)
    {
        edges = _rows.HasNode(source) ? _rows.Between(source, target) : null;
        return edges is not null;
    }

    /// <inheritdoc/>
    public bool IsOutEdgesEmpty(int vertex) => _rows.OutDegree(vertex) == 0;

    /// <inheritdoc/>
    public int OutDegree(int vertex) => _rows.OutDegree(vertex);

    /// <inheritdoc/>
    public IEnumerable<GraphEdge> OutEdges(int vertex) => _rows.OutEdges(vertex);

    /// <inheritdoc/>
    public bool TryGetOutEdges(int vertex, [NotNullWhen(true)] out IEnumerable<GraphEdge>? edges)
    {
        edges = _rows.HasNode(vertex) ? _rows.OutEdges(vertex) : null;
        return edges is not null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The vertex has no out-edge of that position.</exception>
    public GraphEdge OutEdge(int vertex, int index) => _rows.OutEdge(vertex, index);

    /// <inheritdoc/>
    public bool IsInEdgesEmpty(int vertex) => _rows.InDegree(vertex) == 0;

    /// <inheritdoc/>
    public int InDegree(int vertex) => _rows.InDegree(vertex);

    /// <inheritdoc/>
    public IEnumerable<GraphEdge> InEdges(int vertex) => _rows.InEdges(vertex);

    /// <inheritdoc/>
    public bool TryGetInEdges(int vertex, [NotNullWhen(true)] out IEnumerable<GraphEdge>? edges)
    {
        edges = _rows.HasNode(vertex) ? _rows.InEdges(vertex) : null;
        return edges is not null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The vertex has no in-edge of that position.</exception>
    public GraphEdge InEdge(int vertex, int index) => _rows.InEdge(vertex, index);

    /// <inheritdoc/>
    public int Degree(int vertex) => _rows.InDegree(vertex) + _rows.OutDegree(vertex);
}
