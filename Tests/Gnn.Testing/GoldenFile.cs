using System.Text.Json;

namespace Gnn.Testing;

/// <summary>A golden file: a list of cases with the numbers that a reference implementation gave for them.</summary>
/// <example><code>[TestCaseSource(typeof(GoldenFile), nameof(GoldenFile.Cases), ["conv_gcn", "gcn_"])]</code></example>
public static class GoldenFile
{
    /// <summary>All cases of a file.</summary>
    /// <param name="group">The file's name without its extension, for example <c>conv_gcn</c>.</param>
    /// <returns>The cases in the order of the file.</returns>
    public static IReadOnlyList<GoldenCase> Read(string group)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", $"{group}.json");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(element => new GoldenCase(group, element.Clone()))];
    }

    /// <summary>The cases of a file whose names begin with a prefix; an error if there are none.</summary>
    /// <param name="group">The file's name without its extension.</param>
    /// <param name="prefix">The prefix, for example <c>gcn_</c>; empty for all.</param>
    /// <returns>The cases in the order of the file.</returns>
    public static IReadOnlyList<GoldenCase> Cases(string group, string prefix)
    {
        GoldenCase[] cases = [.. Read(group).Where(golden => golden.Name.StartsWith(prefix, StringComparison.Ordinal))];
        return cases.Length > 0 ? cases : throw new ArgumentException($"The golden file '{group}' has no case '{prefix}...'.", nameof(prefix));
    }

    /// <summary>The case of a name.</summary>
    /// <param name="group">The file's name without its extension.</param>
    /// <param name="name">The case's name.</param>
    /// <returns>The case.</returns>
    public static GoldenCase Case(string group, string name) => Read(group).Single(golden => golden.Name == name);
}
