using System.CommandLine;
using System.Globalization;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Training.Embeddings;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn embed</c>: learns embeddings of nodes by random walks and measures how well labels are told from them.</summary>
internal sealed class EmbedCommand
{
    private const double DefaultParameter = 0.25;

    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "blogcatalog", [.. MultiLabelGraphs.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model", "node2vec", "node2vec", "deepwalk");
    private readonly Option<int> _dimension = Options.Integer("--dimension", "Columns of the embedding", 128, least: 1);
    private readonly Option<int> _walks = Options.Integer("--walks", "Walks from each node in an epoch", 10, least: 1);
    private readonly Option<int> _length = Options.Integer("--walk-length", "Nodes of a walk", 40, least: 2);
    private readonly Option<int> _context = Options.Integer("--context", "Steps between the two nodes of a pair, at most", 10, least: 1);
    private readonly Option<bool> _fullContext = Options.Flag("--full-context", "Pair each node with all of its context; else each has a context of its own, drawn up to that");
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs, each of walks anew", 8, least: 1);
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate at the beginning", 0.025, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<string> _objective = Options.Choice("--objective", "What is learned: against nodes drawn at random, or the way to a node in a Huffman tree", "negative-sampling", "negative-sampling", "hierarchical-softmax");
    private readonly Option<int> _negatives = Options.Integer("--negatives", "Nodes drawn against each node of a walk", 5, least: 1);
    private readonly Option<double> _power = Options.Number("--negative-power", "Power of the degree by which they are drawn", 0.75, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<double?> _p = Options.OptionalNumber("--p", "node2vec's return parameter; by default 0.25", Benchmarks.WalkWork.IsParameter, Benchmarks.WalkWork.ParameterRange);
    private readonly Option<double?> _q = Options.OptionalNumber("--q", "node2vec's in-out parameter; by default 0.25", Benchmarks.WalkWork.IsParameter, Benchmarks.WalkWork.ParameterRange);
    private readonly Option<int?> _batch = Options.OptionalInteger("--batch-walks", "Walks that learn from the same parameters; by default by the number of nodes", least: 1);
    private readonly Option<string> _shares = Options.Choice("--label-shares", "Shares of the nodes whose labels are known", "0.1,0.5", text => ParseShares(text) is not null, "numbers between 0 and 1 with commas between them");
    private readonly Option<double> _penalty = Options.Number("--penalty", "Penalty of the logistic regressions, liblinear's 1 / C", 1, value => value > 0 && double.IsFinite(value), "a number above 0");
    private readonly Option<bool> _oneEmbedding = Options.Flag("--one-embedding", "Learn one embedding for all runs, which then differ by their split alone");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run's walks and split; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly Option<int?> _threads = Options.OptionalInteger("--threads", "Threads; by default GNN_THREADS or one for each core", least: 1, CpuEngine.MaxThreadCount);
    private readonly Option<string?> _out = Options.Text("--out", "Where the embedding of the last run is written, as .npy", "file");
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var embed = new EmbedCommand();
        var command = new Command("embed", "Learn embeddings of nodes by DeepWalk or node2vec. Prints how well labels are told from them, with baselines beside.");
        foreach (Option option in (Option[])
            [
                embed._dataset, embed._data, embed._model, embed._dimension, embed._walks, embed._length, embed._context, embed._fullContext, embed._epochs, embed._learningRate,
                embed._objective, embed._negatives, embed._power, embed._p, embed._q, embed._batch, embed._shares, embed._penalty, embed._oneEmbedding, embed._seed, embed._runs,
                embed._threads, embed._out, embed._json,
            ])
        {
            command.Add(option);
        }

        command.SetAction(parsed => embed.Run(parsed, context));
        return command;
    }

    /// <summary>Shares between 0 and 1 that commas part; null if the text is something else.</summary>
    internal static double[]? ParseShares(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        double[] shares = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out shares[i]) || !(shares[i] is > 0 and < 1))
            {
                return null;
            }
        }

        return shares;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        string model = parsed.GetRequiredValue(_model).ToLowerInvariant();
        WalkEmbeddingOptions options = Read(parsed, model);
        string? file = parsed.GetValue(_out);
        if (file is not null)
        {
            OutputFiles.CheckWritable(file);
        }

        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        bool isJson = parsed.GetValue(_json);
        double[] shares = ParseShares(parsed.GetRequiredValue(_shares))!;
        using var scope = new TensorScope();
        using Graph graph = MultiLabelGraphs.Load(dataset, DatasetOptions.Folder(parsed, _data));
        var labels = MultiLabels.From(graph.Nodes[MultiLabelGraphs.LabelsColumn]);
        var view = new EmbedView(isJson ? context.Error : context.Output);
        view.ShowData(dataset, graph, labels, model, options);
        var runs = new List<EmbedRun>();
        IProgress<WalkEmbeddingEpoch>? progress = context.IsInteractive ? new EachEpoch(epoch => EmbedView.ShowEpoch(context.Error, epoch, options.Epochs)) : null;
        WalkEmbeddingReport? embedding = null;
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked(parsed.GetValue(_seed) + run));
            if (embedding is null || !parsed.GetValue(_oneEmbedding))
            {
                embedding = WalkEmbedding.Train(graph, options with { Random = random.Stream("embedding") }, progress, context.Cancellation);
            }

            EmbedRun measured = Measure(graph, labels, embedding, model, shares, random, parsed, context.Cancellation);
            runs.Add(measured);
            view.ShowRun(run + 1, measured);
        }

        view.ShowResult(runs, parsed.GetValue(_oneEmbedding));
        if (file is not null)
        {
            using Tensor rows = embedding!.ToTensor();
            NpyFile.Write(file, rows);
        }

        if (isJson)
        {
            context.Output.WriteLine(EmbedJson.Write(dataset, model, parsed.GetValue(_oneEmbedding), runs));
        }

        return Application.Done;
    }

    private EmbedRun Measure(
        Graph graph, MultiLabels labels, WalkEmbeddingReport embedding, string model, double[] shares, RandomSource random, ParseResult parsed, CancellationToken cancellation)
    {
        double penalty = parsed.GetValue(_penalty);
        int? threads = parsed.GetValue(_threads);
        float[] degrees = new float[graph.NodeCount];
        for (int node = 0; node < degrees.Length; node++)
        {
            degrees[node] = MathF.Log(1 + graph.InDegree(node));
        }

        (string Name, LabelScores Scores)[] scorers =
        [
            ("most frequent labels", LabelBaselines.Frequencies(labels)),
            ("logarithm of the degree", new EmbeddingRegression(degrees, 1, labels, penalty, threads).Score),
            ("labels of neighbours", LabelBaselines.Neighbors(graph, labels)),
            (model, new EmbeddingRegression(embedding.Rows.Span, embedding.Dimension, labels, penalty, threads).Score),
        ];
        int[] order = random.Stream("split").Sequence().Permutation(labels.NodeCount);
        var results = new List<EmbedResult>();
        foreach (double share in shares)
        {
            int train = (int)Math.Round(share * order.Length);
            foreach ((string name, LabelScores scores) in scorers)
            {
                cancellation.ThrowIfCancellationRequested();
                MultiLabelReport report = MultiLabelProtocol.Evaluate(scores, labels, order.AsSpan(0, train), order.AsSpan(train), random.Stream("parts"));
                results.Add(new EmbedResult(name, share, report));
            }
        }

        return new EmbedRun(random.Seed, embedding, results);
    }

    private WalkEmbeddingOptions Read(ParseResult parsed, string model)
    {
        bool isDeepWalk = model == "deepwalk";
        if (isDeepWalk && (parsed.GetValue(_p) is not null || parsed.GetValue(_q) is not null))
        {
            throw new UsageException("--p and --q are of node2vec; DeepWalk's walks have p = q = 1: leave them out, or take --model node2vec.");
        }

        return new WalkEmbeddingOptions
        {
            Dimension = parsed.GetValue(_dimension),
            WalksPerNode = parsed.GetValue(_walks),
            WalkLength = parsed.GetValue(_length),
            Context = parsed.GetValue(_context),
            ShrinkContext = !parsed.GetValue(_fullContext),
            Epochs = parsed.GetValue(_epochs),
            LearningRate = parsed.GetValue(_learningRate),
            Objective = parsed.GetRequiredValue(_objective).Equals("hierarchical-softmax", StringComparison.OrdinalIgnoreCase)
                ? SkipGramObjective.HierarchicalSoftmax
                : SkipGramObjective.NegativeSampling,
            Negatives = parsed.GetValue(_negatives),
            NegativePower = parsed.GetValue(_power),
            P = isDeepWalk ? 1 : parsed.GetValue(_p) ?? DefaultParameter,
            Q = isDeepWalk ? 1 : parsed.GetValue(_q) ?? DefaultParameter,
            BatchWalks = parsed.GetValue(_batch),
            Threads = parsed.GetValue(_threads),
        };
    }

    /// <summary>Tells at once, on the thread that trains.</summary>
    private sealed class EachEpoch(Action<WalkEmbeddingEpoch> show) : IProgress<WalkEmbeddingEpoch>
    {
        public void Report(WalkEmbeddingEpoch value) => show(value);
    }
}
