using System.Text.Json;
using Gnn.Training;
using Gnn.Training.Metrics;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn kg --json</c>.</summary>
internal static class KgJson
{
    internal static string Write(string dataset, IReadOnlyList<KnowledgeGraphReport> reports, IReadOnlyList<string> relations) => RunJson.Write(json =>
    {
        KnowledgeGraphReport last = reports[^1];
        json.WriteRuns("kg", dataset, last.Model, last.Environment, reports[0].Seed, reports.Count);
        json.WriteNumber("best_epoch", last.BestEpoch);
        json.WriteNumber("epochs", last.Epochs.Count);
        json.WriteFinite("validation_mrr_mean", reports.Average(report => report.ValidationMrr));
        json.WriteNumber("validation_facts", last.ValidationSampleCount);
        json.WriteNumber("unseen_entities", last.UnseenEntities);
        json.WriteNumber("unseen_test_facts", last.UnseenTest);
        Metrics(json, "test", [.. reports.Select(report => report.Test.Both)]);
        Metrics(json, "test_heads", [.. reports.Select(report => report.Test.Heads)]);
        Metrics(json, "test_tails", [.. reports.Select(report => report.Test.Tails)]);
        json.WriteBaselines(
            [.. reports.Select(report => report.Baselines)], baseline => baseline.Name, (name, runs) => Metrics(json, name, [.. runs.Select(run => run.Test.Both)]));
        json.WriteStartArray("relations");
        foreach (RelationRanking each in last.Test.Relations)
        {
            json.WriteStartObject();
            json.WriteString("relation", relations[each.Relation]);
            json.WriteNumber("facts", each.Tails.Count);
            json.WriteFinite("heads_mrr", each.Heads.MeanReciprocalRank);
            json.WriteFinite("tails_mrr", each.Tails.MeanReciprocalRank);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteNumber("median_epoch_seconds", last.Times.MedianEpoch.TotalSeconds);
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, EntityRanking[] runs)
    {
        json.WriteStartObject(name);
        json.WriteFinite("mrr_mean", runs.Average(run => run.MeanReciprocalRank));
        json.WriteFinite("mrr_sd", Statistic.Of(runs.Select(run => run.MeanReciprocalRank)).StandardDeviation);
        json.WriteFinite("hits_at_1_mean", runs.Average(run => run.HitsAt1));
        json.WriteFinite("hits_at_3_mean", runs.Average(run => run.HitsAt3));
        json.WriteFinite("hits_at_10_mean", runs.Average(run => run.HitsAt10));
        json.WriteFinite("mean_rank_mean", runs.Average(run => run.MeanRank));
        json.WriteEndObject();
    }
}
