namespace Gnn.Training.Metrics;

/// <summary>Which number says how good a classifier is; the higher the better.</summary>
public enum ClassificationMetric
{
    /// <summary>The share of samples whose class is predicted.</summary>
    Accuracy,

    /// <summary>The mean F1 of the classes that occur.</summary>
    MacroF1,

    /// <summary>The area under the ROC curve, of two classes.</summary>
    RocAuc,
}
