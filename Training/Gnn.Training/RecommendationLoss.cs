namespace Gnn.Training;

/// <summary>What a recommender learns from an interaction.</summary>
public enum RecommendationLoss
{
    /// <summary>The item stands above items that are drawn for the interaction, see <see cref="Losses.BayesianPersonalizedRanking"/>.</summary>
    Bpr,

    /// <summary>The item is told from a sample of items that the whole batch shares, see <see cref="Losses.SampledSoftmax"/>.</summary>
    Softmax,
}
