using System.Globalization;
using Gnn.Tensors.Sparse;
using MathNet.Numerics.Statistics;

namespace Gnn.Graphs.Statistics;

/// <summary>How the degrees of a graph's nodes are distributed; all numbers are 0 for a graph without nodes.</summary>
/// <param name="Minimum">The lowest degree.</param>
/// <param name="LowerQuartile">The first quartile.</param>
/// <param name="Median">The median.</param>
/// <param name="UpperQuartile">The third quartile.</param>
/// <param name="Maximum">The highest degree.</param>
/// <param name="Mean">The mean degree.</param>
/// <param name="ZeroCount">The number of nodes of degree 0.</param>
/// <remarks>Repeated edges and self-loops count. Quartiles lie between the two nearest ranks by linear interpolation (Hyndman and Fan's type 7).</remarks>
public sealed record DegreeSummary(
    long Minimum, double LowerQuartile, double Median, double UpperQuartile, long Maximum, double Mean, int ZeroCount)
{
    /// <summary>The degrees by edges into nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The summary; costs O(N log N).</returns>
    public static DegreeSummary OfInDegrees(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return OfRows(graph.InEdges);
    }

    /// <summary>The degrees by edges out of nodes.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>The summary; costs O(N log N).</returns>
    public static DegreeSummary OfOutDegrees(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return OfRows(graph.OutEdges);
    }

    /// <summary>The distribution in one line.</summary>
    /// <returns>For example <c>min 1, quartiles 2 3 5, max 17, mean 4.59</c>.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"min {Minimum}, quartiles {LowerQuartile:0.##} {Median:0.##} {UpperQuartile:0.##}, max {Maximum}, mean {Mean:0.00}");

    /// <summary>The distribution of any counts.</summary>
    internal static DegreeSummary Of(ReadOnlySpan<int> counts)
    {
        if (counts.IsEmpty)
        {
            return new DegreeSummary(0, 0, 0, 0, 0, 0, 0);
        }

        double[] sorted = new double[counts.Length];
        double sum = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = counts[i];
            sum += counts[i];
        }

        Array.Sort(sorted);
        return new DegreeSummary(
            (long)sorted[0],
            Quantile(0.25),
            Quantile(0.5),
            Quantile(0.75),
            (long)sorted[^1],
            sum / sorted.Length,
            counts.Count(0));

        double Quantile(double share) => SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
    }

    private static DegreeSummary OfRows(SparseStructure structure)
    {
        int[] degrees = new int[structure.RowCount];
        for (int node = 0; node < degrees.Length; node++)
        {
            degrees[node] = checked((int)structure.RowLength(node));
        }

        return Of(degrees);
    }
}
