using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gnn.Cli.Models;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn graph</c>: trains a classifier of whole graphs for each fold of a set.</summary>
internal sealed class GraphCommand
{
    private readonly DatasetOptions _dataset = new("mutag");
    private readonly EngineOptions _engine = new();
    private readonly Option<string> _model = Options.Choice("--model", "The model: the paper's gin, or layers with a readout", "gin", "gin", "gcn", "sage", "gat", "gatv2", "transformer");
    private readonly Option<int> _hidden = Options.Integer("--hidden", "Hidden units; of attention, for each head", 32, least: 1);
    private readonly Option<int> _layers = Options.Integer("--layers", "Convolutions", 4, least: 1);
    private readonly Option<double> _dropout = Options.Number("--dropout", "Dropout", 0.5, value => value is >= 0 and < 1, "a number of at least 0 and below 1");
    private readonly Option<string> _readout = Options.Choice("--readout", "How a graph's nodes become one row; gin sums", "mean", "mean", "sum", "max");
    private readonly Option<string> _features = Options.Choice("--node-features", "Node features: the set's own, or the degree, one-hot", "own", "own", "degree");
    private readonly Option<int> _folds = Options.Integer("--folds", "Folds, by class; published ones are taken where there are as many", 10, least: 2);
    private readonly Option<string> _protocol = Options.Choice(
        "--protocol", "nested: an inner part of each fold chooses the epoch and the fold is tested once; best-mean-epoch: the GIN paper's, which has no test set", "nested", "nested", "best-mean-epoch");

    private readonly Option<int> _batchSize = Options.Integer("--batch-size", "Graphs a batch", 32, least: 1);
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train", 350, least: 1);
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.01, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<int> _decayEvery = Options.Integer("--decay-every", "Epochs after which the learning rate is halved, again and again", 50, least: 1);
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of weights, order, dropout and of folds that are drawn", 0, least: 0);
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var graph = new GraphCommand();
        var command = new Command("graph", "Train a classifier of whole graphs by cross-validation; without options: GIN on MUTAG.");
        graph._dataset.AddTo(command);
        foreach (Option option in (Option[])[graph._model, graph._hidden, graph._layers, graph._dropout, graph._readout, graph._features, graph._folds, graph._protocol, graph._batchSize, graph._epochs, graph._learningRate, graph._decayEvery, graph._seed])
        {
            command.Add(option);
        }

        graph._engine.AddTo(command);
        command.Add(graph._json);
        command.SetAction(parsed => graph.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        using Engine engine = _engine.Create(parsed);
        DatasetEntry entry = _dataset.Entry(parsed);
        using Dataset dataset = _dataset.Load(parsed, engine);
        if (dataset.Structure is not GraphSet published)
        {
            throw new UsageException($"this command takes a set of graphs, and '{entry.Name}' is another structure ({dataset}): 'gnn datasets' lists what there is.");
        }

        bool isJson = parsed.GetValue(_json);
        TextWriter output = isJson ? context.Error : context.Output;
        var random = new RandomSource(parsed.GetValue(_seed));
        using GraphSet set = WithFeatures(parsed, published, engine);
        int folds = parsed.GetValue(_folds);
        bool isPublished = dataset.IndexSplits.Count == folds;
        IReadOnlyList<IndexSplit> splits = isPublished ? dataset.IndexSplits : IndexSplit.StratifiedKFold("graph", set.HostLabels, folds, random.Stream("folds"), withValidation: false);
        output.WriteLine($"{entry.Name}: {set.Count} graphs, {set.ClassCount} classes; {folds} folds, {(isPublished ? "published" : "drawn by class")}");
        CrossValidationReport report = Train(parsed, context, set, splits, random, engine, output);
        output.WriteLine(report.ToString().TrimEnd());
        if (isJson)
        {
            context.Output.WriteLine(ToJson(parsed, entry.Name, isPublished, report));
        }

        return Application.Done;
    }

    private CrossValidationReport Train(
        ParseResult parsed, CommandContext context, GraphSet set, IReadOnlyList<IndexSplit> splits, RandomSource random, Engine engine, TextWriter output)
    {
        var options = new GraphClassificationOptions
        {
            Epochs = parsed.GetValue(_epochs),
            BatchSize = parsed.GetValue(_batchSize),
            Random = random,
            Schedule = new StepSchedule(parsed.GetValue(_decayEvery), factor: 0.5),
            MeasuresTraining = false,
        };
        var validation = new CrossValidationOptions
        {
            Protocol = parsed.GetRequiredValue(_protocol).Equals("nested", StringComparison.OrdinalIgnoreCase) ? CrossValidationProtocol.Nested : CrossValidationProtocol.BestMeanEpoch,
        };
        int fold = 0;
        var progress = new EachFold(done => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"fold {++fold} of {splits.Count}: {done.Epochs.Count} epochs in {done.Times.Total.TotalSeconds:0.0} s")));
        using GraphBatch all = set.Batch([.. Enumerable.Range(0, set.Count)]);
        return parsed.GetRequiredValue(_model).Equals("gin", StringComparison.OrdinalIgnoreCase)
            ? CrossValidation.Fit(source => OnEngine(Gin(parsed, all.Graph, set, source), engine), Adam, set, splits, options, validation, progress, context.Cancellation)
            : CrossValidation.Fit(source => OnEngine(Layered(parsed, all.Graph, set, source), engine), Adam, set, splits, options, validation, progress, context.Cancellation);

        Optimizer Adam() => new Adam(parsed.GetValue(_learningRate));
    }

    private GinClassifier Gin(ParseResult parsed, Graph graph, GraphSet set, RandomSource random) => new(
        checked((int)graph.Features.Shape[1]), parsed.GetValue(_hidden), set.ClassCount, random, parsed.GetValue(_layers), parsed.GetValue(_dropout));

    private GraphClassifier Layered(ParseResult parsed, Graph graph, GraphSet set, RandomSource random)
    {
        int hidden = parsed.GetValue(_hidden);
        GraphModel encoder = ((GraphModelEntry)ModelCatalog.Find(parsed.GetRequiredValue(_model).ToLowerInvariant())).Make(graph, new ModelArguments
        {
            Random = random.Stream("encoder"),
            Outputs = hidden,
            Hidden = hidden,
            Layers = parsed.GetValue(_layers),
            Dropout = parsed.GetValue(_dropout),
        });
        var readout = new Aggregate(Enum.Parse<Aggregation>(parsed.GetRequiredValue(_readout), ignoreCase: true));
        return new GraphClassifier(encoder, readout, set.ClassCount, random, dropout: parsed.GetValue(_dropout));
    }

    private static T OnEngine<T>(T model, Engine engine)
        where T : Module
    {
        model.MoveTo(engine);
        return model;
    }

    private GraphSet WithFeatures(ParseResult parsed, GraphSet set, Engine engine)
    {
        bool hasOwn = set.Nodes.Contains(ColumnNames.Features);
        if (hasOwn && parsed.GetRequiredValue(_features).Equals("own", StringComparison.OrdinalIgnoreCase))
        {
            return set.To(engine);
        }

        using GraphBatch all = set.Batch([.. Enumerable.Range(0, set.Count)]);
        using Graph encoded = all.Graph.WithDegreeOneHot(direction: EdgeDirection.Incoming, append: false);
        return (hasOwn ? set.WithoutNodeColumn(ColumnNames.Features) : set).WithFeatures(encoded.Features).To(engine);
    }

    private string ToJson(ParseResult parsed, string dataset, bool isPublished, CrossValidationReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("task", "graph");
            json.WriteString("dataset", dataset);
            json.WriteString("model", parsed.GetRequiredValue(_model).ToLowerInvariant());
            json.WriteString("protocol", report.SelectedBy);
            json.WriteBoolean("published_folds", isPublished);
            json.WriteNumber("folds", report.Folds.Count);
            json.WriteNumber("seed", parsed.GetValue(_seed));
            json.WriteNumber("epochs", parsed.GetValue(_epochs));
            json.WriteNumber("accuracy_mean", report.Score.Mean);
            json.WriteNumber("accuracy_std", report.Score.StandardDeviation);
            if (report.Epoch is { } epoch)
            {
                json.WriteNumber("epoch", epoch);
            }

            if (double.IsFinite(report.BaselineScore.Mean))
            {
                json.WriteNumber("majority_class_accuracy", report.BaselineScore.Mean);
            }

            json.WriteNumber("train_seconds", report.Folds.Sum(fold => fold.Times.Total.TotalSeconds));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private sealed class EachFold(Action<GraphTrainingReport> show) : IProgress<GraphTrainingReport>
    {
        public void Report(GraphTrainingReport value) => show(value);
    }
}
