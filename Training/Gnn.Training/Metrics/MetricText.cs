namespace Gnn.Training.Metrics;

/// <summary>What metrics are called, which way is better, and where they are found.</summary>
internal static class MetricText
{
    internal static string Name(this ClassificationMetric metric) => metric switch
    {
        ClassificationMetric.MacroF1 => "macro-F1",
        ClassificationMetric.RocAuc => "ROC-AUC",
        _ => "accuracy",
    };

    internal static string Name(this RegressionMetric metric) => metric switch
    {
        RegressionMetric.RootMeanSquaredError => "root mean squared error",
        RegressionMetric.R2 => "R2",
        _ => "mean absolute error",
    };

    internal static double Of(this ClassificationMetric metric, ClassificationMetrics metrics) => metric switch
    {
        ClassificationMetric.MacroF1 => metrics.MacroF1,
        ClassificationMetric.RocAuc => metrics.RocAuc,
        _ => metrics.Accuracy,
    };

    internal static double Of(this RegressionMetric metric, RegressionMetrics metrics) => metric switch
    {
        RegressionMetric.RootMeanSquaredError => metrics.RootMeanSquaredError,
        RegressionMetric.R2 => metrics.R2,
        _ => metrics.MeanAbsoluteError,
    };

    internal static bool IsHigherBetter(this RegressionMetric metric) => metric == RegressionMetric.R2;
}
