using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training.Metrics;
using Gnn.Training.Recommendation;

namespace Gnn.Training;

/// <summary>Recommendation without gradient descent: popularity, nearest items, and factorisation by least squares.</summary>
public static class RecommendationBaselines
{
    /// <summary>Measures baselines on the ranking of all items.</summary>
    /// <param name="graph">Users and items; its first edge type is who chose what.</param>
    /// <param name="split">Which of these edges train and which test.</param>
    /// <param name="options">Which baselines, K, and whether the test or a held-out part of training is measured; the defaults if null.</param>
    /// <param name="engine">The engine of factorisation, by the threads of which all of them run; the default engine if null.</param>
    /// <returns>Each with its metrics, in the order of the options.</returns>
    /// <exception cref="ArgumentException">The split is of another graph, or a part of it is empty; or a test interaction trains too.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static IReadOnlyList<RecommendationBaseline> Measure(HeteroGraph graph, IndexSplit split, RecommendationOptions? options = null, Engine? engine = null)
    {
        options ??= new RecommendationOptions();
        options.Check();
        engine ??= Engine.Default;
        var parts = new RecommendationParts(graph, split, options.ValidationShare, options.Random);
        Interactions known = options.Test ? parts.Train : parts.Fit;
        IReadOnlyList<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)> scores = RecommendationBaselineScores.Of(known, options, engine);

        // Every score stands: now the test interactions may be seen.
        return Measure(scores, known, options.Test ? parts.ReadTest() : parts.Validation!, options.K, engine.ThreadCount);
    }

    internal static IReadOnlyList<RecommendationBaseline> Measure(
        IReadOnlyList<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)> scores, Interactions known, Interactions measured, int k, int threads)
    {
        var baselines = new List<RecommendationBaseline>();
        foreach ((RecommendationBaselineKind kind, string name, IItemScores each) in scores)
        {
            RecommendationMetrics metrics = FullRanking.Measure(each, known, measured, k, threads);
            baselines.Add(new RecommendationBaseline(kind, name, metrics));
            (each as IDisposable)?.Dispose();
        }

        return baselines;
    }
}
