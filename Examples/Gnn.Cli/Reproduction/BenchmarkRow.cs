using System.Globalization;
using System.Text.Json;

namespace Gnn.Cli.Reproduction;

/// <summary>A line of a benchmark table: a command that is run several times, and the figure that is read from each result.</summary>
/// <param name="Name">Unique in its table.</param>
/// <param name="Command">Arguments of <c>gnn</c>, with <c>{run}</c> where the run's number goes: seeds and published splits.</param>
/// <param name="Runs">How often it is run, with the numbers 0, 1, 2 ...</param>
/// <param name="Figure">The property of the command's JSON object; one of what it holds after its name and a dot, as <c>test.mrr_mean</c>, and in a list after a place from 0.</param>
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

    /// <summary>The figure of a run's JSON object, times the factor.</summary>
    /// <exception cref="InvalidOperationException">The object has no such number.</exception>
    internal double Read(string result)
    {
        using var document = JsonDocument.Parse(result);
        JsonElement element = document.RootElement;
        foreach (string name in Figure.Split('.'))
        {
            element = Part(element, name);
        }

        return element.ValueKind == JsonValueKind.Number
            ? element.GetDouble() * Factor
            : throw new InvalidOperationException($"the row '{Name}' takes '{Figure}', a number, of a result that has {string.Join(", ", Numbers(document.RootElement, ""))}.");
    }

    /// <summary>Whether a mean is as good as what is asked.</summary>
    internal bool? IsMet(double mean) => Asked is { } asked ? (IsError ? mean <= asked : mean >= asked) : null;

    private static JsonElement Part(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty(name, out JsonElement value) => value,
        JsonValueKind.Array when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place < element.GetArrayLength() => element[place],
        _ => default,
    };

    /// <summary>The names of all numbers.</summary>
    private static IEnumerable<string> Numbers(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Number => [name],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Numbers(property.Value, Joined(name, property.Name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((each, place) => Numbers(each, Joined(name, FormattableString.Invariant($"{place}")))),
        _ => [],
    };

    private static string Joined(string name, string part) => name.Length == 0 ? part : $"{name}.{part}";
}
