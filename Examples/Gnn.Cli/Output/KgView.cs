using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Metrics;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn kg</c>: the data, the epochs that were measured, and the table of model and baselines.</summary>
internal sealed class KgView(TextWriter writer)
{
    private const int ShownRelations = 12;

    internal void ShowData(string dataset, Graph graph, IndexSplit split, int relations, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} entities, {relations} relations; {split.Train.Length} facts train, {split.Validation.Length} validate, {split.Test.Length} test; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    /// <summary>A line for each epoch that is measured.</summary>
    internal IProgress<KnowledgeGraphEpoch> Progress() => new EpochLines(writer);

    internal void ShowRun(int run, KnowledgeGraphReport report)
    {
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run}, seed {report.Seed}: epoch {report.BestEpoch} of {report.Epochs.Count} by the MRR of {report.ValidationSampleCount} of {report.ValidationCount} validation facts, {report.ValidationMrr:0.0000}; {report.Times.Total.TotalSeconds:0.0} s, median epoch {report.Times.MedianEpoch.TotalSeconds:0.00} s, of which training {report.Times.MedianStep.TotalSeconds:0.00} s"));
        if (report.UnseenEntities > 0)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.UnseenEntities} entities have no training fact: they are candidates, and {report.UnseenTest} test and {report.UnseenValidation} validation facts name one"));
        }
    }

    internal void ShowResult(IReadOnlyList<KnowledgeGraphReport> reports, IReadOnlyList<string> relations)
    {
        Table table = Ranking("test facts, filtered");
        KnowledgeGraphReport last = reports[^1];
        for (int baseline = 0; baseline < last.Baselines.Count; baseline++)
        {
            int place = baseline;
            Add(table, last.Baselines[baseline].Name, [.. reports.Select(report => report.Baselines[place].Test.Both)]);
        }

        Add(table, last.Model, [.. reports.Select(report => report.Test.Both)]);
        Add(table, "  heads", [.. reports.Select(report => report.Test.Heads)]);
        Add(table, "  tails", [.. reports.Select(report => report.Test.Tails)]);
        Terminal.On(writer).Write(table);
        Table byRelation = RunText.Table("most asked relations", "test facts", "MRR of heads", "MRR of tails");

        foreach (RelationRanking each in last.Test.Relations.OrderByDescending(each => each.Tails.Count).ThenBy(each => each.Relation).Take(ShownRelations))
        {
            byRelation.AddRow(
                Markup.Escape(relations[each.Relation]), each.Tails.Count.ToString(CultureInfo.InvariantCulture), Text(each.Heads.MeanReciprocalRank), Text(each.Tails.MeanReciprocalRank));
        }

        Terminal.On(writer).Write(byRelation);
        writer.WriteLine(
            $"{RunText.Of(reports.Count)}{(reports.Count > 1 ? "; relations of the last" : "")}. All entities are candidates but those of other known facts; ties count by half.");
    }

    private static Table Ranking(string first) => RunText.Table(first, "MRR", "Hits@1", "Hits@3", "Hits@10", "mean rank");

    private static void Add(Table table, string name, EntityRanking[] runs) => table.AddRow(
        name,
        RunText.Mean(runs, run => run.MeanReciprocalRank),
        RunText.Mean(runs, run => run.HitsAt1),
        RunText.Mean(runs, run => run.HitsAt3),
        RunText.Mean(runs, run => run.HitsAt10),
        runs.Average(run => run.MeanRank).ToString("0.0", CultureInfo.InvariantCulture));

    private static string Text(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);

    private sealed class EpochLines(TextWriter writer) : IProgress<KnowledgeGraphEpoch>
    {
        private readonly long _start = Stopwatch.GetTimestamp();

        public void Report(KnowledgeGraphEpoch value)
        {
            if (!double.IsNaN(value.ValidationMrr))
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"epoch {value.Epoch}: loss {value.Loss:0.0000}, validation MRR {value.ValidationMrr:0.0000}, {Stopwatch.GetElapsedTime(_start).TotalSeconds:0.0} s"));
            }
        }
    }
}
