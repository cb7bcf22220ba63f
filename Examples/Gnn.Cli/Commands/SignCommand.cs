using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn sign</c>: predicts which edges are positive and which negative, with the baselines beside the model.</summary>
internal sealed class SignCommand
{
    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "bitcoin-otc", [.. SignedNetworks.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model", "sgcn", "sgcn", "snea");
    private readonly Option<int> _features = Options.Integer("--features", "Spectral features of the training edges that each node has", 64, least: 1);
    private readonly Option<int> _hidden = Options.Integer("--hidden", "Columns of the embedding, half of them balanced", 64, least: 2);
    private readonly Option<int> _layers = Options.Integer("--layers", "Layers", 2, least: 1);
    private readonly Option<double> _dropout = Options.Number("--dropout", "Chance to drop an element between layers", 0, value => value is >= 0 and < 1, "a number from 0 to below 1");
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.01, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<double> _weightDecay = Options.Number("--weight-decay", "Weight decay", 1e-3, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<double> _balance = Options.Number("--balance", "Weight of structural balance in the loss", 5, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train at most", 200, least: 1);
    private readonly Option<int> _every = Options.Integer("--evaluate-every", "Epochs between two looks at the validation edges", 10, least: 1);
    private readonly Option<string> _messages = Options.Choice("--messages", "Which way messages pass along an edge", "both", "both", "directed");
    private readonly Option<string> _pairs = Options.Choice("--pairs", "What the regression sees of two nodes: both embeddings, or their product too", "concatenation", "concatenation", "product");
    private readonly Option<string> _metric = Options.Choice("--metric", "What the validation edges choose the epoch by; f1 is refused, and says why", "roc-auc", "roc-auc", "macro-f1", "pr-auc", "f1");
    private readonly Option<string> _threshold = Options.Choice("--threshold", "From which score on an edge is called positive: a probability of one half, or the best macro-F1 of the validation edges", "half", "half", "validation");
    private readonly Option<double> _test = Options.Number("--test-share", "Share of the links that test", 0.2, value => value is > 0 and < 1, "a number between 0 and 1");
    private readonly Option<bool> _separate = Options.Flag("--separate-reverses", "Draw an edge and the edge the other way apart, as the literature does: most test edges then have their reverse in training");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run's split and weights; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var sign = new SignCommand();
        var command = new Command("sign", "Predict the signs of edges: trust or distrust. Prints what degrees, triads and pair features reach beside the model.");
        foreach (Option option in (Option[])
            [
                sign._dataset, sign._data, sign._model, sign._features, sign._hidden, sign._layers, sign._dropout, sign._learningRate, sign._weightDecay, sign._balance, sign._epochs, sign._every,
                sign._messages, sign._pairs, sign._metric, sign._threshold, sign._test, sign._separate, sign._seed, sign._runs,
            ])
        {
            command.Add(option);
        }

        sign._engine.AddTo(command);
        command.Add(sign._json);
        command.SetAction(parsed => sign.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_hidden) % 2 != 0)
        {
            throw new UsageException($"--hidden is divided between two halves and must be even, got {parsed.GetValue(_hidden)}.");
        }

        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        bool isJson = parsed.GetValue(_json);
        using Engine engine = _engine.Create(parsed);
        using SignedGraph graph = SignedNetworks.Load(dataset, DatasetOptions.Folder(parsed, _data));
        if (graph.IsUndirected && parsed.GetValue(_separate))
        {
            throw new UsageException($"--separate-reverses is for directed edges, and those of {dataset} have no direction: leave it out.");
        }

        var view = new SignView(isJson ? context.Error : context.Output);
        view.ShowData(dataset, graph, engine);
        var reports = new List<SignPredictionReport>();
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked((ulong)parsed.GetValue(_seed) + (ulong)run));
            SignPredictionReport report = Fit(parsed, graph, engine, random, context.Cancellation);
            reports.Add(report);
            view.ShowRun(run + 1, report);
        }

        view.ShowResult(reports);
        if (isJson)
        {
            context.Output.WriteLine(SignJson.Write(dataset, reports));
        }

        return Application.Done;
    }

    private SignPredictionReport Fit(ParseResult parsed, SignedGraph graph, Engine engine, RandomSource random, CancellationToken cancellation)
    {
        using Graph edges = Graph.FromEdges(graph.NodeCount, graph.Sources, graph.Targets, graph.IsUndirected);
        EdgeSplit split = EdgeSplit.Random(
            edges, SplitSizes.Shares(1 - parsed.GetValue(_test), 0), random.Stream("split"), separateReverses: parsed.GetValue(_separate));
        using SignedModel model = Model(parsed, random);
        model.MoveTo(engine);
        using var optimizer = new Adam(parsed.GetValue(_learningRate), parsed.GetValue(_weightDecay));
        return new SignPredictionTrainer(model, optimizer).Fit(graph, split, Protocol(parsed, random), progress: null, cancellation);
    }

    private SignedModel Model(ParseResult parsed, RandomSource random)
    {
        int inputs = parsed.GetValue(_features);
        int hidden = parsed.GetValue(_hidden);
        int layers = parsed.GetValue(_layers);
        double dropout = parsed.GetValue(_dropout);
        return parsed.GetRequiredValue(_model).Equals("snea", StringComparison.OrdinalIgnoreCase)
            ? new Snea(inputs, hidden, random, layers, dropout)
            : new Sgcn(inputs, hidden, random, layers, dropout: dropout);
    }

    private SignPredictionOptions Protocol(ParseResult parsed, RandomSource random) => new()
    {
        Epochs = parsed.GetValue(_epochs),
        EvaluateEvery = parsed.GetValue(_every),
        Balance = parsed.GetValue(_balance),
        Metric = parsed.GetRequiredValue(_metric).ToLowerInvariant() switch
        {
            "macro-f1" => SignMetric.MacroF1,
            "pr-auc" => SignMetric.NegativeAveragePrecision,
            "f1" => SignMetric.BinaryF1,
            _ => SignMetric.RocAuc,
        },
        Threshold = parsed.GetRequiredValue(_threshold).Equals("validation", StringComparison.OrdinalIgnoreCase) ? SignThreshold.BestValidation : SignThreshold.Half,
        Messages = parsed.GetRequiredValue(_messages).Equals("directed", StringComparison.OrdinalIgnoreCase) ? SignMessages.Directed : SignMessages.BothWays,
        Pairing = parsed.GetRequiredValue(_pairs).Equals("product", StringComparison.OrdinalIgnoreCase) ? SignPairing.ConcatenationAndProduct : SignPairing.Concatenation,
        Random = random,
    };
}
