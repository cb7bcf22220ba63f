using Gnn.Tensors;

namespace Gnn.Training.Recommendation;

/// <summary>The scores of baselines.</summary>
internal static class RecommendationBaselineScores
{
    internal static IReadOnlyList<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)> Of(
        Interactions train, RecommendationBaselineOptions options, RandomSource random, int threads) =>
    [
        .. options.Kinds.Select(kind => kind switch
        {
            RecommendationBaselineKind.Popularity => (kind, "popularity", (IItemScores)new PopularityScores(train)),
            RecommendationBaselineKind.ItemKnn => (kind, $"item-kNN {options.Neighbors}", new ItemKnnScores(train, options.Neighbors, threads)),
            _ => (kind, $"iALS {options.Width}", new ImplicitAlsScores(train, options, random.Stream("als"), threads)),
        }),
    ];
}
