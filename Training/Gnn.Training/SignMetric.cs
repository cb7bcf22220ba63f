namespace Gnn.Training;

/// <summary>The number by which validation edges choose the epoch of a sign prediction.</summary>
public enum SignMetric
{
    /// <summary>The area under the ROC curve, ties counting half.</summary>
    RocAuc,

    /// <summary>The mean of the F1 of positive and of negative edges.</summary>
    MacroF1,

    /// <summary>The average precision of negative edges: the area under their precision-recall curve.</summary>
    NegativeAveragePrecision,

    /// <summary>The F1 of positive edges. It is refused: nine edges of ten are positive, so that calling every edge positive, which knows nothing, comes near to 1.</summary>
    BinaryF1,
}
