using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gnn.Cli.Output;
using Gnn.Cli.Reproduction;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn reproduce</c>: runs a whole table of results, as its file says, and goes on where it was stopped.</summary>
internal sealed class ReproduceCommand
{
    private readonly Argument<string?> _table = new("table")
    {
        Description = "A table that comes with the program, or a file of one; without it the tables are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _only = Options.Text("--only", "Run only the rows whose name contains this", "text");
    private readonly Option<int?> _runs = Options.OptionalInteger("--runs", "At most so many runs of each row; by default as many as the table says", least: 1);
    private readonly Option<string?> _out = Options.Text("--out", "Where finished runs are appended, a line each; by default TABLE.runs.jsonl", "file");
    private readonly Option<bool> _resume = Options.Flag("--resume", "Keep the runs that the file has, and make the others");

    private readonly Option<bool> _show = Options.Flag("--show", "Run nothing: show the table with the runs that the file has");

    internal static Command Create(CommandContext context)
    {
        var reproduce = new ReproduceCommand();
        var command = new Command("reproduce", "Run a whole table of published results again: every seed and split, with the settings of its file.")
        {
            reproduce._table, reproduce._only, reproduce._runs, reproduce._out, reproduce._resume, reproduce._show,
        };
        command.SetAction(parsed => reproduce.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_table) is not { } name)
        {
            foreach (string builtIn in BenchmarkTable.BuiltIn)
            {
                BenchmarkTable listed = BenchmarkTable.Open(builtIn);
                context.Output.WriteLine($"{builtIn}: {listed.Title} ({listed.Rows.Count} rows, {listed.Rows.Sum(row => row.Runs)} runs)");
            }

            return Application.Done;
        }

        BenchmarkTable table = BenchmarkTable.Open(name);
        string only = parsed.GetValue(_only) ?? "";
        BenchmarkRow[] rows = [.. table.Rows.Where(row => row.Name.Contains(only, StringComparison.OrdinalIgnoreCase))];
        if (rows.Length == 0)
        {
            throw new UsageException($"no row of '{table.Name}' has '{only}' in its name; the rows are {string.Join(", ", table.Rows.Select(row => row.Name))}.");
        }

        string path = parsed.GetValue(_out) ?? $"{table.Name}.runs.jsonl";
        bool shows = parsed.GetValue(_show);
        using RunLog log = shows ? RunLog.Read(path) : RunLog.Open(path, parsed.GetValue(_resume));
        var results = new List<(BenchmarkRow Row, IReadOnlyList<double> Values)>();
        foreach (BenchmarkRow row in rows)
        {
            int runs = Math.Min(row.Runs, parsed.GetValue(_runs) ?? row.Runs);
            for (int run = 0; run < runs && !shows; run++)
            {
                Complete(row, run, runs, log, path, context);
            }

            results.Add((row, [.. Enumerable.Range(0, runs).Select(run => log.Find(row.CommandOf(run))).OfType<string>().Select(row.Read)]));
        }

        ReproductionView.Show(table, results, context.Output);
        return Application.Done;
    }

    private static void Complete(BenchmarkRow row, int run, int runs, RunLog log, string path, CommandContext context)
    {
        string command = row.CommandOf(run);
        if (log.Find(command) is null)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            string[] arguments = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string? checkpoint = HasCheckpoint(arguments) ? $"{path}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(command)))[..12]}.checkpoint" : null;
            string result = Execute(row, checkpoint is null ? arguments : [.. arguments, "--checkpoint", checkpoint], context);
            double value = row.Read(result);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            log.Append(row.Name, run, command, row.Figure, value, seconds, result);
            if (checkpoint is not null)
            {
                File.Delete(checkpoint);
            }

            context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name}, run {run + 1} of {runs}: {value:0.####} in {seconds:0.0} s"));
        }
    }

    /// <summary>Whether a command takes a checkpoint, which is kept beside the file of finished runs for as long as the run lasts.</summary>
    private static bool HasCheckpoint(string[] arguments) =>
        arguments[0] is "node" or "kg" or "recommend" && !arguments.Contains("--runs") && !arguments.Contains("--checkpoint") && !arguments.Any(IsNotTrained);

    private static bool IsNotTrained(string model) => model is "label-propagation" or "popularity" or "item-knn";

    /// <summary>The command's JSON object.</summary>
    private static string Execute(BenchmarkRow row, string[] command, CommandContext context)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = Application.Run(command, new CommandContext(output, error, IsInteractive: false, context.Cancellation));
        context.Cancellation.ThrowIfCancellationRequested();
        return code == Application.Done
            ? output.ToString().TrimEnd('\n').Split('\n')[^1]
            : throw new InvalidOperationException($"the row '{row.Name}' stopped at 'gnn {string.Join(' ', command)}': {error.ToString().TrimEnd('\n').Split('\n')[^1]} Runs so far are kept: go on with --resume.");
    }
}
