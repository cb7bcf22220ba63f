using System.Text.Json;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn snapshots --json</c>.</summary>
internal static class SnapshotsJson
{
    internal static string Write(string dataset, IReadOnlyList<SnapshotLinkReport> reports) => RunJson.Write(json =>
    {
        SnapshotLinkReport last = reports[^1];
        json.WriteRuns("snapshots", dataset, last.Model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteString("protocol", last.Options.Protocol == SnapshotProtocol.LiveUpdate ? "live" : "fixed");
        json.WriteNumber("snapshots", last.SnapshotCount);
        json.WriteNumber("negatives", last.Options.Negatives);
        Metrics(json, "validation", [.. reports.Select(report => report.Validation)]);
        Metrics(json, "test", [.. reports.Select(report => report.Test)]);
        Metrics(json, "scored", [.. reports.Select(report => report.Scored)]);
        json.WriteBaselines([.. reports.Select(report => report.Baselines)], baseline => baseline.Name, (name, runs) =>
        {
            json.WriteStartObject(name);
            Metrics(json, "validation", [.. runs.Select(run => run.Validation)]);
            Metrics(json, "test", [.. runs.Select(run => run.Test)]);
            json.WriteEndObject();
        });
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, SnapshotMetrics[] runs)
    {
        json.WriteStartObject(name);
        json.WriteNumber("links", runs[^1].Count);
        json.WriteFinite("mrr_mean", runs.Average(run => run.MeanReciprocalRank));
        json.WriteFinite("mrr_by_source_mean", runs.Average(run => run.BySource));
        json.WriteFinite("hits_at_10_mean", runs.Average(run => run.HitsAtTen));
        json.WriteEndObject();
    }
}
