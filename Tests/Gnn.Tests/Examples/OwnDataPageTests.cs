using System.Text.RegularExpressions;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Testing;
using Gnn.Tests.Architecture;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

/// <summary>Runs what docs/own-data.md shows, on the tables that it shows.</summary>
[TestFixture]
internal sealed partial class OwnDataPageTests
{
    private static string Text => File.ReadAllText(Path.Combine(Repository.Root, "docs", "own-data.md")).ReplaceLineEndings("\n");

    [Test]
    public void Commands_InTheirOrder_Run()
    {
        using var folder = new ScratchFolder();
        string[] tables = WriteTables(folder);
        string[] commands = [.. Blocks("sh").SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')).Where(line => line.StartsWith("gnn ", StringComparison.Ordinal))];

        Assert.That(tables, Is.Not.Empty);
        Assert.That(commands, Has.Length.GreaterThan(4));
        foreach (string command in commands)
        {
            string[] args = [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(arg => IsFile(arg) ? folder[arg] : arg)];
            CommandLine run = CommandLine.Run(args);

            Assert.That(run.ExitCode, Is.Zero, $"{command}\n{run.Error}");
            Assert.That(args.Where(Path.IsPathRooted).Where(file => !File.Exists(file)), Is.Empty, command);
        }

        Assert.That(File.ReadAllText(folder["predicted.csv"]), Does.StartWith("run,id,split,label,class,probability\n0,ada,"));
    }

    [Test]
    public void Sample_IsTheOneThatIsCompiledHere()
    {
        using var folder = new ScratchFolder();
        WriteTables(folder);
        string source = File.ReadAllText(Path.Combine(Repository.Root, "Tests", "Gnn.Tests", "Examples", "OwnDataPageTests.cs"));
        string[] lines = [.. Blocks("csharp").SelectMany(block => block.Split('\n')).Select(Plain).Where(line => line.Length > 0)];
        string[] compiled = [.. source.ReplaceLineEndings("\n").Split('\n').Select(line => Plain(line.Replace("folder[\"", "\"", StringComparison.Ordinal).Replace("csv\"]", "csv\"", StringComparison.Ordinal)))];

        using TableGraph table = TableGraph.Read(
            folder["friends.csv"], folder["people.csv"],
            new EdgeTableOptions { IsUndirected = true, Weight = "hours" },
            new NodeTableOptions { Label = "team", Features = ["age", "height"], Missing = MissingValues.Mean, StandardizesFeatures = true });
        Graph graph = table.Graph;
        string first = table.Ids[0];
        bool isKnown = table.Ids.TryFind("ada", out int node);

        Assert.That(lines, Is.Not.Empty);
        Assert.That(lines.Except(compiled), Is.Empty);
        Assert.That(isKnown && node == 0 && first == "ada");
        Assert.That(graph.NodeCount, Is.EqualTo(12));

        static string Plain(string line) => Comment().Replace(line, "").Trim();
    }

    private static string[] WriteTables(ScratchFolder folder)
    {
        Match[] tables = [.. Fence().Matches(Text).Where(match => match.Groups["name"].Success)];
        foreach (Match table in tables)
        {
            File.WriteAllText(folder[table.Groups["name"].Value], table.Groups["text"].Value);
        }

        return [.. tables.Select(table => table.Groups["name"].Value)];
    }

    private static bool IsFile(string arg) => Path.GetExtension(arg) is ".csv" or ".tsv" or ".safetensors";

    private static IEnumerable<string> Blocks(string language) =>
        Fence().Matches(Text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value);

    [GeneratedRegex(@"^```(?<language>\w*)( (?<name>[\w.]+))?\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
