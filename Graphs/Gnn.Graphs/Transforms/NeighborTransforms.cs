using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Transforms;

/// <summary>Graphs made of features.</summary>
public static class NeighborTransforms
{
    /// <summary>Replaces the edges by one to every node from each of its nearest neighbours in feature space.</summary>
    /// <param name="graph">A graph with finite features <c>[N, F]</c>; sparse ones are made dense.</param>
    /// <param name="count">How many neighbours k, at least 1; a graph of fewer nodes has all of them.</param>
    /// <param name="options">The metric and what is kept; the defaults if null.</param>
    /// <returns>A directed graph whose edges go neighbour -> node, by node, nearest first; of equally near ones, lower ids first. Node columns are shared, edge
    /// columns gone. For an undirected graph add <see cref="EdgeTransforms.Symmetrize"/>. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">A feature is not finite; the message names its row.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1, or the metric is none.</exception>
    /// <exception cref="InvalidOperationException">The graph has no features.</exception>
    /// <remarks>
    /// PyG's KNNGraph. Exact: products of blocks of rows by the engine give distances within a known rounding, and those that may be among the nearest are
    /// computed again in double precision, term by term. Cost: O(N^2 F), and memory for some million distances.
    /// </remarks>
    public static Graph NearestNeighborGraph(this Graph graph, int count, NeighborOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        NeighborOptions how = options ?? new NeighborOptions();
        EnumChecks.CheckDefined(how.Metric, nameof(NeighborOptions.Metric));

        using NoGrad noGrad = NoGrad.Open();
        Engine engine = graph.Features.Engine;
        using Tensor? made = graph.Features.Sparse?.ToDense();
        (double[] rows, double[] offsets, int width) = Rows(made ?? graph.Features.Dense!, how.Metric);
        int nodes = graph.NodeCount;
        int neighbours = Math.Min(count, Math.Max(0, how.SelfLoops ? nodes : nodes - 1));
        int[] sources = new int[checked(nodes * neighbours)];
        double[] distances = new double[sources.Length];
        new NeighborSearch(engine, rows, offsets, width, how.SelfLoops).Find(neighbours, sources, distances);
        int[] targets = new int[sources.Length];
        for (int edge = 0; edge < targets.Length; edge++)
        {
            targets[edge] = edge / neighbours;
            distances[edge] = how.Metric == NeighborMetric.Euclidean ? Math.Sqrt(distances[edge]) : distances[edge] / 2;
        }

        var edges = new ColumnTable(graph.Edges.RowName, sources.Length);
        if (how.DistanceColumn is { } name)
        {
            edges = TableRows.With(edges, name, Tensor.Create(distances, distances.Length, engine));
        }

        return graph.Rewire(sources, targets, isUndirected: false, edges);
    }

    /// <summary>The rows in doubles. For the cosine they have length 1, so that half their squared distance is the cosine distance; a row of zeros, of
    /// length 0, has 1 to be added to its squared distances.</summary>
    private static (double[] Rows, double[] Offsets, int Width) Rows(Tensor x, NeighborMetric metric)
    {
        int width = checked((int)x.Shape[1]);
        double[] rows = x.ToArray<double>();
        double[] offsets = new double[x.Shape[0]];
        int bad = Array.FindIndex(rows, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Features must be finite to have neighbours, got {rows[bad]} at row {bad / width}, column {bad % width}."), nameof(x));
        }

        if (metric == NeighborMetric.Euclidean)
        {
            return (rows, offsets, width);
        }

        for (int node = 0; node < offsets.Length; node++)
        {
            Span<double> row = rows.AsSpan(node * width, width);
            double largest = 0;
            foreach (double value in row)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            double squares = 0;
            foreach (double value in row)
            {
                squares += largest == 0 ? 0 : value / largest * (value / largest);
            }

            double norm = Math.Sqrt(squares);
            offsets[node] = norm == 0 ? 1 : 0;
            for (int i = 0; i < width; i++)
            {
                row[i] = norm == 0 ? 0 : row[i] / largest / norm;
            }
        }

        return (rows, offsets, width);
    }
}
