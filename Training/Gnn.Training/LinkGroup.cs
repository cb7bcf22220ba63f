using System.Globalization;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How high some of the links that were measured rank: those of a node, or those of like degrees.</summary>
public sealed class LinkGroup
{
    private readonly double[] _ranks;

    internal LinkGroup(int leastDegree, int mostDegree, double[] ranks) => (LeastDegree, MostDegree, _ranks) = (leastDegree, mostDegree, ranks);

    /// <summary>The lowest degree.</summary>
    public int LeastDegree { get; }

    /// <summary>The highest degree.</summary>
    public int MostDegree { get; }

    /// <summary>The number of links, at least 1.</summary>
    public int Count => _ranks.Length;

    /// <summary>The rank of each link, as in <see cref="LinkMetrics.Ranks"/>.</summary>
    public ReadOnlySpan<double> Ranks => _ranks;

    /// <summary>The mean of 1 / rank, in (0, 1].</summary>
    public double MeanReciprocalRank => RankingMetrics.MeanReciprocalRank(_ranks);

    /// <summary>The share of links that rank among the first K.</summary>
    /// <param name="k">K, at least 1.</param>
    /// <returns>The share, in [0, 1].</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public double HitsAt(int k) => RankingMetrics.HitsAt(_ranks, k);

    /// <summary>Degrees, number of links and mean reciprocal rank.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"degree {(LeastDegree == MostDegree ? LeastDegree : $"{LeastDegree} to {MostDegree}")}: {Count} links, MRR {MeanReciprocalRank:0.0000}");
}
