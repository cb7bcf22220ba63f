using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>What is reached without gradient descent, from the same training interactions.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name, for tables.</param>
/// <param name="Metrics">Its metrics on the interactions that the model is measured on.</param>
public sealed record RecommendationBaseline(RecommendationBaselineKind Kind, string Name, RecommendationMetrics Metrics);
