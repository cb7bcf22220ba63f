namespace Gnn.Training.Losses;

/// <summary>How target distributions are written.</summary>
public enum DistributionTargets
{
    /// <summary>As probabilities.</summary>
    Probabilities,

    /// <summary>As logarithms of probabilities.</summary>
    LogProbabilities,
}
