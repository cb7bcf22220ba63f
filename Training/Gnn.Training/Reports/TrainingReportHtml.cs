using Gnn.Training.Metrics;

namespace Gnn.Training.Reports;

/// <summary>A report as one HTML page without scripts or outside files.</summary>
internal static class TrainingReportHtml
{
    private const string Style =
        "body{font:15px/1.5 system-ui,sans-serif;max-width:720px;margin:2em auto;padding:0 1em;color:#222}"
        + "table{border-collapse:collapse;margin:1em 0}th,td{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:right}"
        + "th:first-child,td:first-child{text-align:left}svg{width:100%;font:12px sans-serif}.end{text-anchor:end}.title{font-weight:bold}"
        + ".frame{fill:none;stroke:#bbb}.mark{stroke:#999;stroke-dasharray:4}code{word-break:break-all}";

    internal static void Write(TrainingReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        string title = CurveChart.Escape($"{report.Model}: test accuracy {ReportText.Share(report.Test.Accuracy)}");
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine($"<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{Style}</style></head><body>");
        writer.WriteLine($"<h1>{title}</h1>");
        writer.WriteLine(
            $"<p>{CurveChart.Escape(ReportText.Sizes(report.Graph))}. "
            + $"Parameters of epoch {report.BestEpoch} of {report.Epochs.Count}: {CurveChart.Escape(report.SelectedBy)}.</p>");
        WriteMetrics(report, writer);
        WriteCurves(report, writer);
        WriteConfusion(report.Test.Confusion, writer);
        WriteFacts(report, writer);
        writer.WriteLine("</body></html>");
    }

    private static void WriteMetrics(TrainingReport report, TextWriter writer)
    {
        writer.WriteLine("<table><tr><th>nodes</th><th>count</th><th>accuracy</th><th>macro-F1</th><th>ROC-AUC</th></tr>");
        foreach ((string name, ClassificationMetrics metrics) in ((string, ClassificationMetrics)[])
            [("train", report.Train), ("validation", report.Validation), ("test", report.Test)])
        {
            writer.WriteLine(
                $"<tr><td>{name}</td><td>{metrics.Count}</td><td>{ReportText.Share(metrics.Accuracy)}</td><td>{ReportText.Share(metrics.MacroF1)}</td>"
                + $"<td>{ReportText.Share(metrics.RocAuc)}</td></tr>");
        }

        string baseline = ReportText.Share(report.Baseline.TestAccuracy);
        writer.WriteLine($"<tr><td>test, always class {report.Baseline.Class}</td><td>{report.Test.Count}</td><td>{baseline}</td><td></td><td></td></tr></table>");
    }

    private static void WriteCurves(TrainingReport report, TextWriter writer)
    {
        CurveChart.Write(
            writer,
            "Accuracy",
            report.BestEpoch,
            ("train", "#1f6fb2", [.. report.Epochs.Select(epoch => epoch.TrainAccuracy)]),
            ("validation", "#c2571a", [.. report.Epochs.Select(epoch => epoch.ValidationAccuracy)]));
        CurveChart.Write(
            writer,
            "Loss",
            report.BestEpoch,
            ("train", "#1f6fb2", [.. report.Epochs.Select(epoch => epoch.TrainLoss)]),
            ("validation", "#c2571a", [.. report.Epochs.Select(epoch => epoch.ValidationLoss)]));
    }

    private static void WriteConfusion(ConfusionMatrix confusion, TextWriter writer)
    {
        writer.Write("<h2>Test nodes: true class by row, predicted class by column</h2><table><tr><th></th>");
        for (int c = 0; c < confusion.ClassCount; c++)
        {
            writer.Write($"<th>{c}</th>");
        }

        writer.WriteLine("</tr>");
        for (int label = 0; label < confusion.ClassCount; label++)
        {
            writer.Write($"<tr><td>{label}</td>");
            for (int prediction = 0; prediction < confusion.ClassCount; prediction++)
            {
                writer.Write($"<td>{confusion[label, prediction]}</td>");
            }

            writer.WriteLine("</tr>");
        }

        writer.WriteLine("</table>");
    }

    private static void WriteFacts(TrainingReport report, TextWriter writer)
    {
        RunEnvironment at = report.Environment;
        writer.WriteLine("<h2>Run</h2><table>");
        Fact("optimiser", report.Optimizer);
        Fact("seed", $"{report.Seed}");
        Fact("epochs", $"{report.Epochs.Count} of {report.Options.Epochs}{(report.StoppedEarly ? ", stopped early" : "")}");
        Fact("time", ReportText.Time(report.Times.Total));
        Fact("median step", ReportText.Time(report.Times.MedianStep));
        Fact("median epoch", ReportText.Time(report.Times.MedianEpoch));
        Fact("peak memory", $"process {ReportText.Size(report.Memory.PeakProcess)}, engine {ReportText.Size(report.Memory.PeakEngine)}");
        Fact("engine", $"{at.Engine} ({at.FloatType}), threads {at.Threads}, vectors {at.VectorBits} bits");
        Fact("software", $"Gnn {at.Version}, {at.Runtime}");
        Fact("machine", $"{at.OperatingSystem}, {at.Architecture}, processors {at.ProcessorCount}");
        Fact("parameters", ReportText.Count(report.ParameterCount));
        writer.WriteLine($"</table><p>SHA-256 of the parameters: <code>{report.ParameterHash}</code></p>");

        void Fact(string name, string value) => writer.WriteLine($"<tr><td>{name}</td><td>{CurveChart.Escape(value)}</td></tr>");
    }
}
