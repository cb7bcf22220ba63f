using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn convert</c>: a data set, a graph file or own tables, of any structure, written again as tables or as a graph file.</summary>
internal sealed class ConvertCommand
{
    private readonly GraphOptions _graph = new();
    private readonly Option<string?> _outGraph = Options.Text("--out-graph", "The graph file to write, .gnn: everything, splits and names included", "file");
    private readonly Option<string?> _outEdges = Options.Text("--out-edges", $"The edge table to write, {TableFiles.Kinds}: source, target and the columns of the edges", "file");
    private readonly Option<string?> _outNodes = Options.Text("--out-nodes", $"The node table to write, {TableFiles.Kinds}: id, label and the features", "file");

    internal static Command Create(CommandContext context)
    {
        var convert = new ConvertCommand();
        var command = new Command("convert", "Write a data set, a graph file or your own tables as tables or as a graph file: clean, without duplicates, every value known.");
        convert._graph.AddTo(command);
        command.Add(convert._outGraph);
        command.Add(convert._outEdges);
        command.Add(convert._outNodes);
        command.SetAction(parsed => convert.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        (Option<string?> Option, string? File)[] outputs = [.. ((Option<string?>[])[_outGraph, _outEdges, _outNodes]).Select(option => (option, parsed.GetValue(option)))];
        Check([.. outputs.Where(output => output.File is not null).Select(output => (output.Option.Name, output.File!))]);
        using var engine = new CpuEngine();
        if (_graph.Tables(parsed) is not { } own)
        {
            using Dataset dataset = _graph.OpenDataset(parsed, engine);
            Write(_graph.Name(parsed), dataset, dataset, outputs[0].File, outputs[1].File, outputs[2].File, context);
            return Application.Done;
        }

        if (own.ReadStructure(parsed, engine, context.Cancellation) is var (structure, line))
        {
            using Dataset other = structure;
            Write($"{own.Name(parsed)}: {line}", other, other, outputs[0].File, outputs[1].File, outputs[2].File, context);
            return Application.Done;
        }

        using GraphSource source = _graph.Open(parsed, engine, FeatureUse.Stored, context.Cancellation);
        (Graph graph, _) = source.Load(new RandomSource(0));
        var names = new Dictionary<string, IReadOnlyList<string>> { ["node"] = source.IdsOf(graph) };
        IReadOnlyList<string> features = source.Tables?.Nodes?.FeatureNames ?? [];
        if (features.Count > 0)
        {
            names["feature"] = features;
        }

        using var whole = new Dataset(graph) { Names = names };

        // What a node is known by alone is no feature of a table.
        using var bare = new Dataset(features.Count > 0 || !graph.HasFeatures ? graph.To(engine) : graph.WithoutNodeColumn(ColumnNames.Features)) { Names = names };
        Write($"{source.Name}: {source.Tables}", whole, bare, outputs[0].File, outputs[1].File, outputs[2].File, context);
        return Application.Done;
    }

    private static void Write(string name, Dataset whole, Dataset tables, string? graphFile, string? edgeFile, string? nodeFile, CommandContext context)
    {
        if (graphFile is not null)
        {
            GraphFile.Save(whole, graphFile, cancellation: context.Cancellation);
        }

        if (edgeFile is not null)
        {
            TableFiles.Write(edgeFile, TableColumns.OfEdges(tables), context.Cancellation);
        }

        if (nodeFile is not null)
        {
            TableFiles.Write(nodeFile, TableColumns.OfNodes(tables), context.Cancellation);
        }

        string[] written = [.. ((string?[])[graphFile, edgeFile, nodeFile]).OfType<string>()];
        context.Output.WriteLine($"{name}: {whole}; wrote {string.Join(" and ", written)}");
    }

    private static void Check((string Option, string File)[] outputs)
    {
        if (outputs.Length == 0)
        {
            throw new UsageException("name what to write: --out-graph FILE, --out-edges FILE or --out-nodes FILE, one or several.");
        }

        foreach ((string option, string file) in outputs)
        {
            OutputFiles.CheckWritable(file);
            TableFiles.CheckKind(option, file);
        }

        if (outputs.GroupBy(output => Path.GetFullPath(output.File), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } same)
        {
            throw new UsageException($"{string.Join(" and ", same.Select(output => output.Option))} name the same file '{same.First().File}': name different ones.");
        }
    }
}
