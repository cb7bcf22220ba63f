using System.CommandLine;
using System.Diagnostics;
using Gnn.Cli.Output;
using Gnn.Graphs;
using Gnn.Graphs.Partitioning;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn partition</c>: a graph in parts of like size between which few edges run, each in a file of its own.</summary>
internal sealed class PartitionCommand
{
    private static readonly (string Name, PartitionMethod Method)[] Methods = [("fennel", PartitionMethod.Fennel), ("ldg", PartitionMethod.Ldg)];

    private static readonly (string Name, StreamOrder Order)[] Orders =
        [("breadth-first", StreamOrder.BreadthFirst), ("natural", StreamOrder.Natural), ("random", StreamOrder.Random)];

    private readonly GraphOptions _graph = new();
    private readonly Option<int?> _parts = Options.OptionalInteger("--parts", "The number of parts", least: 1, Array.MaxLength);
    private readonly Option<string> _method = Options.Choice("--method", "How the part of a node is chosen", "fennel", [.. Methods.Select(method => method.Name)]);
    private readonly Option<string> _order = Options.Choice("--order", "The order in which nodes are seen", "breadth-first", [.. Orders.Select(order => order.Name)]);
    private readonly Option<int> _passes = Options.Integer("--passes", "How often the nodes are seen", 10, least: 1);
    private readonly Option<double> _balance = Options.Number("--balance", "The largest part over the mean", 1.05, given => given >= 1 && double.IsFinite(given), "a number of at least 1");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of a random order", 0, least: 0);
    private readonly Option<string?> _out = Options.Text("--out", "The folder to write: a manifest, the part of each node and a graph file for each part", "folder");
    private readonly Option<bool> _force = Options.Flag("--force", "Replace a partitioned graph that is there");
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object");

    internal static Command Create(CommandContext context)
    {
        var partition = new PartitionCommand();
        var command = new Command("partition", "Divide a graph into parts of like size between which few edges run, and write each as a file of its own.");
        partition._graph.AddTo(command);
        foreach (Option option in (Option[])
            [
                partition._parts, partition._method, partition._order, partition._passes, partition._balance, partition._seed, partition._out, partition._force, partition._json,
            ])
        {
            command.Add(option);
        }

        command.SetAction(parsed => partition.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        int parts = parsed.GetValue(_parts) ?? throw new UsageException("name the number of parts with --parts.");
        string folder = parsed.GetValue(_out) ?? throw new UsageException("name the folder to write with --out.");
        bool overwrites = parsed.GetValue(_force);
        OutputFolders.CheckWritable(folder, overwrites);
        var options = new GraphPartitionerOptions
        {
            Method = Array.Find(Methods, method => IsChosen(method.Name, _method)).Method,
            Order = Array.Find(Orders, order => IsChosen(order.Name, _order)).Order,
            Passes = parsed.GetValue(_passes),
            Balance = parsed.GetValue(_balance),
        };
        using var engine = new CpuEngine();
        using GraphSource source = _graph.Open(parsed, engine, FeatureUse.Stored, context.Cancellation);
        int seed = parsed.GetValue(_seed);
        (Graph loaded, _) = source.Load(new RandomSource(seed));
        using Graph graph = loaded;
        long start = Stopwatch.GetTimestamp();
        GraphPartition partition = GraphPartitioner.Partition(graph, parts, new RandomSource(seed).Stream("partition"), options, context.Cancellation);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        PartitionedGraph.Save(graph, partition, folder, overwrites, context.Cancellation);
        var view = new PartitionView(source.Name, graph, partition, options, seed, elapsed, folder);
        if (parsed.GetValue(_json))
        {
            view.WriteJson(context.Output);
        }
        else
        {
            view.Show(context.Output);
        }

        return Application.Done;

        bool IsChosen(string name, Option<string> option) => name.Equals(parsed.GetRequiredValue(option), StringComparison.OrdinalIgnoreCase);
    }
}
