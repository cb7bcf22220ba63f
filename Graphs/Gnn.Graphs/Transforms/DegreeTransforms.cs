using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Transforms;

/// <summary>Features made of degrees. Repeated edges and self-loops count. Each result shares everything else; the caller disposes it.</summary>
public static class DegreeTransforms
{
    private const int ProfileWidth = 5;

    /// <summary>Adds each node's degree, one-hot, to its features.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="maxDegree">The highest degree that there may be, at least 0; null for the highest that there is.</param>
    /// <param name="direction">Which edges count; those out of a node by default, as in PyG. <see cref="EdgeDirection.Both"/> sums the two degrees.</param>
    /// <param name="append">Whether features that there are come first; else they are replaced.</param>
    /// <returns>A graph with dense features <c>[N, F + maxDegree + 1]</c>.</returns>
    /// <exception cref="ArgumentException">A node has a higher degree; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The highest degree is negative, or the direction is none.</exception>
    /// <remarks>PyG's OneHotDegree. Cost: O(N maxDegree + E).</remarks>
    public static Graph WithDegreeOneHot(this Graph graph, int? maxDegree = null, EdgeDirection direction = EdgeDirection.Outgoing, bool append = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDegree ?? 0, nameof(maxDegree));
        int[] degrees = Degrees(graph, direction);
        int highest = maxDegree ?? (degrees.Length == 0 ? 0 : degrees.Max());
        double[] oneHot = new double[checked(degrees.Length * (highest + 1))];
        for (int node = 0; node < degrees.Length; node++)
        {
            if (degrees[node] > highest)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Node {node} has degree {degrees[node]}, above the highest, {highest}: raise maxDegree or leave it out."),
                    nameof(maxDegree));
            }

            oneHot[(node * (highest + 1)) + degrees[node]] = 1;
        }

        return WithNodeFeatures(graph, oneHot, highest + 1, append);
    }

    /// <summary>Adds to each node's features its degree, and the least, largest, mean and standard deviation of the degrees of its neighbours.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="append">Whether features that there are come first; else they are replaced.</param>
    /// <returns>A graph with dense features <c>[N, F + 5]</c>. Degrees are out-degrees and neighbours those that edges lead to; without one, 0.</returns>
    /// <remarks>Cai and Wang, "A simple yet effective baseline for non-attributed graph classification", 2018. PyG's LocalDegreeProfile; the deviation is that of
    /// the population. Cost: O(N + E).</remarks>
    public static Graph WithLocalDegreeProfile(this Graph graph, bool append = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] degrees = Degrees(graph, EdgeDirection.Outgoing);
        double[] profile = new double[degrees.Length * ProfileWidth];
        for (int node = 0; node < degrees.Length; node++)
        {
            Span<double> row = profile.AsSpan(node * ProfileWidth, ProfileWidth);
            ReadOnlySpan<int> neighbours = graph.OutEdges.Row(node);
            row[0] = degrees[node];
            if (neighbours.Length == 0)
            {
                continue;
            }

            (double least, double largest, double sum) = (double.PositiveInfinity, 0, 0);
            foreach (int neighbour in neighbours)
            {
                least = Math.Min(least, degrees[neighbour]);
                largest = Math.Max(largest, degrees[neighbour]);
                sum += degrees[neighbour];
            }

            double mean = sum / neighbours.Length;
            double squares = 0;
            foreach (int neighbour in neighbours)
            {
                squares += (degrees[neighbour] - mean) * (degrees[neighbour] - mean);
            }

            (row[1], row[2], row[3], row[4]) = (least, largest, mean, Math.Sqrt(squares / neighbours.Length));
        }

        return WithNodeFeatures(graph, profile, ProfileWidth, append);
    }

    /// <summary>Adds to each edge's features the in-degree of its target.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="normalize">Whether it is divided by the highest in-degree of a target.</param>
    /// <param name="append">Whether edge features that there are come first; else they are replaced.</param>
    /// <returns>A graph with edge features <c>edge_attr</c> <c>[E, D + 1]</c>.</returns>
    /// <remarks>PyG's TargetIndegree. Cost: O(N + E).</remarks>
    public static Graph WithTargetInDegree(this Graph graph, bool normalize = true, bool append = true)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int[] degrees = Degrees(graph, EdgeDirection.Incoming);
        double highest = normalize && degrees.Length > 0 ? Math.Max(1, degrees.Max()) : 1;
        double[] values = new double[graph.Targets.Length];
        for (int edge = 0; edge < values.Length; edge++)
        {
            values[edge] = degrees[graph.Targets[edge]] / highest;
        }

        if (!append || !graph.Edges.TryGet(ColumnNames.EdgeFeatures, out Tensor? old))
        {
            return graph.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Create(values, (values.Length, 1), EdgeEngine(graph)), replace: true);
        }

        using NoGrad noGrad = NoGrad.Open();
        using Tensor column = Tensor.Create(values, (values.Length, 1), old.Engine);
        using Tensor matrix = old.Reshape((old.Shape[0], old.Shape.With(0, 1).Count));
        return graph.WithEdgeColumn(ColumnNames.EdgeFeatures, Tensor.Concatenate([matrix, column], 1), replace: true);
    }

    /// <summary>The graph with features beside those it has, or in their place.</summary>
    internal static Graph WithNodeFeatures(Graph graph, double[] values, int width, bool append)
    {
        using NoGrad noGrad = NoGrad.Open();
        if (!append || !graph.HasFeatures)
        {
            return graph.WithFeatures(Tensor.Create(values, (graph.NodeCount, width), graph.HasFeatures ? graph.Features.Engine : null));
        }

        Features old = graph.Features;
        using Tensor added = Tensor.Create(values, (graph.NodeCount, width), old.Engine);
        if (old.Dense is { } dense)
        {
            return graph.WithFeatures(Tensor.Concatenate([dense, added], 1));
        }

        using Tensor made = old.ToDense();
        return graph.WithFeatures(Tensor.Concatenate([made, added], 1));
    }

    private static Engine? EdgeEngine(Graph graph) => graph.EdgeWeights?.Engine;

    private static int[] Degrees(Graph graph, EdgeDirection direction)
    {
        EnumChecks.CheckDefined(direction);
        int[] degrees = new int[graph.NodeCount];
        if (direction != EdgeDirection.Outgoing)
        {
            Count(graph.Targets);
        }

        if (direction != EdgeDirection.Incoming)
        {
            Count(graph.Sources);
        }

        return degrees;

        void Count(ReadOnlySpan<int> ends)
        {
            foreach (int end in ends)
            {
                degrees[end]++;
            }
        }
    }
}
