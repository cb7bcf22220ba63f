using System.Text.Json;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn temporal --json</c>.</summary>
internal static class TemporalJson
{
    internal static string Write(string dataset, IReadOnlyList<TemporalLinkReport> reports) => RunJson.Write(json =>
    {
        TemporalLinkReport last = reports[^1];
        json.WriteRuns("temporal", dataset, last.Model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteNumber("queries", last.Test.Count);
        json.WriteNumber("validation_mrr_mean", reports.Average(report => report.Validation.MeanReciprocalRank));
        Metrics(json, "test", [.. reports.Select(report => report.Test)]);
        json.WriteBaselines(
            [.. reports.Select(report => report.Baselines)], baseline => baseline.Name, (name, runs) => Metrics(json, name, [.. runs.Select(run => run.Test)]));
        json.WriteNumber("events_per_second", last.EventsPerSecond);
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, TemporalLinkMetrics[] runs)
    {
        json.WriteStartObject(name);
        json.WriteFinite("mrr_mean", runs.Average(run => run.MeanReciprocalRank));
        json.WriteFinite("hits_at_1_mean", runs.Average(run => run.HitsAt1));
        json.WriteFinite("hits_at_10_mean", runs.Average(run => run.HitsAt10));
        json.WriteFinite("transductive_mrr_mean", runs.Average(run => run.TransductiveMrr));
        json.WriteFinite("inductive_mrr_mean", runs.Average(run => run.InductiveMrr));
        json.WriteEndObject();
    }
}
