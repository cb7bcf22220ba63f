namespace Gnn.Cli.Reproduction;

/// <summary>A line of a benchmark table: a command that is run several times, and the figure that is read from each result.</summary>
/// <param name="Name">Unique in its table.</param>
/// <param name="Command">Arguments of <c>gnn</c>, with <c>{run}</c> where the run's number goes: seeds and published splits.</param>
/// <param name="Runs">How often it is run, with the numbers 0, 1, 2 ...</param>
/// <param name="Figure">The property of the command's JSON object.</param>
/// <param name="Factor">What the property is multiplied by: 100 for a share that is told in percent.</param>
/// <param name="IsError">Whether less is better.</param>
/// <param name="Asked">The figure that is asked for; null for none.</param>
/// <param name="Published">What a publication says; null for nothing.</param>
/// <param name="Source">Which publication.</param>
internal sealed record BenchmarkRow(
    string Name, string Command, int Runs, string Figure, double Factor, bool IsError, double? Asked, double? Published, string Source)
{
    internal const string RunPlace = "{run}";

    /// <summary>The arguments of a run, which ends with one JSON object.</summary>
    internal string CommandOf(int run) => Command.Replace(RunPlace, FormattableString.Invariant($"{run}"), StringComparison.Ordinal) + " --json";

    /// <summary>Whether a mean is as good as what is asked.</summary>
    internal bool? IsMet(double mean) => Asked is { } asked ? (IsError ? mean <= asked : mean >= asked) : null;
}
