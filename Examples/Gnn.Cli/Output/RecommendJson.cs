using System.Text.Json;
using Gnn.Training;
using Gnn.Training.Metrics;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn recommend --json</c>.</summary>
internal static class RecommendJson
{
    internal static string Write(string dataset, string model, IReadOnlyList<RecommendationReport> reports) => RunJson.Write(json =>
    {
        RecommendationReport last = reports[^1];
        json.WriteRuns("recommend", dataset, model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteNumber("k", last.Metrics.K);
        json.WriteNumber("users", last.Metrics.UserCount);
        json.WriteNumber("best_epoch", last.BestEpoch);
        Metrics(json, last.Options.Test ? "test" : "held_out", [.. reports.Select(report => report.Metrics)]);
        json.WriteBaselines([.. reports.Select(report => report.Baselines)], baseline => baseline.Name, (name, runs) => Metrics(json, name, [.. runs.Select(run => run.Metrics)]));
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    /// <summary>A model that is not trained.</summary>
    internal static string Write(string dataset, string model, RecommendationBaseline baseline) => RunJson.Write(json =>
    {
        json.WriteString("task", "recommend");
        json.WriteString("dataset", dataset);
        json.WriteString("model", model);
        json.WriteNumber("k", baseline.Metrics.K);
        json.WriteNumber("users", baseline.Metrics.UserCount);
        Metrics(json, "test", [baseline.Metrics]);
    });

    private static void Metrics(Utf8JsonWriter json, string name, RecommendationMetrics[] runs)
    {
        json.WriteStartObject(name);
        json.WriteFinite("recall_mean", runs.Average(run => run.Recall));
        json.WriteFinite("ndcg_mean", runs.Average(run => run.Ndcg));
        json.WriteFinite("precision_mean", runs.Average(run => run.Precision));
        json.WriteFinite("map_mean", runs.Average(run => run.MeanAveragePrecision));
        json.WriteFinite("hit_rate_mean", runs.Average(run => run.HitRate));
        json.WriteFinite("coverage_mean", runs.Average(run => run.Coverage));
        json.WriteEndObject();
    }
}
