using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn info</c>: what is in a data set or in own tables.</summary>
internal sealed class InfoCommand
{
    private readonly GraphOptions _graph = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object");

    internal static Command Create(CommandContext context)
    {
        var info = new InfoCommand();
        var command = new Command("info", "Show a data set, a graph file or your own tables: nodes, edges, features, classes, splits, degrees, homophily.");
        info._graph.AddTo(command);
        command.Add(info._json);
        command.SetAction(parsed => info.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        using var engine = new CpuEngine();
        bool isJson = parsed.GetValue(_json);
        if (_graph.Tables(parsed) is not null)
        {
            using GraphSource source = _graph.Open(parsed, engine, FeatureUse.Stored, context.Cancellation);
            (Graph own, NodeSplit? split) = source.Load(new RandomSource(0));
            using var tables = new Dataset(own);
            Print(new InfoView(source.Name, tables, split), isJson, context);
            return Application.Done;
        }

        using Dataset dataset = _graph.OpenDataset(parsed, engine);
        Print(new InfoView(_graph.Name(parsed), dataset, _graph.SplitOf(parsed, dataset, new RandomSource(0), run: 0)), isJson, context);
        return Application.Done;
    }

    private static void Print(InfoView view, bool isJson, CommandContext context)
    {
        if (isJson)
        {
            context.Output.WriteLine(view.ToJson());
        }
        else
        {
            view.Show(context.Output);
        }
    }
}
