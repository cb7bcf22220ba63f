using System.Text.Json;
using System.Text.RegularExpressions;
using Gnn.Cli.Reproduction;
using Gnn.Testing;
using Gnn.Tests.Architecture;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
internal sealed class ReproduceCommandTests
{
    private const string Table = """
        {
          "title": "Two rows", "protocol": "Short.",
          "rows": [
            { "name": "gcn", "command": "node --epochs 5 --seed {run}", "runs": 3, "figure": "test_accuracy_mean", "factor": 100, "asked": 1, "published": 99, "source": "nobody" },
            { "name": "loss", "command": "node --model mlp --epochs 5", "runs": 1, "figure": "epochs_run_mean", "error": true, "asked": 4 }
          ]
        }
        """;

    private ScratchFolder _folder = null!;
    private string _table = "";
    private string _log = "";

    [SetUp]
    public void MakeTable()
    {
        _folder = new ScratchFolder();
        _table = Path.Combine(_folder.Path, "two.json");
        _log = Path.Combine(_folder.Path, "two.jsonl");
        File.WriteAllText(_table, Table);
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Reproduce_Table_RunsEveryRowAndSaysWhatWasMet()
    {
        var run = CommandLine.Run("reproduce", _table, "--out", _log);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(File.ReadAllLines(_log), Has.Length.EqualTo(4));
        string[] rows = [.. run.Output.Split('\n').Where(line => line.StartsWith("| gcn", StringComparison.Ordinal) || line.StartsWith("| loss", StringComparison.Ordinal))];
        Assert.That(rows[0], Does.Match(@"^\| gcn \| [0-9.]+ ± [0-9.]+ \| 3 \| 1 \| yes \| 99 \| nobody \|$"));
        Assert.That(rows[1], Does.Match(@"^\| loss \| 5 \| 1 \| 4 \| no \|  \|  \|$"), "five epochs are more than four, and less is better");
    }

    [Test]
    public void Reproduce_Resume_KeepsFinishedRunsAndCutsATornLine()
    {
        CommandLine.Run("reproduce", _table, "--out", _log, "--only", "gcn", "--runs", "2");
        string[] before = File.ReadAllLines(_log);
        File.AppendAllText(_log, "{\"row\": \"gcn\", \"ru");

        var refused = CommandLine.Run("reproduce", _table, "--out", _log);
        var resumed = CommandLine.Run("reproduce", _table, "--out", _log, "--resume");

        Assert.That(refused.ExitCode, Is.EqualTo(2));
        Assert.That(refused.Error, Does.Contain("--resume"));
        Assert.That(resumed.ExitCode, Is.Zero, resumed.Error);
        string[] after = File.ReadAllLines(_log);
        Assert.That(after, Has.Length.EqualTo(4));
        Assert.That(after[..2], Is.EqualTo(before), "what was finished is not run again");
        Assert.That(resumed.Error, Does.Contain("gcn, run 3 of 3").And.Not.Contain("gcn, run 1 of 3"));
    }

    [Test]
    public void Reproduce_StoppedWithinARun_GoesOnFromItsCheckpointToTheSameResult()
    {
        // A run of some seconds, stopped as soon as there is an epoch to keep.
        File.WriteAllText(_table, Table.Replace("--epochs 5 --seed {run}", "--epochs 15000 --seed {run}", StringComparison.Ordinal));
        string[] arguments = ["reproduce", _table, "--only", "gcn", "--runs", "1", "--resume", "--out"];
        string[] left = [];
        for (TimeSpan delay = TimeSpan.FromMilliseconds(50); left.Length == 0; delay *= 1.5)
        {
            using var cancellation = new CancellationTokenSource(delay);
            var stopped = CommandLine.Run(cancellation.Token, [.. arguments, _log]);
            Assert.That(stopped.ExitCode, Is.Not.Zero, $"done within {delay}");
            left = Directory.GetFiles(_folder.Path, "*.checkpoint");
        }

        var resumed = CommandLine.Run([.. arguments, _log]);
        var whole = CommandLine.Run([.. arguments, _log + ".whole"]);

        Assert.That(left, Has.Length.EqualTo(1));
        Assert.That(resumed.ExitCode, Is.Zero, resumed.Error);
        Assert.That(Directory.GetFiles(_folder.Path, "*.checkpoint"), Is.Empty, "finished runs need none");
        Assert.That(Hash(File.ReadAllText(_log)), Is.EqualTo(Hash(File.ReadAllText(_log + ".whole"))));
        Assert.That(whole.ExitCode, Is.Zero, whole.Error);

        static string Hash(string line) => Regex.Match(line, "[0-9a-f]{64}").Value;
    }

    [Test]
    public void Reproduce_Show_RunsNothingAndLeavesTheFileAsItIs()
    {
        CommandLine.Run("reproduce", _table, "--out", _log, "--only", "gcn", "--runs", "2");
        File.AppendAllText(_log, "{\"row\": \"gcn\", \"ru");
        string before = File.ReadAllText(_log);

        var run = CommandLine.Run("reproduce", _table, "--out", _log, "--show");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Match(@"\| gcn \| [0-9.]+ ± [0-9.]+ \| 2 of 3 \| 1 \| yes \|").And.Contain("| loss | not yet | 0 of 1 | 4 |  |"));
        Assert.That(File.ReadAllText(_log), Is.EqualTo(before));
    }

    [Test]
    public void Reproduce_ShowWithoutAFile_SaysHowToMakeIt()
    {
        var run = CommandLine.Run("reproduce", _table, "--out", _log, "--show");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(run.Error, Does.Contain(_log).And.Contain("--out"));
        Assert.That(File.Exists(_log), Is.False);
    }

    [Test]
    public void Reproduce_CommittedRuns_AreTheAccuracyDocument()
    {
        string benchmarks = Path.Combine(Repository.Root, "docs", "benchmarks");
        string document = File.ReadAllText(Path.Combine(benchmarks, "accuracy.md"));
        foreach (string table in BenchmarkTable.BuiltIn)
        {
            var run = CommandLine.Run("reproduce", table, "--show", "--out", Path.Combine(benchmarks, "runs", $"{table}.jsonl"));
            Assert.That(run.ExitCode, Is.Zero, run.Error);
            Assert.That(document, Does.Contain(run.Output.TrimEnd()), $"print the table '{table}' again with --show");
        }
    }

    [Test]
    public void Reproduce_RowThatFails_NamesItAndKeepsTheRunsBefore()
    {
        File.WriteAllText(_table, Table.Replace("--model mlp", "--model none", StringComparison.Ordinal));

        var run = CommandLine.Run("reproduce", _table, "--out", _log);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("the row 'loss' stopped").And.Contain("--resume"));
        Assert.That(File.ReadAllLines(_log), Has.Length.EqualTo(3));
    }

    [TestCase("\"runs\": 3", "\"runs\": \"3\"", "'runs'")]
    [TestCase("--seed {run}", "--seed 1", "{run}")]
    [TestCase("\"name\": \"loss\"", "\"name\": \"gcn\"", "twice")]
    [TestCase("\"title\"", "title", "line 2")]
    public void Reproduce_BadTable_IsRefusedWithItsPlace(string from, string to, string expected)
    {
        File.WriteAllText(_table, Table.Replace(from, to, StringComparison.Ordinal));

        var run = CommandLine.Run("reproduce", _table, "--out", _log);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(expected));
    }

    [Test]
    public void Reproduce_RowsOfOneCommand_ShareItsRunsAndReadWhatTheyName()
    {
        File.WriteAllText(_table, """
            {
              "title": "One command", "protocol": "Short.",
              "rows": [
                { "name": "auc", "command": "link --data DATA --dataset celegans --epochs 1 --seed {run}", "runs": 2, "figure": "test.roc_auc_mean", "factor": 100 },
                { "name": "katz", "command": "link --data DATA --dataset celegans --epochs 1 --seed {run}", "runs": 2, "figure": "all.Katz.roc_auc_mean" }
              ]
            }
            """.Replace("DATA", Path.GetDirectoryName(SharedData.Require("seal")), StringComparison.Ordinal));

        var run = CommandLine.Run("reproduce", _table, "--out", _log);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        string[] lines = File.ReadAllLines(_log);
        Assert.That(lines, Has.Length.EqualTo(2), "the second row's runs are the first's");
        double[] katz = [.. lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("result").GetProperty("all").GetProperty("Katz").GetProperty("roc_auc_mean").GetDouble())];
        Assert.That(run.Output, Does.Contain(FormattableString.Invariant($"| katz | {katz.Average():0.##} ± ")));
    }

    [TestCase("run.test_accuracy_mean")]
    [TestCase("test_accuracy_mean.0")]
    public void Reproduce_FigureThatIsNotThere_NamesThoseThatAre(string figure)
    {
        File.WriteAllText(_table, Table.Replace("\"test_accuracy_mean\"", $"\"{figure}\"", StringComparison.Ordinal));

        var run = CommandLine.Run("reproduce", _table, "--out", _log, "--only", "gcn");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain(figure).And.Contain(" test_accuracy_mean,"));
    }

    [Test]
    public void Reproduce_WithoutATable_ListsThoseOfTheProgram()
    {
        var run = CommandLine.Run("reproduce");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("citation: ").And.Contain("graphs: ").And.Contain("heterophilous: "));
        Assert.That(BenchmarkTable.BuiltIn.Select(name => BenchmarkTable.Open(name).Rows.Count), Is.All.Positive);
        Assert.That(CommandLine.Run("reproduce", "no-such-table").ExitCode, Is.EqualTo(2));
    }
}
