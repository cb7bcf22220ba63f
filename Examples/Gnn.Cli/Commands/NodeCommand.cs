using System.CommandLine;
using Gnn.Cli.Models;
using Gnn.Cli.Nodes;
using Gnn.Cli.Output;
using Gnn.Layers.Models;
using Gnn.Sampling.Neighbors;
using Gnn.Sampling.Subgraphs;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Schedules;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn node</c>: trains a node classifier, chooses its parameters by validation, and tests once.</summary>
internal sealed class NodeCommand
{
    private const string ByLoss = "loss";

    private readonly GraphOptions _graph = new();
    private readonly EngineOptions _engine = new();
    private readonly ModelOptions _model = new();
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.01, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<double> _weightDecay = Options.Number("--weight-decay", "Weight decay; of gcn, on the first layer only", 5e-4, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train", 200, least: 1);
    private readonly Option<int?> _patience = Options.OptionalInteger("--patience", "Stop after so many epochs without a better validation result (accuracy, then loss)", least: 1);
    private readonly Option<int?> _batchSize = Options.OptionalInteger("--batch-size", "Train on batches of so many nodes, each with sampled neighbours; by default on the whole graph", least: 1);
    private readonly Option<string?> _fanout = Options.OptionalFanouts("--fanout", "Edges that a node gets at each hop of a batch, one for each layer, of shadow any number; by default 15, then 10 each");
    private readonly Option<string> _sampler = Options.Choice("--sampler", "How neighbours of a batch are drawn", "neighbor", "neighbor", "labor", "shadow");
    private readonly Option<int?> _workers = Options.OptionalInteger("--workers", "Threads that make batches ahead; by default 1", least: 0, most: 1024);
    private readonly Option<int?> _inferenceBatch = Options.OptionalInteger("--inference-batch", "Evaluate layer by layer for so many nodes at a time; by default for all", least: 1);
    private readonly Option<string> _metric = Options.Choice("--metric", "What the validation nodes choose the epoch by; the lowest loss alone, or the highest of the others, then the lowest loss", "accuracy", "accuracy", "roc-auc", "macro-f1", ByLoss);
    private readonly Option<string> _schedule = Options.Choice("--schedule", "Learning rate over the epochs", "constant", "constant", "cosine");
    private readonly Option<double?> _clip = Options.OptionalNumber("--clip", "Largest norm of all gradients together", value => value > 0 && double.IsFinite(value), "a number above 0");
    private readonly Option<bool> _rawFeatures = Options.Flag("--raw-features", "Take features as they are, instead of normalised: by row for data sets, by column for your own tables");
    private readonly Option<int> _split = Options.Integer("--split", "Which published split the first run takes, counted from 0; each further run takes the next", 0, least: 0);
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly Option<string?> _save = Options.Text("--save", "Save the last run's model: FILE and beside it its options as .json", "file");
    private readonly Option<string?> _checkpoint = Options.Text("--checkpoint", "Write what the run needs to go on to FILE as it goes, and go on from it if it is there; the file stays", "file");
    private readonly Option<string?> _predictions = Options.Text("--predictions", "Write run,node,class for the test nodes of every run; of your own tables run,id,split,label,class,probability for all nodes", "file");
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var node = new NodeCommand();
        var command = new Command("node", "Train a node classifier; without options: a GCN on the karate club, which is built in.");
        node._graph.AddTo(command);
        node._model.AddTo(command);
        foreach (Option option in (Option[])[node._learningRate, node._weightDecay, node._epochs, node._patience, node._batchSize, node._fanout, node._sampler, node._workers, node._inferenceBatch, node._metric, node._schedule, node._clip, node._rawFeatures, node._split, node._seed, node._runs])
        {
            command.Add(option);
        }

        node._engine.AddTo(command);
        command.Add(node._checkpoint);
        command.Add(node._save);
        command.Add(node._predictions);
        command.Add(node._json);
        command.SetAction(parsed => node.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        int firstSeed = parsed.GetValue(_seed);
        int runs = parsed.GetValue(_runs);
        CheckFiles(parsed.GetValue(_save), parsed.GetValue(_predictions));
        if (parsed.GetValue(_checkpoint) is { } checkpoint)
        {
            OutputFiles.CheckWritable(checkpoint);
            if (runs > 1)
            {
                throw new UsageException($"--checkpoint is of one run, got --runs {runs}: 'gnn reproduce' goes on with many.");
            }
        }

        if (_graph.Tables(parsed) is { } given && !given.HasLabel(parsed))
        {
            throw new UsageException("training needs labels: name the column of the node table that holds the classes with --label COLUMN.");
        }

        ModelEntry entry = _model.Entry(parsed);
        ModelArguments arguments = _model.Arguments(parsed);
        CheckOptions(parsed, entry);
        using Engine engine = _engine.Create(parsed);
        using NodeProblem problem = entry.Open(new NodeInput(
            parsed, _graph, engine, parsed.GetValue(_rawFeatures) ? FeatureUse.Raw : FeatureUse.Normalized, arguments, context.Cancellation));
        if (problem.Tables is { LeftOutCount: > 0 } tables)
        {
            context.Error.WriteLine($"gnn: {tables}");
        }

        var reports = new List<TrainingReport>();
        var predictions = new List<RunPredictions>();
        bool isJson = parsed.GetValue(_json);
        var view = new NodeView(isJson ? context.Error : context.Output, context);
        for (int run = 0; run < runs; run++)
        {
            var random = new RandomSource(checked((ulong)firstSeed + (ulong)run));
            using NodeRun started = problem.Begin(random, checked(parsed.GetValue(_split) + run));
            if (run == 0)
            {
                view.ShowData(problem.Name, started, engine);
            }

            NodeClassificationOptions options = Protocol(parsed, started, problem.HasPublishedSplits, random);
            var optimizer = new Adam(parsed.GetValue(_learningRate), parsed.GetValue(_weightDecay));
            reports.Add(view.Follow(run, runs, progress => started.Fit(optimizer, options, progress, context.Cancellation)));
            if (problem.Tables is not null && parsed.GetValue(_predictions) is not null)
            {
                predictions.Add(RunPredictions.Of(started));
            }

            if (run == runs - 1)
            {
                // The result comes first: nothing that happens to a file may lose it.
                view.ShowResult(new TrainingSummary(reports));
                if (parsed.GetValue(_save) is { } file)
                {
                    ModelFile.Save(file, started.Model!);
                }
            }
        }

        if (parsed.GetValue(_predictions) is { } predictionFile)
        {
            if (problem.Tables is { } own)
            {
                PredictionFile.Write(predictionFile, predictions, own);
            }
            else
            {
                PredictionFile.Write(predictionFile, reports);
            }
        }

        if (isJson)
        {
            context.Output.WriteLine(NodeJson.Write(problem.Name, _model.Name(parsed), firstSeed, new TrainingSummary(reports)));
        }

        return Application.Done;
    }

    private NodeClassificationOptions Protocol(ParseResult parsed, NodeRun run, bool isPublished, RandomSource random) => new()
    {
        Batches = Batches(parsed, run.Model),
        Epochs = parsed.GetValue(_epochs),
        Patience = parsed.GetValue(_patience),
        Random = random,
        Metric = ChoosesByLoss(parsed)
            ? ClassificationMetric.Accuracy
            : Enum.Parse<ClassificationMetric>(parsed.GetRequiredValue(_metric).Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        Schedule = parsed.GetRequiredValue(_schedule).Equals("cosine", StringComparison.OrdinalIgnoreCase) ? new CosineSchedule(parsed.GetValue(_epochs)) : null,
        Clipping = parsed.GetValue(_clip) is { } limit ? GradientClipping.ByNorm(limit) : null,

        // Published splits are taken as they are: some have no validation nodes, some a class that is never trained.
        Selection = isPublished && run.Split.Validation.IsEmpty ? ModelSelection.Last
            : ChoosesByLoss(parsed) ? ModelSelection.LowestValidationLoss
            : ModelSelection.BestValidation,
        AllowsUntrainedClasses = isPublished,
        Checkpoint = parsed.GetValue(_checkpoint) is { } file ? new CheckpointOptions(file) : null,
    };

    private bool ChoosesByLoss(ParseResult parsed) => parsed.GetRequiredValue(_metric).Equals(ByLoss, StringComparison.OrdinalIgnoreCase);

    private NodeBatchOptions? Batches(ParseResult parsed, GraphModel? model)
    {
        if (model is null || parsed.GetValue(_batchSize) is not { } size)
        {
            Option? given = ModelOptions.Given(parsed, [_fanout, _sampler, _workers, _inferenceBatch]);
            return given is null ? null : throw new UsageException($"{given.Name} is about batches: name their size with --batch-size.");
        }

        int[] fanouts = parsed.GetValue(_fanout) is { } text ? Options.ParseFanouts(text)! : [15, .. Enumerable.Repeat(10, model.LayerCount - 1)];
        string sampler = parsed.GetRequiredValue(_sampler).ToLowerInvariant();
        if (fanouts.Length != model.LayerCount && sampler != "shadow")
        {
            throw new UsageException($"--fanout names {fanouts.Length} hops, but the model has {model.LayerCount} layers (--layers): name one for each.");
        }

        return new NodeBatchOptions
        {
            BatchSize = size,
            Sampler = sampler switch
            {
                "labor" => graph => new LaborSampler(graph, fanouts),
                "shadow" => graph => new ShadowSampler(graph, model.LayerCount, new NeighborScope(fanouts)),
                _ => graph => new NeighborSampler(graph, fanouts),
            },
            Workers = parsed.GetValue(_workers) ?? 1,
            InferenceBatchSize = parsed.GetValue(_inferenceBatch),
        };
    }

    /// <summary>Fails where an option is of no use to the model.</summary>
    private void CheckOptions(ParseResult parsed, ModelEntry entry)
    {
        if (parsed.GetValue(_save) is not null && !entry.CanSave)
        {
            throw new UsageException($"--save keeps models that 'gnn predict' rebuilds from parameters alone, and {entry.Name} is none: keep what it says with --predictions.");
        }

        if (entry is not GraphModelEntry && ModelOptions.Given(parsed, [_batchSize]) is not null)
        {
            throw new UsageException($"--batch-size is about models that batches of sampled neighbours are for, and {entry.Name} takes the whole graph: leave it out.");
        }

        if (entry.Defaults is null
            && ModelOptions.Given(parsed, [_learningRate, _weightDecay, _epochs, _patience, _metric, _schedule, _clip, _checkpoint]) is { } training)
        {
            throw new UsageException($"{training.Name} is about training, and {entry.Name} has nothing to train: leave it out.");
        }
    }

    /// <summary>Fails before the training, not after it, where a result could not be written or one would overwrite another.</summary>
    private static void CheckFiles(string? save, string? predictions)
    {
        string[] files = [];
        if (save is not null)
        {
            string side = Path.ChangeExtension(save, ".json");
            if (Path.GetExtension(save).Equals(".json", StringComparison.OrdinalIgnoreCase))
            {
                throw new UsageException($"--save names the parameters, and '{save}' is where their options go: name it {Path.ChangeExtension(save, ".safetensors")}.");
            }

            files = [save, side];
        }

        files = predictions is null ? files : [.. files, predictions];
        foreach (string file in files)
        {
            OutputFiles.CheckWritable(file);
        }

        if (files.Select(Path.GetFullPath).Distinct(StringComparer.OrdinalIgnoreCase).Count() != files.Length)
        {
            throw new UsageException($"--predictions names '{predictions}', which --save writes as well: name another file.");
        }
    }
}
