using System.Text.Json;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn sign --json</c>.</summary>
internal static class SignJson
{
    internal static string Write(string dataset, IReadOnlyList<SignPredictionReport> reports) => RunJson.Write(json =>
    {
        SignPredictionReport last = reports[^1];
        json.WriteRuns("sign", dataset, last.Model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteNumber("reciprocal_test_edges", last.ReciprocalCount);
        Metrics(json, "test", [.. reports.Select(report => report.Test)]);
        json.WriteBaselines(
            [.. reports.Select(report => report.Baselines)], baseline => baseline.Name, (name, runs) => Metrics(json, name, [.. runs.Select(run => run.Test)]));
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, SignMetrics[] runs)
    {
        json.WriteStartObject(name);
        json.WriteFinite("roc_auc_mean", runs.Average(run => run.RocAuc));
        json.WriteFinite("macro_f1_mean", runs.Average(run => run.MacroF1));
        json.WriteFinite("negative_pr_auc_mean", runs.Average(run => run.NegativeAveragePrecision));
        json.WriteEndObject();
    }
}
