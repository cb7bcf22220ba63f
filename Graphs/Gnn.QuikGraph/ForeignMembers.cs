namespace Gnn.QuikGraph;

/// <summary>Every type and member of QuikGraph that this adapter uses: what another release of QuikGraph must have.</summary>
/// <remarks>A test holds the list to the compiled adapter and to the QuikGraph that is loaded, so that it cannot fall behind. <c>!0</c> is the first type
/// argument of the member's type.</remarks>
internal static class ForeignMembers
{
    public static IReadOnlyList<string> All { get; } =
    [
        "QuikGraph.AdjacencyGraph`2",
        "QuikGraph.AdjacencyGraph`2..ctor(bool, int) -> void",
        "QuikGraph.AdjacencyGraph`2.AddEdge(!1) -> bool",
        "QuikGraph.AdjacencyGraph`2.AddVertex(!0) -> bool",
        "QuikGraph.EdgeEqualityComparer`1",
        "QuikGraph.EdgeEqualityComparer`1..ctor(object, nint) -> void",
        "QuikGraph.EdgeExtensions",
        "QuikGraph.IBidirectionalGraph`2",
        "QuikGraph.IBidirectionalIncidenceGraph`2",
        "QuikGraph.IEdgeListAndIncidenceGraph`2",
        "QuikGraph.IEdgeListGraph`2",
        "QuikGraph.IEdgeSet`2",
        "QuikGraph.IEdgeSet`2.get_EdgeCount() -> int",
        "QuikGraph.IEdgeSet`2.get_Edges() -> System.Collections.Generic.IEnumerable`1<!1>",
        "QuikGraph.IEdge`1",
        "QuikGraph.IEdge`1.get_Source() -> !0",
        "QuikGraph.IEdge`1.get_Target() -> !0",
        "QuikGraph.IGraph`2",
        "QuikGraph.IGraph`2.get_IsDirected() -> bool",
        "QuikGraph.IImplicitGraph`2",
        "QuikGraph.IImplicitUndirectedGraph`2",
        "QuikGraph.IImplicitVertexSet`1",
        "QuikGraph.IIncidenceGraph`2",
        "QuikGraph.ITagged`1",
        "QuikGraph.ITagged`1.get_Tag() -> !0",
        "QuikGraph.IUndirectedGraph`2",
        "QuikGraph.IVertexAndEdgeListGraph`2",
        "QuikGraph.IVertexListGraph`2",
        "QuikGraph.IVertexSet`1",
        "QuikGraph.IVertexSet`1.get_VertexCount() -> int",
        "QuikGraph.IVertexSet`1.get_Vertices() -> System.Collections.Generic.IEnumerable`1<!0>",
        "QuikGraph.VertexNotFoundException",
        "QuikGraph.VertexNotFoundException..ctor(string, System.Exception) -> void",
        "static QuikGraph.EdgeExtensions.UndirectedVertexEquality`1(QuikGraph.IEdge`1<!!0>, !!0, !!0) -> bool",
    ];
}
