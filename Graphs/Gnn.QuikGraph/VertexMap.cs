namespace Gnn.QuikGraph;

/// <summary>The vertices of a QuikGraph graph and their ids in the graph that was made of it, both ways.</summary>
/// <typeparam name="TVertex">The vertices' type.</typeparam>
public sealed class VertexMap<TVertex>
    where TVertex : notnull
{
    internal VertexMap(TVertex[] vertices, Dictionary<TVertex, int> ids)
    {
        Vertices = Array.AsReadOnly(vertices);
        Ids = ids.AsReadOnly();
    }

    /// <summary>The vertex of each node, by id: the order in which the QuikGraph graph lists them.</summary>
    public IReadOnlyList<TVertex> Vertices { get; }

    /// <summary>The id of each vertex, in [0, N). Vertices are compared by default equality, as QuikGraph's graphs compare them.</summary>
    public IReadOnlyDictionary<TVertex, int> Ids { get; }

    /// <summary>The number of vertices, for example <c>VertexMap of 34 vertices</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"VertexMap of {Vertices.Count} vertices";
}
