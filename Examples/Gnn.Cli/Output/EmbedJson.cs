using System.Text.Json;
using Gnn.Training.Embeddings;
using Gnn.Training.Metrics;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn embed --json</c>.</summary>
internal static class EmbedJson
{
    internal static string Write(string dataset, string model, bool isOneEmbedding, IReadOnlyList<EmbedRun> runs) => RunJson.Write(json =>
    {
        json.WriteString("task", "embed");
        json.WriteString("dataset", dataset);
        json.WriteString("model", model);
        json.WriteNumber("seed", runs[0].Seed);
        json.WriteNumber("runs", runs.Count);
        json.WriteBoolean("one_embedding", isOneEmbedding);
        json.WriteStartArray("results");
        for (int place = 0; place < runs[0].Results.Count; place++)
        {
            EmbedResult at = runs[0].Results[place];
            MultiLabelReport[] reports = [.. runs.Select(run => run.Results[place].Report)];
            json.WriteStartObject();
            json.WriteString("scores", at.Name);
            json.WriteNumber("label_share", at.Share);
            Metrics(json, "number_given", [.. reports.Select(report => report.GivenCounts)]);
            Metrics(json, "threshold", [.. reports.Select(report => report.Thresholded)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WalkEmbeddingEpoch last = runs[^1].Embedding.Epochs[^1];
        json.WriteFinite("loss", last.Loss);
        json.WriteFinite("negative_loss", last.NegativeLoss);
        json.WriteNumber("train_seconds", runs.Select(run => run.Embedding).Distinct().Sum(embedding => embedding.Time.TotalSeconds));
        json.WriteString("embedding_sha256", runs[^1].Embedding.Hash);
    });

    private static void Metrics(Utf8JsonWriter json, string name, MultilabelMetrics[] runs)
    {
        json.WriteStartObject(name);
        json.WriteFinite("micro_f1_mean", runs.Average(run => run.MicroF1));
        json.WriteFinite("macro_f1_mean", runs.Average(run => run.MacroF1));
        json.WriteEndObject();
    }
}
