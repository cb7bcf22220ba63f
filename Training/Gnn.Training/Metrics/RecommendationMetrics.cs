using System.Globalization;

namespace Gnn.Training.Metrics;

/// <summary>How good the first K recommendations are: the means of <see cref="TopKMetrics"/> over the users that have relevant items.</summary>
/// <remarks>Each user's ranking is of all items but those that the user trained on. Ties are counted exactly, see <see cref="TopKMetrics"/>.</remarks>
public sealed record RecommendationMetrics
{
    /// <summary>K.</summary>
    public required int K { get; init; }

    /// <summary>The number of users with relevant items.</summary>
    public required int UserCount { get; init; }

    /// <summary>The mean recall, in [0, 1].</summary>
    public required double Recall { get; init; }

    /// <summary>The mean normalised discounted cumulative gain, in [0, 1].</summary>
    public required double Ndcg { get; init; }

    /// <summary>The mean precision, in [0, 1].</summary>
    public required double Precision { get; init; }

    /// <summary>The mean of the average precisions, in [0, 1].</summary>
    public required double MeanAveragePrecision { get; init; }

    /// <summary>The share of users with a relevant item among the first K, in [0, 1].</summary>
    public required double HitRate { get; init; }

    /// <summary>The share of all items that stand among the first K of any of these users, in [0, 1]; its expected value where scores tie.</summary>
    public required double Coverage { get; init; }

    /// <summary>Users in four groups of about equal size by their number of training items, fewest first; fewer groups where many have one number.</summary>
    public required IReadOnlyList<DegreeGroup> ByUserDegree { get; init; }

    /// <summary>Relevant interactions in four groups of about equal size by the item's number of training users, fewest first.</summary>
    public required IReadOnlyList<DegreeGroup> ByItemDegree { get; init; }

    /// <summary>Recall and NDCG.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"recall@{K} {Recall:0.0000}, NDCG@{K} {Ndcg:0.0000} of {UserCount} users");
}
