using System.Text;

namespace Gnn.Training;

/// <summary>Several runs of one experiment, apart from the seed: mean and spread of what they reached.</summary>
/// <remarks>Standard deviations are those of a sample, by n - 1.</remarks>
public sealed class TrainingSummary
{
    /// <summary>Summarises reports.</summary>
    /// <param name="reports">One report for each run.</param>
    /// <exception cref="ArgumentException">There are no reports.</exception>
    public TrainingSummary(IReadOnlyList<TrainingReport> reports)
    {
        ArgumentNullException.ThrowIfNull(reports);
        if (reports.Count == 0)
        {
            throw new ArgumentException("A summary needs at least one report.", nameof(reports));
        }

        Reports = reports;
        ValidationAccuracy = Statistic.Of(reports.Select(report => report.Validation.Accuracy));
        TestAccuracy = Statistic.Of(reports.Select(report => report.Test.Accuracy));
        TestMacroF1 = Statistic.Of(reports.Select(report => report.Test.MacroF1));
        TestRocAuc = Statistic.Of(reports.Select(report => report.Test.RocAuc));
        EpochsRun = Statistic.Of(reports.Select(report => (double)report.Epochs.Count));
    }

    /// <summary>The reports, one for each run.</summary>
    public IReadOnlyList<TrainingReport> Reports { get; }

    /// <summary>The accuracy on the validation nodes.</summary>
    public Statistic ValidationAccuracy { get; }

    /// <summary>The accuracy on the test nodes.</summary>
    public Statistic TestAccuracy { get; }

    /// <summary>The macro-F1 on the test nodes.</summary>
    public Statistic TestMacroF1 { get; }

    /// <summary>The area under the ROC curve on the test nodes; NaN if there are not two classes.</summary>
    public Statistic TestRocAuc { get; }

    /// <summary>The number of epochs that ran.</summary>
    public Statistic EpochsRun { get; }

    /// <summary>The summary as a plain text table.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder()
            .AppendLine($"{Reports[0].Model}, {Reports.Count} runs (mean +- sample standard deviation)")
            .AppendLine($"validation accuracy  {ValidationAccuracy}")
            .AppendLine($"test accuracy        {TestAccuracy}")
            .AppendLine($"test macro-F1        {TestMacroF1}");
        return (double.IsNaN(TestRocAuc.Mean) ? text : text.AppendLine($"test ROC-AUC         {TestRocAuc}")).ToString();
    }
}
