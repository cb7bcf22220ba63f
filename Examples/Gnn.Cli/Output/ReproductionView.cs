using System.Globalization;
using Gnn.Cli.Reproduction;
using Gnn.Training;

namespace Gnn.Cli.Output;

/// <summary>A table of results as Markdown: what was asked for, what was measured, what is published.</summary>
internal static class ReproductionView
{
    internal static void Show(BenchmarkTable table, IReadOnlyList<(BenchmarkRow Row, IReadOnlyList<double> Values)> results, TextWriter output)
    {
        output.WriteLine($"## {table.Title}");
        output.WriteLine();
        output.WriteLine(table.Protocol);
        output.WriteLine();
        output.WriteLine("| row | measured | runs | asked | met | published | source |");
        output.WriteLine("|---|--:|--:|--:|---|--:|---|");
        foreach ((BenchmarkRow row, IReadOnlyList<double> values) in results)
        {
            string runs = values.Count == row.Runs ? $"{row.Runs}" : $"{values.Count} of {row.Runs}";
            (string measured, string met) = ("not yet", "");
            if (values.Count > 0)
            {
                var statistic = Statistic.Of(values);
                measured = values.Count == 1 ? Text(statistic.Mean) : $"{Text(statistic.Mean)} ± {Text(statistic.StandardDeviation, statistic.Mean)}";
                met = row.IsMet(statistic.Mean) switch { true => "yes", false => "no", null => "" };
            }

            output.WriteLine($"| {row.Name} | {measured} | {runs} | {Text(row.Asked)} | {met} | {Text(row.Published)} | {row.Source} |");
        }
    }

    // Percents to a hundredth, shares and errors to a ten-thousandth; a deviation as what it belongs to.
    private static string Text(double? value, double? size = null) =>
        value?.ToString(Math.Abs(size ?? value.Value) < 1 ? "0.####" : "0.##", CultureInfo.InvariantCulture) ?? "";
}
