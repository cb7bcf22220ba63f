using System.CommandLine;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>--dataset</c> and <c>--data</c>.</summary>
/// <param name="defaultName">The data set that is taken where none is named.</param>
internal sealed class DatasetOptions(string defaultName = "karate")
{
    private readonly Option<string> _dataset = Options.Choice(
        "--dataset",
        "The data set",
        defaultName,
        given => DatasetCatalog.Names.Contains(given, StringComparer.OrdinalIgnoreCase),
        "the names that 'gnn datasets' lists, for example karate, cora, texas");

    private readonly Option<string?> _data = Data();

    /// <summary>The option that names the folder of data sets.</summary>
    internal static Option<string?> Data() => Options.Text("--data", "Where data sets are; by default GNN_DATA, else ./data, else the user's cache folder", "folder");

    /// <summary>The folder that the option names, or null.</summary>
    internal static string? Folder(ParseResult parsed, Option<string?> data)
    {
        string? folder = parsed.GetValue(data);
        return folder is null || Directory.Exists(folder)
            ? folder
            : throw new UsageException($"--data names the folder '{folder}', which does not exist: create it, or name another.");
    }

    internal void AddTo(Command command)
    {
        command.Add(_dataset);
        command.Add(_data);
    }

    /// <summary>Whether the user named a data set.</summary>
    internal bool IsGiven(ParseResult parsed) => parsed.GetResult(_dataset) is { Implicit: false };

    /// <summary>The data set's entry in the catalog.</summary>
    internal DatasetEntry Entry(ParseResult parsed) => DatasetCatalog.Find(parsed.GetRequiredValue(_dataset));

    /// <summary>The data set as published.</summary>
    internal Dataset Load(ParseResult parsed, Engine engine) => Entry(parsed).Load(Folder(parsed, _data), engine);
}
