namespace Gnn.Training.Reports;

/// <summary>A report of a sign prediction as plain text.</summary>
internal static class SignPredictionTable
{
    internal static void Write(SignPredictionReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{report.Model} with {ReportText.Count(report.ParameterCount)} parameters, {report.Optimizer}, seed {report.Seed}");
        writer.WriteLine($"{ReportText.Count(report.Graph.Nodes)} nodes, {ReportText.Count(report.Graph.Edges)} edges; split '{report.Split}'");
        writer.WriteLine(
            $"{ReportText.Count(report.TrainCount)} edges train, {ReportText.Count(report.ValidationCount)} of them choose the epoch, {ReportText.Count(report.Test.Count)} test; "
            + $"{ReportText.Count(report.ReciprocalCount)} test edges have a training edge the other way");
        writer.WriteLine();
        writer.WriteLine($"{"test",-16}{"ROC-AUC",10}{"macro-F1",10}{"PR-AUC(-)",11}{"- as -",9}{"- as +",9}{"+ as -",9}{"+ as +",9}");
        foreach (SignBaseline baseline in report.Baselines)
        {
            Row(baseline.Name, baseline.Test);
        }

        Row(report.Model, report.Test);
        writer.WriteLine();
        writer.WriteLine(
            $"The F1 of positive edges is left out: {ReportText.Share(report.Test.PositiveShare)} of the test edges are positive, and calling all of them positive has "
            + $"{ReportText.Share(report.Test.AllPositiveF1)}.");
        writer.WriteLine();
        writer.WriteLine($"epochs       {report.Epochs.Count} of {report.Options.Epochs}");
        writer.WriteLine(
            $"kept         epoch {report.BestEpoch}: highest validation {Name(report.Options.Metric)} ({ReportText.Share(report.Validation.Value(report.Options.Metric))}), then earliest epoch"
            + (report.Options.Refit ? "; trained anew on all training edges" : ""));
        string step = ReportText.Time(report.Times.MedianStep);
        writer.WriteLine($"time         {ReportText.Time(report.Times.Total)}; median step {step}, median epoch {ReportText.Time(report.Times.MedianEpoch)}");
        RunEnvironment at = report.Environment;
        writer.WriteLine($"engine       {at.Engine} ({at.FloatType}), threads {at.Threads}, vectors {at.VectorBits} bits");
        writer.WriteLine($"machine      Gnn {at.Version}, {at.Runtime}, {at.OperatingSystem}, {at.Architecture}, processors {at.ProcessorCount}");
        writer.WriteLine($"parameters   sha256 {report.ParameterHash}");

        void Row(string name, SignMetrics part) => writer.WriteLine(
            $"{name,-16}{ReportText.Share(part.RocAuc),10}{ReportText.Share(part.MacroF1),10}{ReportText.Share(part.NegativeAveragePrecision),11}"
            + $"{part.Confusion[0, 0],9}{part.Confusion[0, 1],9}{part.Confusion[1, 0],9}{part.Confusion[1, 1],9}");
    }

    private static string Name(SignMetric metric) => metric switch
    {
        SignMetric.MacroF1 => "macro-F1",
        SignMetric.NegativeAveragePrecision => "PR-AUC of negative edges",
        _ => "ROC-AUC",
    };
}
