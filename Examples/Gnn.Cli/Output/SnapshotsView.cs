using System.Globalization;
using Gnn.Graphs.Temporal;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn snapshots</c>: the data, a line for each run, and the table of model and baselines.</summary>
internal sealed class SnapshotsView(TextWriter writer)
{
    internal void ShowData(string dataset, TemporalGraph graph, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} nodes, {graph.EventCount} events; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    internal void ShowRun(int run, SnapshotLinkReport report)
    {
        string kept = report.Options.Protocol == SnapshotProtocol.LiveUpdate
            ? string.Create(CultureInfo.InvariantCulture, $"each snapshot scored, then learnt from; MRR over all of them {report.Scored.MeanReciprocalRank:0.0000}")
            : string.Create(CultureInfo.InvariantCulture, $"epoch {report.BestEpoch} of {report.Epochs.Count}");
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run}, seed {report.Seed}: of {report.SnapshotCount} snapshots those below {report.FirstValidation} train, below {report.FirstTest} validate, the others test; {kept}, {report.Times.Total.TotalSeconds:0.0} s"));
    }

    internal void ShowResult(IReadOnlyList<SnapshotLinkReport> reports)
    {
        Table table = RunText.Table("links of the test snapshots", "validation MRR", "MRR", "MRR by source", "hits@10");

        SnapshotLinkReport last = reports[^1];
        for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
        {
            int place = baseline;
            Add(last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Validation)], [.. reports.Select(report => report.Baselines[place].Test)]);
        }

        Add(last.Model, [.. reports.Select(report => report.Validation)], [.. reports.Select(report => report.Test)]);
        Terminal.On(writer).Write(table);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{RunText.Of(reports.Count)}. {last.Test.Count} links, each ranked among {last.Options.Negatives} random targets that its source has no link to in that snapshot, ties by half; by source: the best link of each, averaged within a snapshot, then over snapshots."));

        void Add(string name, SnapshotMetrics[] validation, SnapshotMetrics[] test) => table.AddRow(
            name, RunText.Mean(validation, run => run.MeanReciprocalRank), RunText.Mean(test, run => run.MeanReciprocalRank), RunText.Mean(test, run => run.BySource), RunText.Mean(test, run => run.HitsAtTen));
    }
}
