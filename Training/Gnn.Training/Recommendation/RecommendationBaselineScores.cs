using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Training.Recommendation;

/// <summary>The scores of baselines.</summary>
internal static class RecommendationBaselineScores
{
    internal static IReadOnlyList<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)> Of(Interactions train, RecommendationOptions options, Engine engine)
    {
        RecommendationBaselineOptions settings = options.Baselines;
        RandomSource random = options.Random.Stream("baselines");
        var scores = new List<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)>();
        foreach (RecommendationBaselineKind kind in settings.Kinds)
        {
            scores.Add(kind switch
            {
                RecommendationBaselineKind.Popularity => (kind, "popularity", new PopularityScores(train)),
                RecommendationBaselineKind.ItemKnn => (kind, "item-kNN", new ItemKnnScores(train, settings, engine.ThreadCount)),
                _ => (kind, "iALS", new ImplicitAlsScores(train, settings, random.Stream("als"), engine)),
            });
        }

        return scores;
    }
}
