using System.Globalization;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs.Transforms;

/// <summary>Transforms of the edge weights, the column <c>weight</c>.</summary>
public static class WeightTransforms
{
    /// <summary>Divides edge weights by degrees.</summary>
    /// <param name="graph">The graph; without weights every edge has weight 1.</param>
    /// <param name="normalization">By which degrees.</param>
    /// <returns>A graph with the new weights that shares everything else; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A degree is negative; the message names the node.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The normalisation is none of its kind.</exception>
    /// <exception cref="InvalidOperationException">The column <c>weight</c> is not floating <c>[E]</c>.</exception>
    /// <remarks>
    /// <code>graph.WithRemainingSelfLoops().NormalizeWeights()</code> is PyG's gcn_norm. Cost: O(N + E).
    /// </remarks>
    public static Graph NormalizeWeights(this Graph graph, WeightNormalization normalization = WeightNormalization.Symmetric)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double[] weights = Read(graph);
        Normalize(weights, graph.NodeCount, graph.Sources, graph.Targets, normalization);
        return graph.WithEdgeColumn(ColumnNames.EdgeWeights, Tensor.Create(weights, weights.Length, EngineOf(graph)), replace: true);
    }

    /// <summary>The weights on the host; 1 for each edge of a graph without them.</summary>
    internal static double[] Read(Graph graph)
    {
        if (graph.EdgeWeights is { } column)
        {
            return column.ToArray<double>();
        }

        double[] ones = new double[graph.Sources.Length];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>The engine of the graph's own floating data, or null for the default.</summary>
    internal static Engine? EngineOf(Graph graph) => graph.EdgeWeights?.Engine ?? (graph.HasFeatures ? graph.Features.Engine : null);

    internal static void Normalize(
        double[] weights, int nodeCount, ReadOnlySpan<int> sources, ReadOnlySpan<int> targets, WeightNormalization normalization)
    {
        EnumChecks.CheckDefined(normalization);

        double[] scale = Sum(weights, nodeCount, normalization == WeightNormalization.BySource ? sources : targets);
        for (int node = 0; node < scale.Length; node++)
        {
            scale[node] = Inverse(scale[node], node, isRoot: normalization == WeightNormalization.Symmetric);
        }

        for (int edge = 0; edge < weights.Length; edge++)
        {
            weights[edge] *= normalization switch
            {
                WeightNormalization.Symmetric => scale[sources[edge]] * scale[targets[edge]],
                WeightNormalization.BySource => scale[sources[edge]],
                _ => scale[targets[edge]],
            };
        }
    }

    /// <summary>The sum of the weights at each node.</summary>
    internal static double[] Sum(double[] weights, int nodeCount, ReadOnlySpan<int> ends)
    {
        double[] sums = new double[nodeCount];
        for (int edge = 0; edge < weights.Length; edge++)
        {
            sums[ends[edge]] += weights[edge];
        }

        return sums;
    }

    /// <summary>1 / degree, or 1 / root of the degree; 0 for a degree of 0.</summary>
    internal static double Inverse(double degree, int node, bool isRoot)
    {
        if (degree < 0 || !double.IsFinite(degree))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The weights at node {node} must have a finite sum of at least 0, got {degree}: make the column 'weight' non-negative."));
        }

        return degree == 0 ? 0 : 1 / (isRoot ? Math.Sqrt(degree) : degree);
    }
}
