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
        var command = new Command("info", "Show a data set or your own tables: nodes, edges, features, classes, split, degrees, homophily.");
        info._graph.AddTo(command);
        command.Add(info._json);
        command.SetAction(parsed => info.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        using var engine = new CpuEngine();
        using GraphSource source = _graph.Open(parsed, engine, normalizes: false, context.Cancellation);
        (Graph graph, NodeSplit? split) = source.Load(new RandomSource(0));
        using Graph loaded = graph;
        var view = new InfoView(source.Name, loaded, split);
        if (parsed.GetValue(_json))
        {
            context.Output.WriteLine(view.ToJson());
        }
        else
        {
            view.Show(context.Output);
        }

        return Application.Done;
    }
}
