using System.Text;
using System.Text.Json;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn sign --json</c>.</summary>
internal static class SignJson
{
    internal static string Write(string dataset, IReadOnlyList<SignPredictionReport> reports)
    {
        SignPredictionReport last = reports[^1];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("task", "sign");
            json.WriteString("dataset", dataset);
            json.WriteString("model", last.Model);
            json.WriteString("engine", last.Environment.Engine);
            json.WriteNumber("threads", last.Environment.Threads);
            json.WriteNumber("seed", reports[0].Seed);
            json.WriteNumber("runs", reports.Count);
            json.WriteNumber("reciprocal_test_edges", last.ReciprocalCount);
            Metrics(json, "test", [.. reports.Select(report => report.Test)]);
            json.WriteStartObject("baselines");
            for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
            {
                int place = baseline;
                Metrics(json, last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Test)]);
            }

            json.WriteEndObject();
            json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
            json.WriteString("parameters_sha256", last.ParameterHash);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Metrics(Utf8JsonWriter json, string name, SignMetrics[] runs)
    {
        json.WriteStartObject(name);
        Number("roc_auc_mean", runs.Average(run => run.RocAuc));
        Number("macro_f1_mean", runs.Average(run => run.MacroF1));
        Number("negative_pr_auc_mean", runs.Average(run => run.NegativeAveragePrecision));
        json.WriteEndObject();

        void Number(string key, double value)
        {
            if (double.IsFinite(value))
            {
                json.WriteNumber(key, value);
            }
            else
            {
                json.WriteNull(key);
            }
        }
    }
}
