using System.CommandLine;
using Gnn.Cli.Benchmarks;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn bench</c>: how fast this machine does what graph networks do.</summary>
internal sealed class BenchCommand
{
    private readonly Argument<string> _work = new("WORK") { Description = $"What to measure: {string.Join(", ", BenchmarkWorks.All.Select(work => work.Name))}" };
    // For the share of the stream bandwidth beside other measurements.
    private const int StreamRepeats = 5;

    private readonly Option<string?> _graph = Options.Text("--graph", "The folder of the graph's arrays (rowptr, col, val, x, y, train as .npy files)", "folder");
    private readonly Option<int?> _threads = Options.OptionalInteger("--threads", "Threads; by default GNN_THREADS or one for each core", least: 1, CpuEngine.MaxThreadCount);
    private readonly Option<int> _repeats = Options.Integer("--repeats", "Timed calls of each work", 10, least: 1);
    private readonly Option<int> _hidden = Options.Integer("--hidden", "Hidden units of gcn, sage, gin and epoch", 256, least: 1);
    private readonly Option<int> _batch = Options.Integer("--batch", "Seeds of a sampled batch", 1024, least: 1);
    private readonly Option<string> _fanout = Options.Fanouts("--fanout", "Edges that a node gets at each hop of a sampled batch", "15,10,5");
    private readonly Option<int?> _workers = Options.OptionalInteger("--workers", "Threads that make batches of epoch ahead; by default 1", least: 0, most: 1024);
    private readonly Option<int?> _nodes = Options.OptionalInteger("--nodes", "Nodes of the graph of build", least: 1);
    private readonly Option<int?> _edges = Options.OptionalInteger("--edges", "Edges of the graph of build", least: 0, Array.MaxLength);
    private readonly Option<double> _p = Options.Number("--p", "node2vec's return parameter, of walk and embed", 0.25, WalkWork.IsParameter, WalkWork.ParameterRange);
    private readonly Option<double> _q = Options.Number("--q", "node2vec's in-out parameter, of walk and embed", 4, WalkWork.IsParameter, WalkWork.ParameterRange);
    private readonly Option<int> _length = Options.Integer("--length", "Steps of walk", 20, least: 1);
    private readonly Option<int?> _rows = Options.OptionalInteger("--rows", "Rows of a batch of gather", least: 1, Array.MaxLength);
    private readonly Option<string> _store = Options.Choice("--store", "Feature store of gather, sample and epoch", "all", ["all", .. GatherWork.Stores]);
    private readonly Option<bool> _noDropout = Options.Flag("--no-dropout", "Train gcn, sage and epoch without dropout");
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object a line");
    private readonly BenchmarkSizes _sizes;

    private BenchCommand(BenchmarkSizes sizes) => _sizes = sizes;

    internal static Command Create(CommandContext context) => Create(context, new BenchmarkSizes());

    /// <summary>The command with works of other sizes.</summary>
    internal static Command Create(CommandContext context, BenchmarkSizes sizes)
    {
        var bench = new BenchCommand(sizes);
        var command = new Command("bench", "Measure kernels and training steps: median and minimum of repeats, rates, and the share of what the memory gives.")
        {
            bench._work, bench._graph, bench._threads, bench._repeats, bench._hidden, bench._batch, bench._fanout, bench._workers, bench._nodes, bench._edges,
            bench._p, bench._q, bench._length, bench._rows, bench._store, bench._noDropout, bench._json,
        };
        bench._work.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string name }] && BenchmarkWorks.Find(name) is null)
            {
                result.AddError($"WORK is one of {string.Join(", ", BenchmarkWorks.All.Select(work => work.Name))}, got '{name}'.");
            }
        });
        command.SetAction(parsed => bench.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        BenchmarkWork work = BenchmarkWorks.Find(parsed.GetRequiredValue(_work))!;
        string? folder = parsed.GetValue(_graph);
        if (work.NeedsGraph && folder is null)
        {
            throw new UsageException($"'bench {work.Name}' measures on a graph: name the folder of its arrays with --graph (rowptr, col, val, x, y and train as .npy files).");
        }

        if (folder is not null && !Directory.Exists(folder))
        {
            throw new UsageException($"--graph names the folder '{folder}', which does not exist: create it, or name another.");
        }

        using var engine = new CpuEngine(parsed.GetValue(_threads));
        using BenchmarkGraph? graph = folder is null ? null : new BenchmarkGraph(folder, engine);
        var run = new BenchmarkRun
        {
            Engine = engine,
            Repeats = parsed.GetValue(_repeats),
            Hidden = parsed.GetValue(_hidden),
            BatchSize = parsed.GetValue(_batch),
            Workers = parsed.GetValue(_workers) ?? 1,
            Fanouts = Options.ParseFanouts(parsed.GetRequiredValue(_fanout))!,
            Dropout = parsed.GetValue(_noDropout) ? 0 : 0.5,
            Graph = graph,
            Walks = (parsed.GetValue(_p), parsed.GetValue(_q), parsed.GetValue(_length)),
            Store = parsed.GetRequiredValue(_store).ToLowerInvariant() is var store && store == "all" ? null : store,
            Sizes = _sizes with
            {
                Build = (parsed.GetValue(_nodes) ?? _sizes.Build.Nodes, parsed.GetValue(_edges) ?? _sizes.Build.Edges),
                GatheredRows = parsed.GetValue(_rows) ?? _sizes.GatheredRows,
            },
            Progress = context.IsInteractive ? name => context.Error.WriteLine($"  {name} ...") : null,
            Cancellation = context.Cancellation,
        };
        work.Run(run);
        var view = new BenchmarkView(engine.ThreadCount, StreamRate(work, run));
        if (parsed.GetValue(_json))
        {
            view.WriteJson(run.Measurements, context.Output);
        }
        else
        {
            view.Show(run.Measurements, context.Output);
        }

        return Application.Done;
    }

    /// <summary>The best that any stream reaches, measured after the work, whose peak memory its arrays would raise.</summary>
    private static double StreamRate(BenchmarkWork work, BenchmarkRun run)
    {
        BenchmarkRun stream = run;
        if (work.Run != StreamWork.Run)
        {
            stream = new BenchmarkRun { Engine = run.Engine, Repeats = StreamRepeats, Sizes = run.Sizes, Cancellation = run.Cancellation };
            StreamWork.Run(stream);
        }

        return stream.Measurements.Max(measurement => measurement.BestGigabytesPerSecond ?? 0);
    }
}
