namespace Gnn.Training;

/// <summary>A number that says how well links are told from other pairs.</summary>
public enum LinkMetric
{
    /// <summary>The area under the ROC curve over all pairs, ties counting half.</summary>
    RocAuc,

    /// <summary>The average precision over all pairs.</summary>
    AveragePrecision,

    /// <summary>The share of links that rank among the first K of themselves and their negatives, see <see cref="LinkPredictionOptions.HitsAt"/>.</summary>
    Hits,

    /// <summary>The mean of 1 / rank of each link among its negatives.</summary>
    MeanReciprocalRank,
}
