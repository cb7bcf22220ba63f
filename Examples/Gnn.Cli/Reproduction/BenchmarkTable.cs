using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Gnn.Tensors.Files;

namespace Gnn.Cli.Reproduction;

/// <summary>A table of results that anyone can run again: settings, seeds and splits as a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Protocol">How the figures come about.</param>
/// <param name="Rows">Its lines.</param>
internal sealed record BenchmarkTable(string Name, string Title, string Protocol, IReadOnlyList<BenchmarkRow> Rows)
{
    private const string Extension = ".json";
    private const string Prefix = "tables/";

    /// <summary>The tables that come with the program.</summary>
    internal static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A table by its name, or of a file.</summary>
    /// <exception cref="UsageException">There is no such table.</exception>
    /// <exception cref="DataFormatException">The file is no table.</exception>
    internal static BenchmarkTable Open(string name)
    {
        if (BuiltIn.Contains(name))
        {
            using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Extension)!;
            return Read(name, name + Extension, stream);
        }

        if (!File.Exists(name))
        {
            throw new UsageException($"there is no table '{name}': name one of {string.Join(", ", BuiltIn)}, or a file.");
        }

        using FileStream file = File.OpenRead(name);
        return Read(Path.GetFileNameWithoutExtension(name), name, file);
    }

    private static BenchmarkTable Read(string name, string path, Stream stream)
    {
        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            JsonElement table = document.RootElement;
            BenchmarkRow[] rows = [.. Get(table, "rows", JsonValueKind.Array, path).EnumerateArray().Select((row, place) => ReadRow(row, path, place))];
            if (rows.GroupBy(row => row.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new DataFormatException(path, $"row '{twice.Key}'", "expected a name of its own for each row, got this one twice");
            }

            return new BenchmarkTable(
                name, Get(table, "title", JsonValueKind.String, path).GetString()!, Get(table, "protocol", JsonValueKind.String, path).GetString()!, rows);
        }
        catch (JsonException error)
        {
            throw new DataFormatException(path, string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}"), "expected JSON, got something else", inner: error);
        }
    }

    private static BenchmarkRow ReadRow(JsonElement row, string path, int place)
    {
        string where = $"{path}, row {place}";
        string name = Get(row, "name", JsonValueKind.String, where).GetString()!;
        string command = Get(row, "command", JsonValueKind.String, where).GetString()!;
        int runs = Get(row, "runs", JsonValueKind.Number, where).GetInt32();
        if (runs < 1 || (runs > 1 && !command.Contains(BenchmarkRow.RunPlace, StringComparison.Ordinal)))
        {
            throw new DataFormatException(path, $"row '{name}'", $"expected at least one run, and {BenchmarkRow.RunPlace} in the command of several, got {runs} of '{command}'");
        }

        return new BenchmarkRow(
            name,
            command,
            runs,
            Get(row, "figure", JsonValueKind.String, where).GetString()!,
            Number(row, "factor", where) ?? 1,
            row.TryGetProperty("error", out JsonElement isError) && isError.ValueKind == JsonValueKind.True,
            Number(row, "asked", where),
            Number(row, "published", where),
            row.TryGetProperty("source", out JsonElement source) ? source.GetString() ?? "" : "");
    }

    private static double? Number(JsonElement row, string name, string where) =>
        row.TryGetProperty(name, out _) ? Get(row, name, JsonValueKind.Number, where).GetDouble() : null;

    private static JsonElement Get(JsonElement element, string name, JsonValueKind kind, string path) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new DataFormatException(path, $"property '{name}'", $"expected a {kind}, got {(element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value) ? value.ValueKind.ToString() : "none")}");
}
