using System.Globalization;
using Gnn.Graphs.Heterogeneous;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Metrics;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn recommend</c>: the data, a line for each epoch and run, and the table of model and baselines.</summary>
internal sealed class RecommendView(TextWriter writer) : IProgress<RecommendationEpochRecord>
{
    public void Report(RecommendationEpochRecord value)
    {
        string measured = double.IsNaN(value.ValidationNdcg)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", held-out recall {value.ValidationRecall:0.0000}, NDCG {value.ValidationNdcg:0.0000}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}: loss {value.Loss:0.00000}{measured}"));
    }

    internal void ShowData(string dataset, HeteroGraph graph, Engine engine)
    {
        EdgeType type = graph.EdgeTypes[0];
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{dataset}: {graph.NodeCount(type.Source)} users, {graph.NodeCount(type.Target)} items, {graph.EdgeCount(type)} interactions; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));
    }

    internal void ShowRun(int run, RecommendationReport report) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}, seed {report.Seed}: {report.TrainCount} interactions train, {report.ValidationCount} of them are held out, {report.TestCount} test; epoch {report.BestEpoch} of {report.Epochs.Count}, {report.Times.Total.TotalSeconds:0.0} s, median step {report.Times.MedianStep.TotalMilliseconds:0} ms"));

    internal void ShowBaseline(RecommendationBaseline baseline)
    {
        Table table = Columns("all items ranked", baseline.Metrics.K);
        Add(table, baseline.Name, [baseline.Metrics]);
        Terminal.On(writer).Write(table);
    }

    internal void ShowResult(string model, IReadOnlyList<RecommendationReport> reports)
    {
        RecommendationReport last = reports[^1];
        Table table = Columns(last.Options.Test ? "test items" : "held-out items", last.Metrics.K);
        for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
        {
            int place = baseline;
            Add(table, last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Metrics)]);
        }

        Add(table, model, [.. reports.Select(report => report.Metrics)]);
        Terminal.On(writer).Write(table);
        writer.WriteLine($"{RunText.Of(reports.Count)}; recall by a user's training items: {Groups(last.Metrics.ByUserDegree)}; by an item's training users: {Groups(last.Metrics.ByItemDegree)}");
    }

    private static Table Columns(string first, int k) =>
        RunText.Table(first, $"recall@{k}", $"NDCG@{k}", $"precision@{k}", $"MAP@{k}", "hit rate", "coverage");

    private static void Add(Table table, string name, RecommendationMetrics[] runs) => table.AddRow(
        name,
        RunText.Mean(runs, run => run.Recall),
        RunText.Mean(runs, run => run.Ndcg),
        RunText.Mean(runs, run => run.Precision),
        RunText.Mean(runs, run => run.MeanAveragePrecision),
        RunText.Mean(runs, run => run.HitRate),
        RunText.Mean(runs, run => run.Coverage));

    private static string Groups(IReadOnlyList<DegreeGroup> groups) => string.Join(
        ", ", groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.LeastDegree}-{group.MostDegree} {group.Recall:0.000}")));
}
