using System.Text.Json;
using Gnn.Cli.Links;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn link --json</c>.</summary>
internal static class LinkJson
{
    internal static string Write(string dataset, LinkResults results, int hitsAt) => RunJson.Write(json =>
    {
        (string name, LinkPredictionReport last) = results.Reports[^1];
        LinkPredictionReport[] reports = [.. results.Reports.Where(each => each.Name == name).Select(each => each.Report)];
        json.WriteRuns("link", dataset, name, last.Environment, reports[0].Seed, reports.Length);
        json.WriteNumber("hits_at", hitsAt);
        Metrics(json, "validation", [.. reports.Select(report => report.Validation)], hitsAt);
        Metrics(json, "test", [.. reports.Select(report => report.Test)], hitsAt);
        json.WriteStartObject("all");
        foreach ((string row, List<LinkMetrics> runs) in results.Rows)
        {
            Metrics(json, row, runs, hitsAt);
        }

        json.WriteEndObject();
        if (results.Breakdowns.Count > 0)
        {
            Breakdown(json, results.Breakdowns[^1].Links, hitsAt);
        }

        json.WriteNumber("train_seconds", reports.Sum(report => report.Times.Total.TotalSeconds));
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Breakdown(Utf8JsonWriter json, LinkBreakdown links, int hitsAt)
    {
        json.WriteStartObject("breakdown");
        json.WriteStartArray("by_degree");
        foreach (LinkGroup group in links.ByDegree)
        {
            json.WriteStartObject();
            json.WriteNumber("least_degree", group.LeastDegree);
            json.WriteNumber("most_degree", group.MostDegree);
            json.WriteNumber("links", group.Count);
            json.WriteFinite("hits", group.HitsAt(hitsAt));
            json.WriteFinite("mrr", group.MeanReciprocalRank);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("nodes");
        json.WriteNumber("count", links.ByNode.Count);
        json.WriteFinite("hits", links.HitsOfNodesAt(hitsAt));
        json.WriteFinite("mrr", links.MeanReciprocalRankOfNodes);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Metrics(Utf8JsonWriter json, string name, IReadOnlyList<LinkMetrics> runs, int hitsAt)
    {
        json.WriteStartObject(name);
        json.WriteFinite("roc_auc_mean", runs.Average(run => run.RocAuc));
        json.WriteFinite("average_precision_mean", runs.Average(run => run.AveragePrecision));
        json.WriteFinite("hits_mean", runs.Average(run => run.HitsAt(hitsAt)));
        json.WriteFinite("mrr_mean", runs.Average(run => run.MeanReciprocalRank));
        json.WriteEndObject();
    }
}
