namespace Gnn.Training;

/// <summary>An epoch of a recommender's training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Loss">The mean loss of its steps, each before it was taken.</param>
/// <param name="ValidationRecall">The recall on the held-out interactions after it, or NaN where it was not measured.</param>
/// <param name="ValidationNdcg">The NDCG on the held-out interactions after it, or NaN where it was not measured.</param>
public readonly record struct RecommendationEpochRecord(int Epoch, double Loss, double ValidationRecall, double ValidationNdcg)
{
    internal const int NumberCount = 4;

    internal static RecommendationEpochRecord FromNumbers(double[] numbers) => new((int)numbers[0], numbers[1], numbers[2], numbers[3]);

    internal double[] ToNumbers() => [Epoch, Loss, ValidationRecall, ValidationNdcg];

    internal double Value(RecommendationMetric metric) => metric == RecommendationMetric.Recall ? ValidationRecall : ValidationNdcg;
}
