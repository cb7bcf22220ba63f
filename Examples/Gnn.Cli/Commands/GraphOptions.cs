using System.CommandLine;
using Gnn.Cli.Models;
using Gnn.Cli.Nodes;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary>Where the graph of a command comes from: a data set of the catalog, a graph file, or the user's own tables.</summary>
internal sealed class GraphOptions
{
    private readonly DatasetOptions _dataset = new();
    private readonly TableOptions _tables = new();
    private readonly Option<string?> _graph = Options.Text("--graph", "A graph file, .gnn, as 'gnn convert' writes it", "file");

    internal void AddTo(Command command)
    {
        _dataset.AddTo(command);
        command.Add(_graph);
        _tables.AddTo(command);
    }

    /// <summary>Whether the graph is the user's own, and how its tables are read.</summary>
    internal TableOptions? Tables(ParseResult parsed)
    {
        string[] given =
        [
            .. _dataset.IsGiven(parsed) ? ["--dataset"] : (string[])[],
            .. parsed.GetValue(_graph) is null ? [] : (string[])["--graph"],
            .. _tables.IsGiven(parsed) ? ["--edges"] : (string[])[],
        ];
        return given.Length > 1
            ? throw new UsageException($"{given[1]} names one graph and {given[0]} another: leave one out.")
            : given is ["--edges"] ? _tables : null;
    }

    /// <summary>Opens the graph; own tables are read here, once.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="engine">Where the columns are made.</param>
    /// <param name="use">What is done to the features.</param>
    /// <param name="cancellation">Stops the reading.</param>
    internal GraphSource Open(ParseResult parsed, Engine engine, FeatureUse use, CancellationToken cancellation)
    {
        if (Tables(parsed) is { } tables)
        {
            return new GraphSource(tables.Name(parsed), tables.Read(parsed, engine, use == FeatureUse.Normalized, cancellation), engine);
        }

        string name = Name(parsed);
        Dataset dataset = OpenDataset(parsed, engine);
        try
        {
            return dataset.Structure is Graph
                ? new GraphSource(name, dataset, (random, run) => SplitOf(parsed, dataset, random, run), engine, use)
                : throw new UsageException($"this command takes a graph, and '{name}' is another structure ({dataset}): 'gnn datasets' lists what there is{HintAt(dataset)}.");
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    /// <summary>Opens a heterogeneous graph for a model of that name.</summary>
    internal HeteroProblem OpenHetero(NodeInput input, string model, Func<HeteroGraph, string, int, NodeSplit, RandomSource, NodeRun> begin)
    {
        if (Tables(input.Parsed) is not null)
        {
            throw new UsageException($"{model} takes a heterogeneous graph, and your tables have nodes of one type: name a data set of several types, acm-heco for example, or a graph file of such a graph with --graph.");
        }

        string name = Name(input.Parsed);
        Dataset dataset = OpenDataset(input.Parsed, input.Engine);
        try
        {
            return dataset.Structure is HeteroGraph
                ? new HeteroProblem(name, dataset, input.Arguments.NodeType, input.Features, input.Engine, begin)
                : throw new UsageException($"{model} takes a heterogeneous graph, and '{name}' is another structure ({dataset}): 'gnn datasets' lists acm-heco, for example.");
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    private static string HintAt(Dataset dataset) => dataset.Structure is HeteroGraph ? ", and 'gnn node' learns this one with the models han and hgt" : "";

    /// <summary>The name of the data set or of the graph file.</summary>
    internal string Name(ParseResult parsed) =>
        parsed.GetValue(_graph) is { } file ? Path.GetFileNameWithoutExtension(file) : _dataset.Entry(parsed).Name;

    /// <summary>The catalog's entry, unless the graph is from a file.</summary>
    internal DatasetEntry? Entry(ParseResult parsed) => parsed.GetValue(_graph) is null ? _dataset.Entry(parsed) : null;

    /// <summary>Opens the data set or the graph file, of whatever structure.</summary>
    internal Dataset OpenDataset(ParseResult parsed, Engine engine) =>
        parsed.GetValue(_graph) is { } file ? GraphFile.OpenDataset(file, engine, GraphFileCheck.Contents) : _dataset.Load(parsed, engine);

    /// <summary>The split of a run: a published one, or one drawn by seed; null where nodes have no labels.</summary>
    internal NodeSplit? SplitOf(ParseResult parsed, Dataset dataset, RandomSource random, int run)
    {
        if (dataset.Structure is not Graph { HasLabels: true } graph)
        {
            return null;
        }

        return Entry(parsed) is { } entry ? entry.ChooseSplit(dataset, random, run)
            : dataset.NodeSplits.Count > 0 ? dataset.NodeSplits[run % dataset.NodeSplits.Count]
            : GraphSource.SplitOf(graph, random);
    }
}
