using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>PageRank: how often a random walk that now and then starts anew is at each node.</summary>
/// <remarks>
/// Brin and Page, "The anatomy of a large-scale hypertextual web search engine", 1998. The walk follows a node's out-edges in proportion to their weights,
/// the edge column <c>weight</c>, or each alike without one; repeated edges and self-loops count. From a dangling node, which has no out-edge of positive
/// weight, it starts anew. As networkx has it, whose tolerance is N times its argument.
/// </remarks>
public static class PageRank
{
    /// <summary>The rank of each node.</summary>
    /// <param name="graph">The graph; edge weights are optional.</param>
    /// <param name="options">How to walk and when to stop; the defaults if null.</param>
    /// <returns>The ranks, <c>[N]</c>, 0 or more, of sum 1.</returns>
    /// <exception cref="ArgumentException">The starts are not <c>[N]</c>, not all finite and 0 or more, or all 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A weight is negative or not finite, or the ranks did not converge in so many steps.</exception>
    /// <remarks>Power iteration, O(N + E) a step; the error falls by the damping at least. Sums are cut by N alone, so that any number of threads gives the
    /// same bits.</remarks>
    public static double[] Of(Graph graph, PageRankOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return Of(graph, options ?? new PageRankOptions(), Blocks.Threads);
    }

    internal static double[] Of(Graph graph, PageRankOptions options, int threads)
    {
        Check(options);
        int nodes = graph.NodeCount;
        double[] starts = Normalise(options.Starts, nodes);
        if (nodes == 0)
        {
            return [];
        }

        SparseStructure inEdges = graph.InEdges;
        double[]? weights = EntryWeights(graph);
        double[] outWeights = OutWeights(graph, weights);
        double[] ranks = [.. starts];
        double[] shares = new double[nodes];
        double[] next = new double[nodes];
        for (int step = 0; step < options.MaxSteps; step++)
        {
            double dangling = Blocks.Sum(nodes, threads, (from, to) => Share(ranks, outWeights, shares, from, to));
            double change = Blocks.Sum(nodes, threads, (from, to) =>
            {
                double sum = 0;
                for (int node = from; node < to; node++)
                {
                    double arriving = Gather(inEdges, weights, shares, node);
                    next[node] = (options.Damping * (arriving + (dangling * starts[node]))) + ((1 - options.Damping) * starts[node]);
                    sum += Math.Abs(next[node] - ranks[node]);
                }

                return sum;
            });

            (ranks, next) = (next, ranks);
            if (change < options.Tolerance)
            {
                return ranks;
            }
        }

        throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"PageRank did not converge to {options.Tolerance} in {options.MaxSteps} steps: allow more steps or a larger tolerance."));
    }

    /// <summary>What each node passes on per unit of weight; returns the rank of the dangling ones.</summary>
    private static double Share(double[] ranks, double[] outWeights, double[] shares, int from, int to)
    {
        double dangling = 0;
        for (int node = from; node < to; node++)
        {
            bool isDangling = outWeights[node] == 0;
            shares[node] = isDangling ? 0 : ranks[node] / outWeights[node];
            dangling += isDangling ? ranks[node] : 0;
        }

        return dangling;
    }

    private static double Gather(SparseStructure inEdges, double[]? weights, double[] shares, int node)
    {
        double sum = 0;
        ReadOnlySpan<int> row = inEdges.Row(node);
        if (weights is null)
        {
            foreach (int source in row)
            {
                sum += shares[source];
            }

            return sum;
        }

        ReadOnlySpan<double> ofRow = weights.AsSpan((int)inEdges.RowPointers[node], row.Length);
        for (int entry = 0; entry < row.Length; entry++)
        {
            sum += ofRow[entry] * shares[row[entry]];
        }

        return sum;
    }

    /// <summary>The weights in the order of the in-edges, or null if all are 1.</summary>
    private static double[]? EntryWeights(Graph graph)
    {
        if (graph.EdgeWeights is not { } column)
        {
            return null;
        }

        double[] byEdge = column.ToArray<double>();
        for (int edge = 0; edge < byEdge.Length; edge++)
        {
            if (!double.IsFinite(byEdge[edge]) || byEdge[edge] < 0)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"PageRank needs finite edge weights of 0 or more, but edge {edge} has {byEdge[edge]}: correct the column 'weight' or leave it out."));
            }
        }

        IndexArray edges = graph.InEdges.EdgeIds;
        double[] byEntry = new double[byEdge.Length];
        for (int entry = 0; entry < byEntry.Length; entry++)
        {
            byEntry[entry] = byEdge[edges[entry]];
        }

        return byEntry;
    }

    private static double[] OutWeights(Graph graph, double[]? weights)
    {
        double[] sums = new double[graph.NodeCount];
        ReadOnlySpan<int> columns = graph.InEdges.ColumnIndices.Span();
        for (int entry = 0; entry < columns.Length; entry++)
        {
            sums[columns[entry]] += weights?[entry] ?? 1;
        }

        return sums;
    }

    private static double[] Normalise(IReadOnlyList<double>? starts, int nodes)
    {
        double[] result = new double[nodes];
        if (starts is null)
        {
            Array.Fill(result, 1.0 / nodes);
            return result;
        }

        if (starts.Count != nodes)
        {
            throw new ArgumentException($"'Starts' must have a number for each of the {nodes} nodes, got {starts.Count}.", nameof(starts));
        }

        double sum = starts.Sum();
        for (int node = 0; node < nodes; node++)
        {
            result[node] = double.IsFinite(starts[node]) && starts[node] >= 0 && sum is > 0 and < double.PositiveInfinity
                ? starts[node] / sum
                : throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"'Starts' must be finite, 0 or more and not all 0, got {starts[node]} for node {node} and {sum} in all."),
                    nameof(starts));
        }

        return result;
    }

    private static void Check(PageRankOptions options)
    {
        if (!(options.Damping is >= 0 and < 1))
        {
            throw OutOfRange("Damping", "in [0, 1)", options.Damping);
        }

        if (!(options.Tolerance is > 0 and < double.PositiveInfinity))
        {
            throw OutOfRange("Tolerance", "finite and above 0", options.Tolerance);
        }

        if (options.MaxSteps < 1)
        {
            throw OutOfRange("MaxSteps", "at least 1", options.MaxSteps);
        }

        static ArgumentOutOfRangeException OutOfRange(string name, string range, double value) => new(
            nameof(options), value, string.Create(CultureInfo.InvariantCulture, $"'{name}' must be {range}, got {value}."));
    }
}
