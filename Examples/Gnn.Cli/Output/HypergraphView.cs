using System.Globalization;
using Gnn.Cli.Hypergraphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What a person sees of <c>gnn hypergraph</c>: the data, the protocol, a line for each run, and the table of model and baselines.</summary>
internal sealed class HypergraphView(TextWriter writer)
{
    internal void ShowData(string dataset, HypergraphProblem problem, HypergraphProtocol protocol, Engine engine)
    {
        int alone = Enumerable.Range(0, problem.Hypergraph.NodeCount).Count(node => problem.Hypergraph.Degree(node) == 0);
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{dataset}: {problem.Hypergraph.NodeCount} nodes, {alone} of them in no hyperedge, {problem.Hypergraph.HyperedgeCount} hyperedges, {problem.Hypergraph.IncidenceCount} incidences, {problem.Classes} classes; engine {engine.Name}, {engine.ThreadCount} {(engine.ThreadCount == 1 ? "thread" : "threads")}"));
        writer.WriteLine($"protocol {protocol.Name}: {protocol.Selection}");
    }

    internal void ShowRun(int run, NodeSplit split, HypergraphResult result) => writer.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"run {run}, seed {result.Report.Seed}, {split.Name}: {split.Train.Length} nodes train, {split.Validation.Length} validate, {split.Test.Length} test; epoch {result.Report.BestEpoch}, {result.Seconds:0.0} s"));

    internal void ShowResult(HypergraphProtocol protocol, string model, IReadOnlyList<(string Name, IReadOnlyList<HypergraphResult> Runs)> results)
    {
        Table table = RunText.Table(protocol.Name, "validation", "test", "macro-F1", "ms / step");

        IReadOnlyList<HypergraphResult> last = results[^1].Runs;
        table.AddRow("majority class", "", Mean(last, run => run.Report.Baseline.TestAccuracy), "", "");
        foreach ((string name, IReadOnlyList<HypergraphResult> runs) in results)
        {
            table.AddRow(
                name == model ? name : $"{name} (baseline)",
                Mean(runs, run => run.Validation),
                Mean(runs, run => run.Report.Test.Accuracy),
                Mean(runs, run => run.Report.Test.MacroF1),
                runs[^1].Report.Times.MedianStep.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
        }

        Terminal.On(writer).Write(table);
        writer.WriteLine(
            $"{RunText.Of(last.Count)}; baselines have settings of their own, the same protocol and at most as many epochs. Figures of given splits and of random 50/25/25 are not comparable.");
    }

    private static string Mean(IReadOnlyList<HypergraphResult> runs, Func<HypergraphResult, double> of)
    {
        var statistic = Statistic.Of(runs.Select(of));
        return !double.IsFinite(statistic.Mean) ? ""
            : runs.Count == 1 ? Share(statistic.Mean)
            : $"{Share(statistic.Mean)} +- {Share(statistic.StandardDeviation)}";
    }

    private static string Share(double value) => (100 * value).ToString("0.00 '%'", CultureInfo.InvariantCulture);
}
