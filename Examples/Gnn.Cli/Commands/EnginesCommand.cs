using System.CommandLine;
using System.Text;
using System.Text.Json;
using Gnn.Cli.Engines;
using Gnn.Cli.Output;
using Spectre.Console;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn engines</c>: what can compute here, and what to add for what cannot.</summary>
internal static class EnginesCommand
{
    internal static Command Create(CommandContext context)
    {
        Option<bool> json = Options.Flag("--json", "Print one JSON object");
        var command = new Command("engines", "Show what can compute here, with versions, and what to add for what cannot.") { json };
        command.SetAction(parsed =>
        {
            IReadOnlyList<EngineStatus> engines = EngineCatalog.All();
            if (parsed.GetValue(json))
            {
                context.Output.WriteLine(ToJson(engines));
            }
            else
            {
                Show(engines, context.Output);
            }

            return Application.Done;
        });
        return command;
    }

    private static void Show(IReadOnlyList<EngineStatus> engines, TextWriter writer)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("--engine").AddColumn("here").AddColumn("version").AddColumn("detail");
        foreach (EngineStatus engine in engines)
        {
            table.AddRow(engine.Name, engine.IsAvailable ? "yes" : "no", Markup.Escape(engine.Version ?? "-"), Markup.Escape(engine.Detail));
        }

        Terminal.On(writer).Write(table);
        writer.WriteLine();
    }

    private static string ToJson(IReadOnlyList<EngineStatus> engines)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("engines");
            foreach (EngineStatus engine in engines)
            {
                json.WriteStartObject();
                json.WriteString("engine", engine.Name);
                json.WriteBoolean("available", engine.IsAvailable);
                json.WriteString("version", engine.Version);
                json.WriteString("detail", engine.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
