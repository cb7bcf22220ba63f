using System.CommandLine;
using System.Globalization;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Temporal;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn temporal</c>: predicts whom a node meets next in a stream of events, with the baselines beside the model.</summary>
internal sealed class TemporalCommand
{
    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "wikipedia", [.. TemporalNetworks.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model", "tgn", "tgn");
    private readonly Option<int> _width = Options.Integer("--width", "Columns of memory and embedding", 100, least: 1);
    private readonly Option<int> _timeWidth = Options.Integer("--time-width", "Columns of encoded time", 100, least: 1);
    private readonly Option<int> _nodeFeatures = Options.Integer("--node-features", "Random columns that tell nodes apart where nodes have no features; 0 for none", 100, least: 0);
    private readonly Option<int> _neighbors = Options.Integer("--neighbors", "Recent events that a node attends to", 10, least: 1);
    private readonly Option<int> _heads = Options.Integer("--heads", "Heads of the attention", 2, least: 1);
    private readonly Option<string> _message = Options.Choice("--message", "How messages are made", "identity", "identity", "mlp");
    private readonly Option<string> _aggregation = Options.Choice("--aggregation", "How the messages of a batch are joined", "last", "last", "mean");
    private readonly Option<string> _decoder = Options.Choice("--decoder", "How a pair is scored: by a perceptron, or by one and the product of both embeddings", "product", "product", "perceptron");
    private readonly Option<double> _dropout = Options.Number("--dropout", "Chance to drop an attention coefficient", 0.1, value => value is >= 0 and < 1, "a number from 0 to below 1");
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.0005, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<double> _weightDecay = Options.Number("--weight-decay", "Weight decay", 0, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train at most", 20, least: 1);
    private readonly Option<int> _patience = Options.Integer("--patience", "Epochs without a better validation MRR after which training stops", 5, least: 1);
    private readonly Option<int> _batch = Options.Integer("--batch", "Events that are scored before the model takes them in", 200, least: 1);
    private readonly Option<string> _negatives = Options.Choice("--negatives", "Targets that the true one is ranked against: a number, or 'all' for every possible one", "all", text => text.Equals("all", StringComparison.OrdinalIgnoreCase) || Number(text) is not null, "'all' or a number of at least 1");
    private readonly Option<double> _historical = Options.Number("--historical", "Share of the negatives that the source met before, where they are a number", 0.5, value => value is >= 0 and <= 1, "a number from 0 to 1");
    private readonly Option<int> _queries = Options.Integer("--queries", "Events of the validation and of the test part that are asked for, drawn by seed; 0 for all", 2000, least: 0);
    private readonly Option<double> _hidden = Options.Number("--hidden-share", "Share of the nodes that is hidden from training", 0, value => value is >= 0 and < 1, "a number from 0 to below 1");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var temporal = new TemporalCommand();
        var command = new Command("temporal", "Predict whom a node meets next in a stream of events. Prints what memory of past meetings reaches beside the model.");
        foreach (Option option in (Option[])
            [
                temporal._dataset, temporal._data, temporal._model, temporal._width, temporal._timeWidth, temporal._nodeFeatures, temporal._neighbors, temporal._heads, temporal._message,
                temporal._aggregation, temporal._decoder, temporal._dropout, temporal._learningRate, temporal._weightDecay, temporal._epochs, temporal._patience, temporal._batch,
                temporal._negatives, temporal._historical, temporal._queries, temporal._hidden, temporal._seed, temporal._runs,
            ])
        {
            command.Add(option);
        }

        temporal._engine.AddTo(command);
        command.Add(temporal._json);
        command.SetAction(parsed => temporal.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_width) % parsed.GetValue(_heads) != 0)
        {
            throw new UsageException($"--width is divided between the heads and must be a multiple of {parsed.GetValue(_heads)}, got {parsed.GetValue(_width)}.");
        }

        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        int? negatives = Number(parsed.GetRequiredValue(_negatives));
        bool isJson = parsed.GetValue(_json);
        using Engine engine = _engine.Create(parsed);
        (TemporalGraph graph, IndexSplit split) = TemporalNetworks.Load(dataset, DatasetOptions.Folder(parsed, _data));
        using TemporalGraph loaded = graph;
        var view = new TemporalView(isJson ? context.Error : context.Output);
        view.ShowData(dataset, graph, split, engine);
        var reports = new List<TemporalLinkReport>();
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked((ulong)parsed.GetValue(_seed) + (ulong)run));
            TemporalLinkReport report = Fit(parsed, graph, split, engine, random, negatives, view, context.Cancellation);
            reports.Add(report);
            view.ShowRun(run + 1, report);
        }

        view.ShowResult(reports);
        if (isJson)
        {
            context.Output.WriteLine(TemporalJson.Write(dataset, reports));
        }

        return Application.Done;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1 ? count : null;

    private TemporalLinkReport Fit(
        ParseResult parsed,
        TemporalGraph graph,
        IndexSplit split,
        Engine engine,
        RandomSource random,
        int? negatives,
        TemporalView view,
        CancellationToken cancellation)
    {
        using TemporalGraph input = WithFeatures(graph, parsed.GetValue(_nodeFeatures), random);
        int nodeColumns = input.HasFeatures ? (int)input.Features.Shape[1] : 0;
        int eventColumns = input.Events.Contains(ColumnNames.EdgeFeatures) ? (int)input.Events[ColumnNames.EdgeFeatures].Shape[1] : 0;
        using var model = new Tgn(nodeColumns, eventColumns, parsed.GetValue(_width), random.Stream("model"), Architecture(parsed));
        model.MoveTo(engine);
        using var optimizer = new Adam(parsed.GetValue(_learningRate), parsed.GetValue(_weightDecay));
        int queries = parsed.GetValue(_queries);
        var options = new TemporalLinkOptions
        {
            Epochs = parsed.GetValue(_epochs),
            Patience = parsed.GetValue(_patience),
            BatchSize = parsed.GetValue(_batch),
            Negatives = negatives,
            HistoricalShare = parsed.GetValue(_historical),
            Queries = queries == 0 ? null : queries,
            HiddenShare = parsed.GetValue(_hidden),
            Random = random,
        };
        return new TemporalLinkTrainer(model, optimizer).Fit(input, split, options, view.Progress(), cancellation);
    }

    /// <summary>The graph itself, or with random columns if its nodes have none.</summary>
    private static TemporalGraph WithFeatures(TemporalGraph graph, int columns, RandomSource random)
    {
        if (graph.HasFeatures || columns == 0)
        {
            return graph.Until(long.MaxValue);
        }

        Tensor features = Tensor.Normal((graph.NodeCount, columns), random.Stream("features"));
        return graph.WithNodeColumn(ColumnNames.Features, features);
    }

    private TgnOptions Architecture(ParseResult parsed) => new()
    {
        TimeWidth = parsed.GetValue(_timeWidth),
        Neighbors = parsed.GetValue(_neighbors),
        Heads = parsed.GetValue(_heads),
        Dropout = parsed.GetValue(_dropout),
        Decoder = parsed.GetRequiredValue(_decoder).Equals("perceptron", StringComparison.OrdinalIgnoreCase) ? TgnDecoder.Perceptron : TgnDecoder.PerceptronAndProduct,
        Memory = new TgnMemoryOptions
        {
            Message = parsed.GetRequiredValue(_message).Equals("mlp", StringComparison.OrdinalIgnoreCase) ? TgnMessage.Perceptron : TgnMessage.Identity,
            Aggregation = parsed.GetRequiredValue(_aggregation).Equals("mean", StringComparison.OrdinalIgnoreCase) ? TgnAggregation.Mean : TgnAggregation.Last,

            // The times of the data sets are milliseconds.
            TimeUnit = 1000,
        },
    };
}
