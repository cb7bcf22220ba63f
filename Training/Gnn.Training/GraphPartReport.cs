using Gnn.Training.Metrics;

namespace Gnn.Training;

/// <summary>How good a model is on a part of the graphs, measured on all of them at once.</summary>
/// <param name="Count">The number of graphs that were measured.</param>
/// <param name="Loss">The loss of all of them; NaN if there are none.</param>
/// <param name="Score">The metric that selection goes by; NaN if there are none.</param>
/// <param name="Classification">The metrics of a classification; null of a regression.</param>
/// <param name="Regression">The metrics of a regression; null of a classification.</param>
public sealed record GraphPartReport(int Count, double Loss, double Score, ClassificationMetrics? Classification, RegressionMetrics? Regression);
