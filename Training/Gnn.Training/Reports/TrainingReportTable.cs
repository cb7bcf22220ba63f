using Gnn.Training.Metrics;

namespace Gnn.Training.Reports;

/// <summary>A report as plain text.</summary>
internal static class TrainingReportTable
{
    internal static void Write(TrainingReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"{report.Model} with {ReportText.Count(report.ParameterCount)} parameters, {report.Optimizer}, seed {report.Seed}");
        writer.WriteLine(ReportText.Sizes(report.Graph));
        writer.WriteLine();
        bool hasArea = !double.IsNaN(report.Train.RocAuc) || !double.IsNaN(report.Test.RocAuc);
        writer.WriteLine($"{"",-12}{"nodes",8}{"accuracy",10}{"macro-F1",10}{(hasArea ? "   ROC-AUC" : "")}");
        Row("train", report.Train);
        Row("validation", report.Validation);
        Row("test", report.Test);
        writer.WriteLine($"{"majority",-12}{report.Test.Count,8}{ReportText.Share(report.Baseline.TestAccuracy),10}  always class {report.Baseline.Class}");
        writer.WriteLine();
        string stopped = report.StoppedEarly ? $", stopped after {report.Options.Patience} epochs without a better validation result" : "";
        writer.WriteLine($"epochs       {report.Epochs.Count} of {report.Options.Epochs}{stopped}");
        writer.WriteLine($"kept         epoch {report.BestEpoch}: {report.SelectedBy}");
        string step = ReportText.Time(report.Times.MedianStep);
        writer.WriteLine($"time         {ReportText.Time(report.Times.Total)}; median step {step}, median epoch {ReportText.Time(report.Times.MedianEpoch)}");
        if (report.Loading is { } loading)
        {
            writer.WriteLine($"batches      waited for {ReportText.Time(loading.Waited)}, {ReportText.Share(loading.WaitShare)} of training; {loading.Workers} {(loading.Workers == 1 ? "worker" : "workers")}");
        }

        writer.WriteLine($"peak memory  process {ReportText.Size(report.Memory.PeakProcess)}, engine {ReportText.Size(report.Memory.PeakEngine)}");
        RunEnvironment at = report.Environment;
        writer.WriteLine($"engine       {at.Engine} ({at.FloatType}), threads {at.Threads}, vectors {at.VectorBits} bits");
        writer.WriteLine($"machine      Gnn {at.Version}, {at.Runtime}, {at.OperatingSystem}, {at.Architecture}, processors {at.ProcessorCount}");
        writer.WriteLine($"parameters   sha256 {report.ParameterHash}");

        void Row(string name, ClassificationMetrics metrics) =>
            writer.WriteLine($"{name,-12}{metrics.Count,8}{ReportText.Share(metrics.Accuracy),10}{ReportText.Share(metrics.MacroF1),10}{(hasArea ? $"{ReportText.Share(metrics.RocAuc),10}" : "")}");
    }
}
