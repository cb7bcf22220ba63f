using Gnn.Graphs.Splits;
using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How well links are told from pairs without one.</summary>
/// <remarks>
/// A link ranks among its own negatives, or among all where they are shared, ties by half: a scorer that gives every pair the same number has the area one half, the average precision of the
/// share of links among the pairs, and each link the rank <c>1 + n / 2</c> among n negatives.
/// </remarks>
public sealed class LinkMetrics
{
    private readonly double[] _ranks;

    private LinkMetrics(double rocAuc, double averagePrecision, double[] ranks) => (RocAuc, AveragePrecision, _ranks) = (rocAuc, averagePrecision, ranks);

    /// <summary>The number of links.</summary>
    public int Count => _ranks.Length;

    /// <summary>The area under the ROC curve over all pairs; NaN without links or negatives.</summary>
    public double RocAuc { get; }

    /// <summary>The average precision over all pairs; NaN without links.</summary>
    public double AveragePrecision { get; }

    /// <summary>The mean of 1 / rank, in (0, 1]; NaN without links.</summary>
    public double MeanReciprocalRank => RankingMetrics.MeanReciprocalRank(_ranks);

    /// <summary>The rank of each link, at least 1, a multiple of one half.</summary>
    public ReadOnlySpan<double> Ranks => _ranks;

    /// <summary>Measures scores.</summary>
    /// <param name="links">The score of each link: the higher, the more likely; any number but NaN.</param>
    /// <param name="negatives">The score of each negative.</param>
    /// <param name="perLink">K, if negative j of link i is <c>i K + j</c>; null if every link ranks among all.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are not K negatives for each link, or a score is NaN.</exception>
    public static LinkMetrics Of(ReadOnlySpan<double> links, ReadOnlySpan<double> negatives, int? perLink = null)
    {
        if (perLink is { } count && negatives.Length != (long)links.Length * count)
        {
            throw new ArgumentException($"There are {links.Length} links with {count} negatives each, but {negatives.Length} scores of negatives.", nameof(negatives));
        }

        double[] all = [.. links, .. negatives];
        bool[] isLink = new bool[all.Length];
        Array.Fill(isLink, true, 0, links.Length);
        double area = Metrics.RocAuc.Of(all, isLink);
        double precision = Metrics.AveragePrecision.Of(all, isLink);
        double[] ranks = new double[links.Length];
        if (perLink is { } each)
        {
            for (int link = 0; link < ranks.Length; link++)
            {
                ranks[link] = RankingMetrics.Rank(links[link], negatives.Slice(link * each, each));
            }
        }
        else
        {
            double[] sorted = negatives.ToArray();
            Array.Sort(sorted);
            for (int link = 0; link < ranks.Length; link++)
            {
                ranks[link] = RankAmong(sorted, links[link]);
            }
        }

        return new LinkMetrics(area, precision, ranks);
    }

    /// <summary>The share of links that rank among the first K.</summary>
    /// <param name="k">K, at least 1.</param>
    /// <returns>The share, in [0, 1]; NaN without links.</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is below 1.</exception>
    public double HitsAt(int k) => RankingMetrics.HitsAt(_ranks, k);

    internal double Value(LinkMetric metric, int hitsAt) => metric switch
    {
        LinkMetric.AveragePrecision => AveragePrecision,
        LinkMetric.Hits => HitsAt(hitsAt),
        LinkMetric.MeanReciprocalRank => MeanReciprocalRank,
        _ => RocAuc,
    };

    /// <summary>The rank among ascending scores: those above, and half of the ties.</summary>
    private static double RankAmong(double[] sorted, double score)
    {
        int above = sorted.Length - Bound(sorted, score, afterTies: true);
        int notBelow = sorted.Length - Bound(sorted, score, afterTies: false);
        return 1 + above + ((notBelow - above) / 2.0);
    }

    private static int Bound(double[] sorted, double score, bool afterTies)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < score || (afterTies && sorted[middle] == score))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
