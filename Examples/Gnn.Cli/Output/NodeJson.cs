using System.Text;
using System.Text.Json;
using Gnn.Training;
using Gnn.Training.Reports;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn node --json</c>.</summary>
internal static class NodeJson
{
    internal static string Write(string dataset, string model, int seed, TrainingSummary summary)
    {
        TrainingReport last = summary.Reports[^1];
        RunEnvironment environment = last.Environment;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("task", "node");
            json.WriteString("dataset", dataset);
            json.WriteString("model", model);
            json.WriteString("engine", environment.Engine);
            json.WriteNumber("threads", environment.Threads);
            json.WriteNumber("seed", seed);
            json.WriteNumber("runs", summary.Reports.Count);
            json.WriteNumber("epochs", last.Options.Epochs);
            json.WriteNumber("epochs_run_mean", summary.EpochsRun.Mean);
            WriteNumber(json, "test_accuracy_mean", summary.TestAccuracy.Mean);
            WriteNumber(json, "test_accuracy_std", summary.TestAccuracy.StandardDeviation);
            WriteNumber(json, "val_accuracy_mean", summary.ValidationAccuracy.Mean);
            WriteNumber(json, "test_macro_f1_mean", summary.TestMacroF1.Mean);
            if (double.IsFinite(summary.TestRocAuc.Mean))
            {
                WriteNumber(json, "test_roc_auc_mean", summary.TestRocAuc.Mean);
                WriteNumber(json, "test_roc_auc_std", summary.TestRocAuc.StandardDeviation);
            }

            WriteNumber(json, "majority_class_accuracy", last.Baseline.TestAccuracy);
            json.WriteNumber("train_seconds", summary.Reports.Sum(report => report.Times.Total.TotalSeconds));
            json.WriteNumber("median_step_ms", Median(summary, report => report.Times.MedianStep.TotalMilliseconds));
            json.WriteNumber("median_epoch_ms", Median(summary, report => report.Times.MedianEpoch.TotalMilliseconds));
            if (last.Loading is not null)
            {
                WriteNumber(json, "wait_share", Median(summary, report => report.Loading!.WaitShare));
            }

            json.WriteNumber("peak_memory_mb", summary.Reports.Max(report => report.Memory.PeakProcess) / (1024.0 * 1024));
            json.WriteString("parameters_sha256", last.ParameterHash);
            json.WriteStartObject("versions");
            json.WriteString("gnn", environment.Version);
            json.WriteString("runtime", environment.Runtime);
            json.WriteString("os", environment.OperatingSystem);
            json.WriteString("architecture", environment.Architecture);
            json.WriteNumber("vector_bits", environment.VectorBits);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static double Median(TrainingSummary summary, Func<TrainingReport, double> figure)
    {
        double[] values = [.. summary.Reports.Select(figure).Order()];
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
