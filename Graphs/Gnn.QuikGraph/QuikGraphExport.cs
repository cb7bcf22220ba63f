using Gnn.Graphs;
using Gnn.Tensors;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>A graph for QuikGraph's algorithms: views that read it in place, a copy for algorithms that change it, and its weights.</summary>
public static class QuikGraphExport
{
    /// <summary>The graph as a QuikGraph bidirectional graph, without copying: for shortest paths, weak and strong components, topological sorting, PageRank
    /// and whatever else only reads.</summary>
    /// <example><code>
    /// int components = graph.AsQuikGraph().WeaklyConnectedComponents(new Dictionary&lt;int, int&gt;());
    /// var path = graph.AsQuikGraph().ShortestPathsDijkstra(graph.EdgeWeightFunction(), source);
    /// </code></example>
    /// <param name="graph">The graph; it must outlive the view. The engine of its columns does not matter: edges are always on the host.</param>
    /// <returns>The view.</returns>
    /// <exception cref="NotSupportedException">The graph has more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public static GraphView AsQuikGraph(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GraphView(graph);
    }

    /// <summary>An undirected graph as a QuikGraph undirected graph, without copying: for connected components, spanning trees and whatever else asks for
    /// <see cref="IUndirectedGraph{TVertex, TEdge}"/>.</summary>
    /// <param name="graph">The graph; it must outlive the view.</param>
    /// <returns>The view.</returns>
    /// <exception cref="ArgumentException">The graph is directed.</exception>
    /// <exception cref="NotSupportedException">The graph has more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public static UndirectedGraphView AsUndirectedQuikGraph(this Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.IsUndirected
            ? new UndirectedGraphView(graph)
            : throw new ArgumentException(
                "The graph is directed: view it with AsQuikGraph(), or make it with both directions of every edge and isUndirected: true.", nameof(graph));
    }

    /// <summary>A copy of the graph as a QuikGraph graph that can be changed, for algorithms that do so: maximum flow adds the reverse of every edge.</summary>
    /// <example><code>
    /// AdjacencyGraph&lt;int, GraphEdge&gt; network = graph.ToAdjacencyGraph();
    /// var reverser = new ReversedEdgeAugmentorAlgorithm&lt;int, GraphEdge&gt;(network, GraphEdge.Added);
    /// reverser.AddReversedEdges();
    /// double flow = network.MaximumFlow(graph.EdgeWeightFunction("capacity"), source, sink, out _, GraphEdge.Added, reverser);
    /// </code></example>
    /// <param name="graph">The graph.</param>
    /// <returns>A graph with the same vertices and edges; it does not hang on <paramref name="graph"/>.</returns>
    /// <exception cref="NotSupportedException">The graph has more than 2^31 - 1 edges.</exception>
    /// <exception cref="ObjectDisposedException">The graph was disposed.</exception>
    public static AdjacencyGraph<int, GraphEdge> ToAdjacencyGraph(this Graph graph)
    {
        GraphView view = AsQuikGraph(graph);
        var copy = new AdjacencyGraph<int, GraphEdge>(allowParallelEdges: true, view.VertexCount);
        foreach (int vertex in view.Vertices)
        {
            copy.AddVertex(vertex);
        }

        foreach (GraphEdge edge in view.Edges)
        {
            copy.AddEdge(edge);
        }

        return copy;
    }

    /// <summary>An edge column as QuikGraph's algorithms ask for weights, distances and capacities: a function of an edge.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="column">The column, numbers <c>[E]</c> on any engine, copied once; the graph's weights if not named, each 1 where it has none.</param>
    /// <returns>The value of an edge of the graph's views or copies; 0 for an edge that an algorithm added.</returns>
    /// <exception cref="ArgumentException">The column is not one number an edge.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column; the message lists those there are.</exception>
    /// <exception cref="ObjectDisposedException">The column was disposed with its graph.</exception>
    public static Func<GraphEdge, double> EdgeWeightFunction(this Graph graph, string column = ColumnNames.EdgeWeights)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (column == ColumnNames.EdgeWeights && !graph.Edges.Contains(column))
        {
            return edge => edge.Id < 0 ? 0 : 1;
        }

        double[] values = Read(graph.Edges[column], column);
        return edge => edge.Id < 0 ? 0 : values[edge.Id];
    }

    private static double[] Read(Tensor column, string name) => (column.Shape.Rank, column.DataType) switch
    {
        (1, DataType.Float32 or DataType.Float64) => column.ToArray<double>(),
        (1, DataType.Int32) => Array.ConvertAll(column.ToArray<int>(), value => (double)value),
        (1, DataType.Int64) => Array.ConvertAll(column.ToArray<long>(), value => (double)value),
        _ => throw new ArgumentException(
            $"The edge column '{name}' must be one number an edge, got {column.DataType} {column.Shape}: choose a column or cast it.", nameof(column)),
    };
}
