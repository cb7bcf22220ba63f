using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Datasets.Tables;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn convert</c>: a data set or own tables, written again as tables.</summary>
internal sealed class ConvertCommand
{
    private readonly GraphOptions _graph = new();
    private readonly Option<string?> _outEdges = Options.Text("--out-edges", "The edge table to write, .csv or .tsv: source, target and the columns of the edges", "file");
    private readonly Option<string?> _outNodes = Options.Text("--out-nodes", "The node table to write, .csv or .tsv: id, label and the features", "file");

    internal static Command Create(CommandContext context)
    {
        var convert = new ConvertCommand();
        var command = new Command("convert", "Write a data set or your own tables as tables: clean, without duplicates, every value known.");
        convert._graph.AddTo(command);
        command.Add(convert._outEdges);
        command.Add(convert._outNodes);
        command.SetAction(parsed => convert.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        string?[] named = [parsed.GetValue(_outEdges), parsed.GetValue(_outNodes)];
        string[] files = [.. named.OfType<string>()];
        if (files.Length == 0)
        {
            throw new UsageException("name what to write: --out-edges FILE, --out-nodes FILE or both.");
        }

        Array.ForEach(files, OutputFiles.CheckWritable);
        if (files.Select(Path.GetFullPath).Distinct(StringComparer.OrdinalIgnoreCase).Count() != files.Length)
        {
            throw new UsageException($"--out-edges and --out-nodes both name '{files[0]}': name two files.");
        }

        using var engine = new CpuEngine();
        using GraphSource source = _graph.Open(parsed, engine, normalizes: false, context.Cancellation);
        (Graph graph, _) = source.Load(new RandomSource(0));
        using Graph loaded = graph;
        IdMap ids = source.IdsOf(loaded);
        if (named[0] is { } edges)
        {
            TableWriter.WriteEdges(edges, loaded, ids, cancellation: context.Cancellation);
        }

        if (named[1] is { } nodes)
        {
            // What a node is known by alone is no feature of a table.
            bool isIdentity = source.Tables is { } tables && tables.Nodes is not { FeatureNames.Count: > 0 };
            using Graph bare = isIdentity ? loaded.WithoutNodeColumn(ColumnNames.Features) : loaded.To(engine);
            TableWriter.WriteNodes(nodes, bare, ids, source.Tables?.Nodes?.FeatureNames, cancellation: context.Cancellation);
        }

        context.Output.WriteLine($"{source.Name}: {source.Tables?.ToString() ?? loaded.ToString()}; wrote {string.Join(" and ", files)}");
        return Application.Done;
    }
}
