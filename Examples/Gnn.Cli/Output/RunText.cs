using System.Globalization;
using Gnn.Training;
using Spectre.Console;

namespace Gnn.Cli.Output;

/// <summary>What the tables of commands with several runs have in common.</summary>
internal static class RunText
{
    /// <summary>An empty table: a column of names, and columns of numbers.</summary>
    internal static Table Table(string first, params string[] numbers)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(first);
        foreach (string column in numbers)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    /// <summary>What the numbers of a table are.</summary>
    internal static string Of(int runs) => runs == 1 ? "one run" : string.Create(CultureInfo.InvariantCulture, $"mean and sample standard deviation of {runs} runs");

    /// <summary>The number of one run, or the mean and the deviation of several, to four places.</summary>
    internal static string Mean<T>(IReadOnlyList<T> runs, Func<T, double> of)
    {
        var statistic = Statistic.Of(runs.Select(of));
        return runs.Count == 1
            ? statistic.Mean.ToString("0.0000", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{statistic.Mean:0.0000} +- {statistic.StandardDeviation:0.0000}");
    }
}
