using System.Globalization;
using Gnn.Graphs;
using Gnn.Training.Embeddings;
using Gnn.Training.Metrics;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn embed</c>: the data, a line for each run, and the table of model and baselines by both protocols.</summary>
internal sealed class EmbedView(TextWriter writer)
{
    internal void ShowData(string dataset, Graph graph, MultiLabels labels, string model, WalkEmbeddingOptions options) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {graph.NodeCount} nodes, {graph.EdgeCount} edges, {labels.LabelCount} labels; {model}, p {options.P}, q {options.Q}, {options.Epochs} x {options.WalksPerNode} walks of {options.WalkLength} nodes from each node, context {options.Context}, {options.Dimension} columns"));

    internal static void ShowEpoch(TextWriter writer, WalkEmbeddingEpoch epoch, int epochs) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  epoch {epoch.Epoch} of {epochs}: loss {epoch.Loss:0.000}, of negatives {epoch.NegativeLoss:0.000}, {epoch.Time.TotalSeconds:0.0} s"));

    internal void ShowRun(int run, EmbedRun result)
    {
        WalkEmbeddingEpoch last = result.Embedding.Epochs[^1];
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run}, seed {result.Seed}: loss {result.Embedding.Epochs[0].Loss:0.000} to {last.Loss:0.000}, of negatives {result.Embedding.Epochs[0].NegativeLoss:0.000} to {last.NegativeLoss:0.000}; {result.Embedding.Time.TotalSeconds:0.0} s, embedding {result.Embedding.Hash[..12]}"));
    }

    internal void ShowResult(IReadOnlyList<EmbedRun> runs, bool isOneEmbedding)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("labelled").AddColumn("scores");
        foreach (string column in (string[])["micro-F1, number given", "macro-F1, number given", "micro-F1, threshold", "macro-F1, threshold"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        for (int place = 0; place < runs[0].Results.Count; place++)
        {
            EmbedResult at = runs[0].Results[place];
            MultiLabelReport[] reports = [.. runs.Select(run => run.Results[place].Report)];
            table.AddRow(
                at.Share.ToString("0.## %", CultureInfo.InvariantCulture),
                at.Name,
                Text(reports, report => report.GivenCounts, metrics => metrics.MicroF1),
                Text(reports, report => report.GivenCounts, metrics => metrics.MacroF1),
                Text(reports, report => report.Thresholded, metrics => metrics.MicroF1),
                Text(reports, report => report.Thresholded, metrics => metrics.MacroF1));
        }

        Terminal.On(writer).Write(table);
        writer.WriteLine(
            $"{RunText.Of(runs.Count)}, each with a split of its own and {(isOneEmbedding && runs.Count > 1 ? "one embedding for all" : "an embedding of its own")}. Number given: the papers' protocol, which tells how many labels each test node has. Threshold: it does not; one threshold, chosen on the labelled nodes.");
    }

    private static string Text(MultiLabelReport[] reports, Func<MultiLabelReport, MultilabelMetrics> protocol, Func<MultilabelMetrics, double> metric) =>
        RunText.Mean(reports, report => metric(protocol(report)));
}
