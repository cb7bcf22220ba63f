using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Spectre.Console;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn datasets</c>: what can be loaded by name, and what of it is here.</summary>
internal sealed class DatasetsCommand
{
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object: all that is known of each, citations included");

    internal static Command Create(CommandContext context)
    {
        var datasets = new DatasetsCommand();
        var command = new Command("datasets", "List the data sets: name, task, size, licence, and where each was found.") { datasets._data, datasets._json };
        command.SetAction(parsed => datasets.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        var root = new DataRoot(DatasetOptions.Folder(parsed, _data));
        if (parsed.GetValue(_json))
        {
            context.Output.WriteLine(ToJson(root));
            return Application.Done;
        }

        Show(root, context.Output);
        return Application.Done;
    }

    private static void Show(DataRoot root, TextWriter writer)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn("name").NoWrap()).AddColumn("task");
        foreach (string count in (string[])["nodes", "edges", "features", "classes", "graphs"])
        {
            table.AddColumn(new TableColumn(count).RightAligned());
        }

        table.AddColumn("here").AddColumn("licence");
        int found = 0;
        foreach (DatasetEntry entry in DatasetCatalog.Entries)
        {
            bool isHere = entry.FindFiles(root) is not null;
            found += isHere ? 1 : 0;
            DatasetSize? size = entry.Size;
            table.AddRow(
                entry.Name,
                WordsOf(entry.Task),
                Count(size?.Nodes),
                Count(size?.Edges),
                Count(size?.Features),
                Count(size?.Classes),
                size is null ? "?" : size.Graphs == 1 ? "" : Count(size.Graphs),
                entry.Files.Count == 0 ? "built in" : isHere ? "yes" : "no",
                Markup.Escape(entry.Licence));
        }

        IAnsiConsole console = Terminal.On(writer);
        console.Profile.Width = Math.Max(console.Profile.Width, WidestTable);
        console.Write(table);
        writer.WriteLine($"{DatasetCatalog.Entries.Count} data sets, {found} of them here: '{root.Path}' ({root.Origin}). The others are downloaded when they are first used.");
        writer.WriteLine("'gnn info --dataset NAME' says more of one, 'gnn datasets --json' all that is known of each, with what to cite.");
    }

    private const int WidestTable = 140;

    private static string Count(long? count) => count is null ? "?" : count == 0 ? "" : $"{count}";

    /// <summary>The name of a task in words: NodeClassification is <c>node classification</c>.</summary>
    internal static string WordsOf(DatasetTask task)
    {
        var words = new StringBuilder();
        foreach (char letter in task.ToString())
        {
            words.Append(char.IsAsciiLetterUpper(letter) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }

    private static string ToJson(DataRoot root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("root", root.Path);
            json.WriteStartArray("datasets");
            foreach (DatasetEntry entry in DatasetCatalog.Entries)
            {
                json.WriteStartObject();
                json.WriteString("name", entry.Name);
                json.WriteString("title", entry.Title);
                json.WriteString("task", WordsOf(entry.Task));
                if (entry.Size is { } size)
                {
                    json.WriteNumber("nodes", size.Nodes);
                    json.WriteNumber("edges", size.Edges);
                    json.WriteNumber("features", size.Features);
                    json.WriteNumber("classes", size.Classes);
                    json.WriteNumber("graphs", size.Graphs);
                }

                json.WriteString("licence", entry.Licence);
                json.WriteString("citation", entry.Citation);
                json.WriteString("source", entry.Source);
                WriteList(json, "addresses", entry.Files.Select(file => file.Source.ToString()));
                if (entry.FindFiles(root) is { } files)
                {
                    WriteList(json, "found", files);
                }
                else
                {
                    json.WriteNull("found");
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
