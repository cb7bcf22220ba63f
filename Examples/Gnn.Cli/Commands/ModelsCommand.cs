using System.CommandLine;
using System.Globalization;
using Gnn.Cli.Models;
using Gnn.Cli.Output;
using Spectre.Console;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn models</c>: the models by name, with their papers and what they take.</summary>
internal static class ModelsCommand
{
    private const int WidestTable = 160;

    internal static Command Create(CommandContext context)
    {
        var command = new Command("models", "List the models: name, paper, sizes by default, options.");
        command.SetAction(_ => Show(context.Output));
        return command;
    }

    private static int Show(TextWriter writer)
    {
        Table table = new Table().Border(TableBorder.Rounded);
        foreach (string column in (string[])["name", "what it is", "paper", "hidden, layers, dropout", "options beside these"])
        {
            table.AddColumn(column);
        }

        foreach (ModelEntry entry in ModelCatalog.Entries)
        {
            string sizes = entry.Defaults is { } own ? string.Create(CultureInfo.InvariantCulture, $"{own.Hidden}, {own.Layers}, {own.Dropout}") : "none";
            table.AddRow(
                entry.Name,
                Markup.Escape(entry.Title),
                Markup.Escape(entry.Paper),
                sizes,
                string.Join(' ', entry.Takes));
        }

        IAnsiConsole console = Terminal.On(writer);
        console.Profile.Width = Math.Max(console.Profile.Width, WidestTable);
        console.Write(table);
        return Application.Done;
    }
}
