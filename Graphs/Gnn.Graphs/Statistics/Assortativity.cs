using System.Globalization;

namespace Gnn.Graphs.Statistics;

/// <summary>Whether edges join nodes that are alike: in degree, in class or in a number of the caller's.</summary>
/// <remarks>
/// Newman, "Mixing patterns in networks", 2003. The edges are counted as the graph stores them, repeated ones and self-loops included, both directions of an
/// undirected graph's. As networkx, but that it gives a self-loop of an undirected graph two ends at its node, and here it has one edge as in the graph.
/// </remarks>
public static class Assortativity
{
    /// <summary>The correlation, over the edges, of the source's out-degree and the target's in-degree.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A number in [-1, 1]; NaN without edges or where all degrees on one side are equal. Costs O(N + E).</returns>
    public static double OfDegrees(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        double[] outDegrees = new double[graph.NodeCount];
        double[] inDegrees = new double[graph.NodeCount];
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            outDegrees[sources[edge]]++;
            inDegrees[targets[edge]]++;
        }

        return Correlate(graph, outDegrees, inDegrees);
    }

    /// <summary>The correlation, over the edges, of a number of the source with that of the target.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The number of each node, finite, <c>[N]</c>.</param>
    /// <returns>A number in [-1, 1]; NaN without edges or where all numbers on one side are equal. Costs O(N + E).</returns>
    /// <exception cref="ArgumentException">There are not N numbers, or one is not finite.</exception>
    public static double OfValues(Graph graph, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (values.Length != graph.NodeCount)
        {
            throw new ArgumentException($"There must be a value for each of the {graph.NodeCount} nodes, got {values.Length}.", nameof(values));
        }

        for (int node = 0; node < values.Length; node++)
        {
            if (!double.IsFinite(values[node]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Values must be finite, got {values[node]} for node {node}: replace it or take a subgraph."),
                    nameof(values));
            }
        }

        return Correlate(graph, values, values);
    }

    /// <summary>By how much edges join nodes of one class more often than by chance, as a share of the most that they could.</summary>
    /// <param name="graph">A graph with labels; nodes without one, and edges that touch one, are left out.</param>
    /// <returns>A number up to 1; NaN if no edge joins two labelled nodes, or all are of one class. Costs O(N + E).</returns>
    /// <exception cref="InvalidOperationException">The graph has no labels.</exception>
    /// <remarks>
    /// With e(k, l) the share of edges from class k to class l, a(k) from class k and b(k) to class k:
    /// <code>(sum over k of e(k, k) - sum over k of a(k) b(k)) / (1 - sum over k of a(k) b(k))</code>
    /// </remarks>
    public static double OfLabels(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var mixing = ClassMixing.Of(graph);
        if (mixing.HasOneClass)
        {
            return double.NaN;
        }

        double edges = mixing.EdgeCount;
        double byChance = 0;
        for (int label = 0; label < mixing.ClassCount; label++)
        {
            byChance += mixing.EdgesFrom(label) / edges * (mixing.EdgesInto(label) / edges);
        }

        return ((mixing.WithinCount / edges) - byChance) / (1 - byChance);
    }

    /// <summary>Pearson's correlation in two passes, so that large equal parts do not cancel.</summary>
    private static double Correlate(Graph graph, ReadOnlySpan<double> ofSource, ReadOnlySpan<double> ofTarget)
    {
        ReadOnlySpan<int> sources = graph.Sources;
        ReadOnlySpan<int> targets = graph.Targets;
        double sourceMean = 0, targetMean = 0;
        bool isSourceConstant = true, isTargetConstant = true;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            isSourceConstant &= ofSource[sources[edge]] == ofSource[sources[0]];
            isTargetConstant &= ofTarget[targets[edge]] == ofTarget[targets[0]];
            sourceMean += ofSource[sources[edge]];
            targetMean += ofTarget[targets[edge]];
        }

        if (isSourceConstant || isTargetConstant)
        {
            return double.NaN;
        }

        sourceMean /= sources.Length;
        targetMean /= sources.Length;
        double product = 0, sourceSquare = 0, targetSquare = 0;
        for (int edge = 0; edge < sources.Length; edge++)
        {
            double x = ofSource[sources[edge]] - sourceMean;
            double y = ofTarget[targets[edge]] - targetMean;
            product += x * y;
            sourceSquare += x * x;
            targetSquare += y * y;
        }

        return product / (Math.Sqrt(sourceSquare) * Math.Sqrt(targetSquare));
    }
}
