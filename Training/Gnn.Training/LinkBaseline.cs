namespace Gnn.Training;

/// <summary>What a heuristic or matrix factorisation reaches on the test links of a split.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Test">The metrics.</param>
public sealed record LinkBaseline(string Name, LinkMetrics Test)
{
    /// <summary>Name and metrics.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: AUC {Test.RocAuc:0.0000}, AP {Test.AveragePrecision:0.0000}, MRR {Test.MeanReciprocalRank:0.0000}");
}
