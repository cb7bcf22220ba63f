using System.Text.Json;
using Gnn.Cli.Hypergraphs;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>The one JSON object of <c>gnn hypergraph --json</c>.</summary>
internal static class HypergraphJson
{
    internal static string Write(string dataset, string model, HypergraphProtocol protocol, Dictionary<string, List<HypergraphResult>> results) => RunJson.Write(json =>
    {
        List<HypergraphResult> runs = results[model];
        TrainingReport last = runs[^1].Report;
        json.WriteRuns("hypergraph", dataset, model, last.Environment, runs[0].Report.Seed, runs.Count);
        json.WriteString("protocol", protocol.Name);
        json.WriteString("selection", protocol.Selection);
        json.WriteNumber("epochs", protocol.Epochs);
        Metrics(json, runs);
        json.WriteStartObject("baselines");
        foreach ((string name, List<HypergraphResult> baseline) in results.Where(one => one.Key != model))
        {
            json.WriteStartObject(name);
            Metrics(json, baseline);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteFinite("majority_class_accuracy", runs.Average(run => run.Report.Baseline.TestAccuracy));
        json.WriteNumber("train_seconds", runs.Sum(run => run.Seconds));
        json.WriteNumber("median_step_ms", last.Times.MedianStep.TotalMilliseconds);
        json.WriteString("parameters_sha256", last.ParameterHash);
    });

    private static void Metrics(Utf8JsonWriter json, List<HypergraphResult> runs)
    {
        var test = Statistic.Of(runs.Select(run => run.Report.Test.Accuracy));
        json.WriteFinite("test_accuracy_mean", test.Mean);
        json.WriteFinite("test_accuracy_std", test.StandardDeviation);
        json.WriteFinite("test_macro_f1_mean", runs.Average(run => run.Report.Test.MacroF1));
        json.WriteFinite("val_accuracy_mean", runs.Average(run => run.Validation));
    }
}
