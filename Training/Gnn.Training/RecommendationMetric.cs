namespace Gnn.Training;

/// <summary>By what held-out interactions choose the epoch.</summary>
public enum RecommendationMetric
{
    /// <summary>The mean NDCG of the first K.</summary>
    Ndcg,

    /// <summary>The mean recall of the first K.</summary>
    Recall,
}
