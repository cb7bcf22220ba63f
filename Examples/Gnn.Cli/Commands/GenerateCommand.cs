using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Gnn.Cli.Benchmarks;
using Gnn.Cli.Output;
using Gnn.Graphs.Generators;
using Gnn.Tensors;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn generate rmat</c>: the arrays of a large random graph, which <c>gnn bench</c> measures on.</summary>
internal sealed class GenerateCommand
{
    private readonly Option<int> _nodes = Options.Integer("--nodes", "The number of nodes", 1_000_000, least: 1);
    private readonly Option<int> _edges = Options.Integer("--edges", "The number of edges", 20_000_000, least: 0);
    private readonly Option<int> _features = Options.Integer("--features", "The number of features of a node", 128, least: 1);
    private readonly Option<int> _classes = Options.Integer("--classes", "The number of classes", 16, least: 1);
    private readonly Option<int?> _train = Options.OptionalInteger("--train", "The number of training nodes; by default 100000, or all if there are fewer", least: 1);
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the random numbers", 0, least: 0);
    private readonly Option<string?> _out = Options.Text("--out", "The folder to write: rowptr, col, val, train, y and x as .npy files", "folder");

    internal static Command Create(CommandContext context)
    {
        var generate = new GenerateCommand();
        var rmat = new Command("rmat", "An R-MAT graph: skewed degrees, repeats and loops among the edges; labels at random, features that tell them.")
        {
            generate._nodes, generate._edges, generate._features, generate._classes, generate._train, generate._seed, generate._out,
        };
        rmat.SetAction(parsed => generate.Run(parsed, context));
        return new Command("generate", "Write the arrays of a random graph for 'gnn bench --graph', in bounded memory.") { rmat };
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        string folder = parsed.GetValue(_out) ?? throw new UsageException("name the folder to write with --out.");
        OutputFolders.CheckWritable(folder, overwrites: false);
        int nodes = parsed.GetValue(_nodes);
        if (parsed.GetValue(_train) is { } train && train > nodes)
        {
            throw new UsageException($"--train takes at most the {nodes} nodes, got {train}.");
        }

        var options = new RMatArraysOptions
        {
            NodeCount = nodes,
            EdgeCount = parsed.GetValue(_edges),
            FeatureCount = parsed.GetValue(_features),
            ClassCount = parsed.GetValue(_classes),
            TrainCount = parsed.GetValue(_train),
        };
        long start = Stopwatch.GetTimestamp();
        Action<string>? progress = context.IsInteractive ? name => context.Error.WriteLine($"  {name} ...") : null;
        RMatArrays.Write(folder, options, new RandomSource(parsed.GetValue(_seed)), progress, context.Cancellation);
        context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"wrote {folder}: {options.NodeCount} nodes, {options.EdgeCount} edges, {options.FeatureCount} features, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, peak memory {BenchmarkRun.PeakMemory() / 1e6:0} MB"));
        return Application.Done;
    }
}
