using System.Globalization;
using System.Text.RegularExpressions;
using Gnn.Tests.Architecture;
using Gnn.Tests.Packaging;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
[Parallelizable(ParallelScope.Self)] // Waits for processes of its own, like the other fixtures of this kind.
[Category("Packaging")]
public sealed partial class ScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    // The figure that each script must print, and between which values: the network must do what its baselines cannot.
    private static readonly Dictionary<string, (string Figure, double Least, double Most)> Figures = new()
    {
        ["hypergraph.cs"] = ("test accuracy", 0.8, 1),
        ["link-prediction.cs"] = ("test AUC", 0.95, 1), // Heuristics reach 0.86.
        ["n-body.cs"] = ("test error", 0, 0.015), // That of straight lines is 0.08.
        ["node-classification.cs"] = ("test accuracy", 0.8, 1),
        ["own-layer.cs"] = ("test accuracy", 0.8, 1),
        ["quikgraph-to-classifier.cs"] = ("test accuracy", 0.85, 1),
        ["sampled-training.cs"] = ("test accuracy", 0.9, 1),
        ["sheaf.cs"] = ("test accuracy", 0.75, 1),
        ["sign-prediction.cs"] = ("test ROC-AUC", 0.78, 1), // Degrees and triads reach 0.65.
        ["snapshots.cs"] = ("test reciprocal rank", 0.25, 1), // Recency alone is below 0.1.
        ["temporal-links.cs"] = ("test reciprocal rank", 0.55, 1), // That of a constant score is 0.1.
    };

    // What the scripts that train nothing print at last.
    private static readonly Dictionary<string, string> LastLine = new()
    {
        ["own-graph.cs"] = "and holds the same graph",
    };

    private static IEnumerable<string> Scripts() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "Examples", "Scripts"), "*.cs").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Scripts))]
    public void Run_Script_PrintsWhatItMust(string script)
    {
        string path = Path.Combine(Repository.Root, "Examples", "Scripts", script);

        string output = DotnetCommand.Run(Repository.Root, Limit, ["run", "-c", "Release", .. AdapterOptions(script, path), path]);

        if (LastLine.TryGetValue(script, out string? line))
        {
            Assert.That(output.TrimEnd(), Does.EndWith(line));
            return;
        }

        Assert.That(Figures, Does.ContainKey(script), $"say in this fixture what {script} must reach or print");
        (string figure, double least, double most) = Figures[script];
        Assert.That(Figure(output, figure), Is.InRange(least, most), output);
    }

    // A script on an adapter runs where this build has the adapter.
    private static string[] AdapterOptions(string script, string path)
    {
        string[] adapters = [.. ReferencedProject().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value)
            .Where(project => ProjectRule.All.Any(rule => rule.Name == project && rule.Kind == ProjectKind.Adapter))];
        string names = string.Join('+', adapters.Select(adapter => adapter["Gnn.".Length..]));
        if (adapters.Except(CompiledAdapters.Names).Any())
        {
            Assert.Ignore($"{script} needs {string.Join(" and ", adapters)}: run the tests with -p:GnnAdapters={names}.");
        }

        return adapters.Length == 0 ? [] : [$"-p:GnnAdapters={names}"];
    }

    /// <summary>The test accuracy, in [0, 1], that a program printed; not a number where it printed none.</summary>
    internal static double Accuracy(string output) => Figure(output, "test accuracy");

    private static double Figure(string output, string name) => FigureLine().Matches(output).FirstOrDefault(match => match.Groups[1].Value == name) is { } match
        ? double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)
        : double.NaN;

    [GeneratedRegex(@"^(test [\w -]+?) (\d\.\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex FigureLine();

    [GeneratedRegex(@"^#:project \S*/(\S+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex ReferencedProject();
}
