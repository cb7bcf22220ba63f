using System.Text.Json;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn link --json</c>.</summary>
internal static class LinkJson
{
    internal static string Write(string dataset, IReadOnlyList<LinkPredictionReport> reports, int hitsAt) => RunJson.Write(json =>
    {
        LinkPredictionReport last = reports[^1];
        json.WriteRuns("link", dataset, last.Model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteNumber("hits_at", hitsAt);
        Metrics(json, "validation", [.. reports.Select(report => report.Validation)], hitsAt);
        Metrics(json, "test", [.. reports.Select(report => report.Test)], hitsAt);
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, LinkMetrics[] runs, int hitsAt)
    {
        json.WriteStartObject(name);
        json.WriteFinite("roc_auc_mean", runs.Average(run => run.RocAuc));
        json.WriteFinite("average_precision_mean", runs.Average(run => run.AveragePrecision));
        json.WriteFinite("hits_mean", runs.Average(run => run.HitsAt(hitsAt)));
        json.WriteFinite("mrr_mean", runs.Average(run => run.MeanReciprocalRank));
        json.WriteEndObject();
    }
}
