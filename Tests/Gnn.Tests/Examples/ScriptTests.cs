using System.Globalization;
using System.Text.RegularExpressions;
using Gnn.Tests.Architecture;
using Gnn.Tests.Packaging;
using NUnit.Framework;

namespace Gnn.Tests.Examples;

[TestFixture]
[Category("Packaging")]
public sealed partial class ScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // The least test accuracy that each script must print.
    private static readonly Dictionary<string, double> LeastAccuracy = new()
    {
        ["node-classification.cs"] = 0.8,
    };

    private static IEnumerable<string> Scripts() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "Examples", "Scripts"), "*.cs").Select(Path.GetFileName).Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Scripts))]
    public void Run_Script_PrintsItsAccuracy(string script)
    {
        string path = Path.Combine(Repository.Root, "Examples", "Scripts", script);

        string output = DotnetCommand.Run(Repository.Root, Limit, ["run", "-c", "Release", path]);

        Assert.That(LeastAccuracy, Does.ContainKey(script), $"say in this fixture what {script} must reach");
        Assert.That(Accuracy(output), Is.InRange(LeastAccuracy[script], 1), output);
    }

    /// <summary>The test accuracy, in [0, 1], that a program printed; not a number where it printed none.</summary>
    internal static double Accuracy(string output) =>
        AccuracyLine().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : double.NaN;

    [GeneratedRegex(@"^test accuracy (\d\.\d+)\r?$", RegexOptions.Multiline)]
    private static partial Regex AccuracyLine();
}
