using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Graphs;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn node</c>: trains a node classifier, chooses its parameters by validation, and tests once.</summary>
internal sealed class NodeCommand
{
    private readonly DatasetOptions _dataset = new();
    private readonly EngineOptions _engine = new();
    private readonly ModelOptions _model = new();
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.01, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<double> _weightDecay = Options.Number("--weight-decay", "Weight decay; of gcn, on the first layer only", 5e-4, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train", 200, least: 1);
    private readonly Option<int?> _patience = Options.OptionalInteger("--patience", "Stop after so many epochs without a better validation result (accuracy, then loss)", least: 1);
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly Option<string?> _save = Options.Text("--save", "Save the last run's model: FILE and beside it its options as .json", "file");
    private readonly Option<string?> _predictions = Options.Text("--predictions", "Write run,node,class for the test nodes of every run", "file");
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var node = new NodeCommand();
        var command = new Command("node", "Train a node classifier; without options: a GCN on the karate club, which is built in.");
        node._dataset.AddTo(command);
        node._model.AddTo(command);
        foreach (Option option in (Option[])[node._learningRate, node._weightDecay, node._epochs, node._patience, node._seed, node._runs])
        {
            command.Add(option);
        }

        node._engine.AddTo(command);
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
        using Engine engine = _engine.Create(parsed);
        var reports = new List<TrainingReport>();
        bool isJson = parsed.GetValue(_json);
        var view = new NodeView(isJson ? context.Error : context.Output, context);
        for (int run = 0; run < runs; run++)
        {
            var random = new RandomSource(checked((ulong)firstSeed + (ulong)run));
            (Graph graph, NodeSplit split) = _dataset.Load(parsed, engine, random);
            using Graph loaded = graph;
            using Graph normalized = loaded.NormalizeFeatures();
            if (run == 0)
            {
                view.ShowData(_dataset.Name(parsed), normalized, split, engine);
            }

            using GraphModel model = _model.Create(parsed, normalized, random, engine);
            reports.Add(Train(parsed, context, view, model, normalized, split, random, run, runs));
            if (run == runs - 1)
            {
                // The result comes first: nothing that happens to a file may lose it.
                view.ShowResult(new TrainingSummary(reports));
                if (parsed.GetValue(_save) is { } file)
                {
                    ModelFile.Save(file, model);
                }
            }
        }

        if (parsed.GetValue(_predictions) is { } predictions)
        {
            PredictionFile.Write(predictions, reports);
        }

        if (isJson)
        {
            context.Output.WriteLine(NodeJson.Write(_dataset.Name(parsed), _model.Name(parsed), firstSeed, new TrainingSummary(reports)));
        }

        return Application.Done;
    }

    private TrainingReport Train(
        ParseResult parsed, CommandContext context, NodeView view, GraphModel model, Graph graph, NodeSplit split, RandomSource random, int run, int runs)
    {
        var optimizer = new Adam(parsed.GetValue(_learningRate), parsed.GetValue(_weightDecay));
        var trainer = new NodeClassificationTrainer(model, optimizer);
        var options = new NodeClassificationOptions
        {
            Epochs = parsed.GetValue(_epochs),
            Patience = parsed.GetValue(_patience),
            Random = random,
        };
        return view.Follow(run, runs, progress => trainer.Fit(graph, split, options, progress, context.Cancellation));
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
