using System.Globalization;
using Gnn.Graphs.Signed;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn sign</c>: the data, a line for each run, and the table of model and baselines.</summary>
internal sealed class SignView(TextWriter writer)
{
    internal void ShowData(string dataset, SignedGraph graph, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} nodes, {graph.PositiveIds.Length} positive and {graph.NegativeIds.Length} negative edges; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    internal void ShowRun(int run, SignPredictionReport report) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}, seed {report.Seed}: {report.TrainCount} edges train, {report.ValidationCount} of them validate, {report.Test.Count} test, {report.ReciprocalCount} of them with a training edge the other way; epoch {report.BestEpoch} of {report.Epochs.Count}, {report.Times.Total.TotalSeconds:0.0} s"));

    internal void ShowResult(IReadOnlyList<SignPredictionReport> reports)
    {
        Table table = RunText.Table("test edges", "ROC-AUC", "macro-F1", "PR-AUC of negatives", "- as -", "- as +", "+ as -", "+ as +");

        SignPredictionReport last = reports[^1];
        for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
        {
            int place = baseline;
            Add(last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Test)]);
        }

        Add(last.Model, [.. reports.Select(report => report.Test)]);
        Terminal.On(writer).Write(table);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{(reports.Count == 1 ? "one run" : $"mean and sample standard deviation of {reports.Count} runs; counts of the last")}. The F1 of positive edges is left out: {last.Test.PositiveShare:0.0 %} of the test edges are positive, and calling all of them positive has {last.Test.AllPositiveF1:0.000}."));

        void Add(string name, SignMetrics[] runs)
        {
            SignMetrics at = runs[^1];
            table.AddRow(
                name, RunText.Mean(runs, run => run.RocAuc), RunText.Mean(runs, run => run.MacroF1), RunText.Mean(runs, run => run.NegativeAveragePrecision),
                Text(at.Confusion[0, 0]), Text(at.Confusion[0, 1]), Text(at.Confusion[1, 0]), Text(at.Confusion[1, 1]));
        }
    }

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
