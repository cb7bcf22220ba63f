using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>QuikGraph's graphs as graphs to train on.</summary>
public static class QuikGraphImport
{
    /// <summary>A graph with the vertices and edges of a QuikGraph graph, and with what is known of them as columns.</summary>
    /// <remarks>
    /// <para>Vertices become nodes in the order in which they are listed, those without edges too; edges keep their order as ids. Of an undirected graph
    /// (<c>IsDirected</c> is false) edge k becomes both directions, next to each other and with the same weight, and a self-loop one edge; the result is marked
    /// undirected.</para>
    /// <para>Edges that carry a number as their tag, such as <c>STaggedEdge&lt;string, double&gt;</c>, have it as their weight. The graph is read once and
    /// not kept: what changes in it later does not show. Cost: O(N + E) and the lists of edges twice.</para>
    /// </remarks>
    /// <example><code>
    /// (Graph graph, VertexMap&lt;string&gt; members) = club.ToGnnGraph(label: member => sideOf[member]);
    /// int node = members.Ids["Mr. Hi"];
    /// </code></example>
    /// <typeparam name="TVertex">The vertices' type; compared by default equality, as QuikGraph's graphs do.</typeparam>
    /// <typeparam name="TEdge">The edges' type.</typeparam>
    /// <param name="graph">The QuikGraph graph, directed or undirected.</param>
    /// <param name="weight">The weight of an edge, finite; null for the edges' numeric tag, or no weights where they carry none.</param>
    /// <param name="label">The name of the class of a vertex, null for a vertex without one; classes are numbered in the ordinal order of their names. Null for
    /// no labels.</param>
    /// <param name="features">The features of a vertex, finite and as many for each; null for no features.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller: edge column <c>weight</c> <c>[E]</c>, node columns <c>y</c> <c>[N]</c> and <c>x</c> <c>[N, F]</c>, each if asked
    /// for; and the way from nodes to vertices and back.</returns>
    /// <exception cref="ArgumentException">A weight or a feature is not finite or is missing, vertices have different numbers of features, or the graph
    /// contradicts itself: it lists a vertex twice, an edge to a vertex that it does not have, or another number than it says. The message names the edge or
    /// the vertex.</exception>
    public static (Graph Graph, VertexMap<TVertex> Vertices) ToGnnGraph<TVertex, TEdge>(
        this IEdgeListGraph<TVertex, TEdge> graph,
        Func<TEdge, double>? weight = null,
        Func<TVertex, string?>? label = null,
        Func<TVertex, float[]>? features = null,
        Engine? engine = null)
        where TVertex : notnull
        where TEdge : IEdge<TVertex>
    {
        ArgumentNullException.ThrowIfNull(graph);
        engine ??= Engine.Default;
        var reader = new QuikGraphReader<TVertex, TEdge>(graph);
        Func<TEdge, double?>? weights = weight is null ? EdgeTag.Of<TEdge>() : edge => weight(edge);
        reader.ReadEdges(weights, engine.FloatType == DataType.Float32 ? float.MaxValue : double.MaxValue);
        (int[] Labels, string[] ClassNames)? classes = label is null ? null : VertexColumns.Labels(reader.Vertices, label);
        (float[] Values, int Width)? x = features is null ? null : VertexColumns.Features(reader.Vertices, features);

        Graph result = Graph.FromEdges(reader.Vertices.Length, reader.Sources, reader.Targets, isUndirected: !graph.IsDirected);
        if (weights is not null)
        {
            result = Replace(result, result.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(reader.Weights, reader.Weights.Length, engine)));
        }

        if (classes is { } y)
        {
            result = Replace(result, result.WithLabels(y.Labels, y.ClassNames, engine));
        }

        if (x is { } table)
        {
            result = Replace(result, result.WithFeatures(Tensor.Create(table.Values, (reader.Vertices.Length, table.Width), engine)));
        }

        return (result, new VertexMap<TVertex>(reader.Vertices, reader.Ids));
    }

    private static Graph Replace(Graph old, Graph next)
    {
        old.Dispose();
        return next;
    }
}
