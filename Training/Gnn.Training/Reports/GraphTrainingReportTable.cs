namespace Gnn.Training.Reports;

/// <summary>A report of a training on whole graphs as plain text.</summary>
internal static class GraphTrainingReportTable
{
    internal static void Write(GraphTrainingReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        GraphSetSizes sizes = report.Graphs;
        bool isRegression = report.Options is GraphRegressionOptions;
        writer.WriteLine($"{report.Model} with {ReportText.Count(report.ParameterCount)} parameters, {report.Optimizer}, seed {report.Seed}");
        writer.WriteLine(
            $"{ReportText.Count(sizes.Graphs)} graphs, {ReportText.Count(sizes.Nodes)} nodes, {ReportText.Count(sizes.Edges)} edges, "
            + $"{sizes.Outputs} {(isRegression ? "targets" : "classes")}; split '{report.Split}'");
        writer.WriteLine();
        writer.WriteLine(isRegression
            ? $"{"",-12}{"graphs",8}{"MAE",12}{"RMSE",12}{"R2",10}"
            : $"{"",-12}{"graphs",8}{"accuracy",10}{"macro-F1",10}{"ROC-AUC",10}");
        Row("train", report.Train);
        Row("validation", report.Validation);
        Row("test", report.Test);
        writer.WriteLine($"always {ReportText.Number(report.Baseline.Answer)} on the test graphs: {report.Metric} {ReportText.Share(report.Baseline.TestScore)}");
        writer.WriteLine();
        string stopped = report.StoppedEarly ? $", stopped after {report.Options.Patience} epochs without a better validation result" : "";
        writer.WriteLine($"epochs       {report.Epochs.Count} of {report.Options.Epochs}{stopped}");
        writer.WriteLine($"kept         epoch {report.BestEpoch}: {report.SelectedBy}");
        string step = ReportText.Time(report.Times.MedianStep);
        writer.WriteLine($"time         {ReportText.Time(report.Times.Total)}; median step {step}, median epoch {ReportText.Time(report.Times.MedianEpoch)}");
        writer.WriteLine($"peak memory  process {ReportText.Size(report.Memory.PeakProcess)}, engine {ReportText.Size(report.Memory.PeakEngine)}");
        RunEnvironment at = report.Environment;
        writer.WriteLine($"engine       {at.Engine} ({at.FloatType}), threads {at.Threads}, vectors {at.VectorBits} bits");
        writer.WriteLine($"machine      Gnn {at.Version}, {at.Runtime}, {at.OperatingSystem}, {at.Architecture}, processors {at.ProcessorCount}");
        writer.WriteLine($"parameters   sha256 {report.ParameterHash}");

        void Row(string name, GraphPartReport part)
        {
            if (part.Regression is { } regression)
            {
                writer.WriteLine(
                    $"{name,-12}{part.Count,8}{ReportText.Number(regression.MeanAbsoluteError),12}{ReportText.Number(regression.RootMeanSquaredError),12}{ReportText.Share(regression.R2),10}");
            }
            else if (part.Classification is { } classes)
            {
                writer.WriteLine($"{name,-12}{part.Count,8}{ReportText.Share(classes.Accuracy),10}{ReportText.Share(classes.MacroF1),10}{ReportText.Share(classes.RocAuc),10}");
            }
        }
    }
}
