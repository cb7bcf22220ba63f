using System.CommandLine;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>--dataset</c> and <c>--data</c>.</summary>
internal sealed class DatasetOptions
{
    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "karate", [.. DatasetCatalog.Names]);
    private readonly Option<string?> _data = Options.Text(
        "--data", "Where data sets are; by default GNN_DATA, else ./data, else the user's cache folder", "folder");

    internal void AddTo(Command command)
    {
        command.Add(_dataset);
        command.Add(_data);
    }

    /// <summary>Whether the user named a data set.</summary>
    internal bool IsGiven(ParseResult parsed) => parsed.GetResult(_dataset) is { Implicit: false };

    internal string Name(ParseResult parsed) => DatasetCatalog.Find(parsed.GetRequiredValue(_dataset)).Name;

    /// <summary>The graph with its features as published, and its public split, or one drawn by seed where there is none.</summary>
    internal (Graph Graph, NodeSplit Split) Load(ParseResult parsed, Engine engine, RandomSource random)
    {
        string? folder = parsed.GetValue(_data);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException($"--data names the folder '{folder}', which does not exist: create it, or name another.");
        }

        return DatasetCatalog.Find(parsed.GetRequiredValue(_dataset)).LoadNodes(folder, random, engine);
    }
}
