using System.Globalization;
using Gnn.Cli.Links;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn link</c>: the data, the audit of the first split, a line for each run, and the table of model and baselines.</summary>
internal sealed class LinkView(TextWriter writer, int hitsAt)
{
    internal void ShowData(string dataset, Graph graph, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} nodes, {graph.EdgeCount} edges; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    internal void ShowSplit(LinkSplitAudit audit) => writer.WriteLine(audit);

    internal void ShowRun(int run, string name, LinkPredictionReport report) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}, seed {report.Seed}, {name}: epoch {report.BestEpoch} of {report.Epochs.Count} by validation {report.Options.Metric}; AUC {report.Test.RocAuc:0.0000}, AP {report.Test.AveragePrecision:0.0000}, Hits@{hitsAt} {report.Test.HitsAt(hitsAt):0.0000}; {report.Times.Total.TotalSeconds:0.0} s"));

    internal void ShowResult(LinkResults results)
    {
        Table table = RunText.Table("test links", "AUC", "AP", string.Create(CultureInfo.InvariantCulture, $"Hits@{hitsAt}"), "MRR");

        foreach ((string name, List<LinkMetrics> runs) in results.Rows)
        {
            table.AddRow(
                name,
                RunText.Mean(runs, run => run.RocAuc),
                RunText.Mean(runs, run => run.AveragePrecision),
                RunText.Mean(runs, run => run.HitsAt(hitsAt)),
                RunText.Mean(runs, run => run.MeanReciprocalRank));
        }

        Terminal.On(writer).Write(table);
        writer.WriteLine(RunText.Of(results.Rows[0].Runs.Count) + "; ties count by half");
    }

    /// <summary>A column for each group of degrees, which are the same for all that were measured on one split.</summary>
    internal void ShowBreakdown(LinkResults results, LinkMetric metric)
    {
        if (results.Breakdowns.Count == 0)
        {
            return;
        }

        bool isHits = metric == LinkMetric.Hits;
        IReadOnlyList<LinkGroup> groups = results.Breakdowns[0].Links.ByDegree;
        string measured = isHits ? string.Create(CultureInfo.InvariantCulture, $"Hits@{hitsAt}") : "MRR";
        Table table = RunText.Table($"{measured} by degree", [.. groups.Select(Degrees), "mean over nodes"]);
        foreach ((string name, LinkBreakdown links) in results.Breakdowns)
        {
            double[] values = isHits
                ? [.. links.ByDegree.Select(group => group.HitsAt(hitsAt)), links.HitsOfNodesAt(hitsAt)]
                : [.. links.ByDegree.Select(group => group.MeanReciprocalRank), links.MeanReciprocalRankOfNodes];
            table.AddRow([name, .. values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture))]);
        }

        Terminal.On(writer).Write(table);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"the first run; {string.Join(", ", groups.Select(group => group.Count))} links by the lower degree of their ends, without the links that are asked; {results.Breakdowns[0].Links.ByNode.Count} nodes are ends"));
    }

    private static string Degrees(LinkGroup group) => group.LeastDegree == group.MostDegree
        ? group.LeastDegree.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{group.LeastDegree} to {group.MostDegree}");
}
