using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;

namespace Gnn.Tests.Graphs.Transforms;

/// <summary>Random graphs with columns of every kind, and what does not depend on the numbers of nodes and edges.</summary>
internal static class TransformGraphs
{
    internal const int Seeds = 12;

    /// <summary>Loops, repeated edges, isolated nodes; features, labels, weights, edge features and an integer edge column.</summary>
    internal static Graph Random(int seed, bool isUndirected = false)
    {
        RandomEdges edges = RandomGraphs.Create(5 + (2 * seed), 8 * seed, (ulong)seed);
        Engine engine = TestEngines.Reference;
        var source = new RandomSource(seed);
        using Graph bare = Graph.FromEdges(edges.SourceCount, edges.Sources, edges.Targets);
        using Graph labelled = bare.WithLabels([.. Enumerable.Range(0, bare.NodeCount).Select(node => node % 3)], engine: engine);
        using Graph featured = labelled.WithFeatures(Tensor.Normal((bare.NodeCount, 3), source.Stream("x"), engine: engine));
        using Graph weighted = featured.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Uniform(edges.Count, source.Stream("w"), 0.5, 1.5, engine));
        using Graph attributed = weighted.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Normal((edges.Count, 2), source.Stream("e"), engine: engine));
        Graph graph = attributed.WithEdgeColumn("kind", Tensor.Create([.. Enumerable.Range(0, edges.Count).Select(edge => edge % 5)], edges.Count, engine));
        if (!isUndirected)
        {
            return graph;
        }

        using (graph)
        {
            return graph.Symmetrize(EdgeReduction.Mean);
        }
    }

    /// <summary>The same graph with node i called order^-1[i]: node k of the result is node order[k].</summary>
    internal static Graph Renumber(Graph graph, int[] order) => graph.InducedSubgraph(order).Graph;

    /// <summary>The edges with their floating columns as rows, sorted: the same for any order of edges.</summary>
    internal static double[][] Rows(Graph graph, int[]? names = null)
    {
        double[][] columns = [.. graph.Edges.Names.Where(name => graph.Edges[name].DataType.IsFloating()).Order().Select(name => graph.Edges[name].ToArray<double>())];
        int edges = graph.Sources.Length;
        var rows = new List<double[]>();
        for (int edge = 0; edge < edges; edge++)
        {
            var row = new List<double> { names?[graph.Sources[edge]] ?? graph.Sources[edge], names?[graph.Targets[edge]] ?? graph.Targets[edge] };
            foreach (double[] column in columns)
            {
                int width = column.Length / edges;
                row.AddRange(column.AsSpan(edge * width, width));
            }

            rows.Add([.. row]);
        }

        return [.. rows.OrderBy(row => row[0]).ThenBy(row => row[1]).ThenBy(row => row.Length > 2 ? Math.Round(row[2], 6) : 0)];
    }
}
