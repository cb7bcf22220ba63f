using System.Globalization;
using System.Text;
using Gnn.Training.Reports;

namespace Gnn.Training;

/// <summary>What the folds of a cross-validation reached.</summary>
/// <remarks>Standard deviations are those of a sample, by n - 1, over the folds.</remarks>
public sealed class CrossValidationReport
{
    internal CrossValidationReport(CrossValidationProtocol protocol, IReadOnlyList<GraphTrainingReport> folds)
    {
        Protocol = protocol;
        Folds = folds;
        if (protocol == CrossValidationProtocol.Nested)
        {
            Score = Statistic.Of(folds.Select(fold => fold.Test.Score));
            BaselineScore = Statistic.Of(folds.Select(fold => fold.Baseline.TestScore));
            return;
        }

        double sign = folds[0].Options.IsHigherBetter ? 1 : -1;
        int epochs = folds[0].Epochs.Count;
        double[] means = new double[epochs];
        int best = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            means[epoch] = folds.Average(fold => fold.Epochs[epoch].ValidationScore);
            best = sign * means[epoch] > sign * means[best] ? epoch : best;
        }

        MeanCurve = means;
        Epoch = best + 1;
        Score = Statistic.Of(folds.Select(fold => fold.Epochs[best].ValidationScore));
        BaselineScore = new Statistic(double.NaN, double.NaN, 0);
    }

    /// <summary>How the epoch was chosen.</summary>
    public CrossValidationProtocol Protocol { get; }

    /// <summary>The report of each fold. In <see cref="CrossValidationProtocol.BestMeanEpoch"/> the held-out part is its validation part, and there is no test
    /// part.</summary>
    public IReadOnlyList<GraphTrainingReport> Folds { get; }

    /// <summary>What the score is, in words.</summary>
    public string Metric => Folds[0].Metric;

    /// <summary>The score on the held-out parts over the folds: at each fold's own epoch in <see cref="CrossValidationProtocol.Nested"/>, at <see cref="Epoch"/> in
    /// <see cref="CrossValidationProtocol.BestMeanEpoch"/>.</summary>
    public Statistic Score { get; }

    /// <summary>What always the same answer reaches on the held-out parts; NaN where there is no test part.</summary>
    public Statistic BaselineScore { get; }

    /// <summary>The epoch, from 1, whose mean over the folds is best, the first of several; null in <see cref="CrossValidationProtocol.Nested"/>.</summary>
    public int? Epoch { get; }

    /// <summary>The mean of the folds' scores at each epoch; null in <see cref="CrossValidationProtocol.Nested"/>.</summary>
    public IReadOnlyList<double>? MeanCurve { get; }

    /// <summary>How the number came about, in words.</summary>
    public string SelectedBy => Protocol == CrossValidationProtocol.Nested
        ? "nested: an inner validation part of each fold chose its epoch, and the held-out part was used once"
        : "best mean epoch (the GIN paper's protocol): the held-out parts chose the one epoch that is reported of them; no test set";

    /// <summary>The report as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Folds[0].Model}, {Folds.Count} folds (mean +- sample standard deviation)");
        text.AppendLine(CultureInfo.InvariantCulture, $"{Metric}  {Score}{(Epoch is { } epoch ? $" at epoch {epoch}" : "")}");
        if (!double.IsNaN(BaselineScore.Mean))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"always the same answer  {BaselineScore}");
        }

        text.AppendLine(SelectedBy);
        for (int fold = 0; fold < Folds.Count; fold++)
        {
            GraphTrainingReport report = Folds[fold];
            (double score, int at) = Epoch is { } common ? (report.Epochs[common - 1].ValidationScore, common) : (report.Test.Score, report.BestEpoch);
            text.AppendLine(CultureInfo.InvariantCulture, $"{report.Split,-24}{ReportText.Share(score),8} at epoch {at} of {report.Epochs.Count}");
        }

        return text.ToString();
    }
}
