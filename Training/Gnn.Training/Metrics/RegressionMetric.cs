namespace Gnn.Training.Metrics;

/// <summary>Which number says how good a regression is.</summary>
public enum RegressionMetric
{
    /// <summary>The mean absolute error; the lower the better.</summary>
    MeanAbsoluteError,

    /// <summary>The root of the mean squared error; the lower the better.</summary>
    RootMeanSquaredError,

    /// <summary>The coefficient of determination; the higher the better.</summary>
    R2,
}
