namespace Gnn.Training;

/// <summary>From which score on an edge is called positive.</summary>
public enum SignThreshold
{
    /// <summary>A probability of one half.</summary>
    Half,

    /// <summary>The score that has the highest macro-F1 on the validation edges.</summary>
    BestValidation,
}
