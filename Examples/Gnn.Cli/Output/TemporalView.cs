using System.Globalization;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn temporal</c>: the data, a line for each epoch and run, and the table of model and baselines.</summary>
internal sealed class TemporalView(TextWriter writer)
{
    internal void ShowData(string dataset, TemporalGraph graph, IndexSplit split, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} nodes, {split.Train.Length} training, {split.Validation.Length} validation and {split.Test.Length} test events by time; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    internal IProgress<TemporalLinkEpoch> Progress() => new Lines(writer);

    internal void ShowRun(int run, TemporalLinkReport report) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}, seed {report.Seed}: {report.Test.Count} test queries, {report.Test.InductiveCount} of them with a node that training did not see; epoch {report.BestEpoch} of {report.Epochs.Count}, {report.EventsPerSecond:0} events/s trained, {report.Times.Total.TotalSeconds:0.0} s"));

    internal void ShowResult(IReadOnlyList<TemporalLinkReport> reports)
    {
        Table table = RunText.Table("test queries", "MRR", "Hits@1", "Hits@10", "MRR, known nodes", "MRR, new nodes");

        TemporalLinkReport last = reports[^1];
        for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
        {
            int place = baseline;
            Add(last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Test)]);
        }

        Add(last.Model, [.. reports.Select(report => report.Test)]);
        Terminal.On(writer).Write(table);
        string against = last.Options.Negatives is { } count
            ? string.Create(CultureInfo.InvariantCulture, $"{count} targets, {last.Options.HistoricalShare:0.##} of them historical where there are as many")
            : "every possible target";
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RunText.Of(reports.Count)}; ranked against {against}, ties counted by half, all queries alike."));

        void Add(string name, TemporalLinkMetrics[] runs) => table.AddRow(
            name,
            RunText.Mean(runs, run => run.MeanReciprocalRank),
            RunText.Mean(runs, run => run.HitsAt1),
            RunText.Mean(runs, run => run.HitsAt10),
            RunText.Mean(runs, run => run.TransductiveMrr),
            RunText.Mean(runs, run => run.InductiveMrr));
    }

    private sealed class Lines(TextWriter writer) : IProgress<TemporalLinkEpoch>
    {
        public void Report(TemporalLinkEpoch value) => writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {value.Epoch}: loss {value.Loss:0.0000}, validation MRR {value.ValidationMrr:0.0000}, {value.EventsPerSecond:0} events/s"));
    }
}
