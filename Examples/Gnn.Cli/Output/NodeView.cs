using System.Globalization;
using Gnn.Cli.Nodes;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn node</c>: the data, a live line while it trains, and the table of runs.</summary>
internal sealed class NodeView(TextWriter writer, CommandContext context)
{
    internal void ShowData(string dataset, NodeRun run, Engine engine) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset}: {run.Sizes.Nodes} nodes, {run.Sizes.Edges} edges, {run.Sizes.Features} features, {run.Sizes.Classes} classes; split {run.Split.Name}: {run.Split.Train.Length} train, {run.Split.Validation.Length} validation, {run.Split.Test.Length} test; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));

    /// <summary>Runs the training, with a live line on standard error where a person looks on.</summary>
    internal TrainingReport Follow(int run, int runs, Func<IProgress<EpochProgress>?, TrainingReport> train)
    {
        if (!context.IsInteractive)
        {
            return train(null);
        }

        IAnsiConsole console = Terminal.On(context.Error);
        return console.Status().Start("training", status => train(new EveryEpoch(progress => status.Status = Markup.Escape(string.Create(
            CultureInfo.InvariantCulture,
            $"run {run + 1}/{runs}, epoch {progress.Record.Epoch}/{progress.Epochs}: loss {progress.Record.TrainLoss:0.0000}, validation accuracy {progress.Record.ValidationAccuracy:0.0000}, best epoch {progress.BestEpoch}")))));
    }

    internal void ShowResult(TrainingSummary summary)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("run").AddColumn("seed");
        bool hasAuc = summary.Reports.All(report => double.IsFinite(report.Test.RocAuc));
        foreach (string column in (string[])["best epoch", "validation", "test", "macro-F1", .. hasAuc ? ["ROC-AUC"] : (string[])[], "majority class", "ms / step"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        for (int run = 0; run < summary.Reports.Count; run++)
        {
            TrainingReport report = summary.Reports[run];
            table.AddRow(
            [
                Text(run + 1), Text(report.Seed), $"{report.BestEpoch} of {report.Epochs.Count}", Share(report.Validation.Accuracy), Share(report.Test.Accuracy),
                Share(report.Test.MacroF1), .. hasAuc ? [Share(report.Test.RocAuc)] : (string[])[], Share(report.Baseline.TestAccuracy),
                report.Times.MedianStep.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture),
            ]);
        }

        Terminal.On(writer).Write(table);
        TrainingReport last = summary.Reports[^1];
        string chosen = last.ParameterCount == 0 ? "nothing to train or to choose" : $"parameters chosen by {last.SelectedBy}";
        writer.WriteLine(summary.Reports.Count == 1
            ? $"test accuracy {Share(last.Test.Accuracy)}, {chosen}"
            : $"test accuracy {Share(summary.TestAccuracy.Mean)} +- {Share(summary.TestAccuracy.StandardDeviation)} (mean and sample standard deviation of {summary.Reports.Count} runs), {chosen}");
    }

    private static string Share(double value) => (100 * value).ToString("0.00 '%'", CultureInfo.InvariantCulture);

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Reports on the training thread: <see cref="Progress{T}"/> would come late and out of order.</summary>
    private sealed class EveryEpoch(Action<EpochProgress> show) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => show(value);
    }
}
