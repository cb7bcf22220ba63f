using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn kg</c>: finds the missing end of facts, with the baselines beside the model.</summary>
internal sealed class KgCommand
{
    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "umls", [.. KnowledgeGraphs.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model", "complex", "complex", "distmult", "rotate", "transe", "rgcn");
    private readonly Option<string?> _loss = Options.OptionalChoice(
        "--loss",
        "softmax (over all entities), adversarial, bce or margin (with negatives); by default softmax, and adversarial for rotate and transe",
        "softmax",
        "adversarial",
        "bce",
        "margin");
    private readonly Option<int> _dimension = Options.Integer("--dimension", "Coordinates of an embedding, complex ones for complex and rotate", 100, least: 1);
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train at most; each asks for the head and for the tail of every training fact", 100, least: 1);
    private readonly Option<int> _batch = Options.Integer("--batch", "Questions in a step", 1000, least: 1);
    private readonly Option<int> _negatives = Options.Integer("--negatives", "Negatives of a question, where the loss has any", 256, least: 1);
    private readonly Option<int> _shared = Options.Integer("--shared", "Questions that share their negatives", 128, least: 1);
    private readonly Option<double> _gamma = Options.Number("--gamma", "Margin of the losses with negatives", 9, double.IsFinite, "a number");
    private readonly Option<double> _alpha = Options.Number("--alpha", "Temperature of adversarial negatives", 1, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<double> _n3 = Options.Number("--n3", "Weight of the N3 regulariser, for complex, distmult and rgcn", 0, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int> _norm = Options.Integer("--norm", "The norm of transe, 1 or 2", 1, least: 1);
    private readonly Option<double?> _learningRate = Options.OptionalNumber(
        "--lr", "Learning rate; by default 0.1 of Adagrad for softmax, 0.001 of Adam for losses with negatives and for rgcn", value => value > 0 && double.IsFinite(value), "a number above 0");
    private readonly Option<int> _every = Options.Integer("--evaluate-every", "Epochs between two looks at the validation facts", 1, least: 1);
    private readonly Option<int?> _sample = Options.OptionalInteger("--validation-sample", "Validation facts that choose the epoch, the same ones each time; by default all", least: 1);
    private readonly Option<int?> _patience = Options.OptionalInteger("--patience", "Looks without a better one after which training stops; by default never", least: 1);
    private readonly Option<double?> _minutes = Options.OptionalNumber(
        "--minutes",
        "Stop training at the end of the epoch in which so many minutes are over. How many epochs that are depends on the machine, so such a run is not repeatable to the bit; --epochs is",
        value => value > 0 && double.IsFinite(value),
        "a number above 0");
    private readonly Option<string?> _checkpoint = Options.Text("--checkpoint", "File from which a killed run goes on, to the same bits; for one run", "file");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run's weights and negatives; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var kg = new KgCommand();
        var command = new Command("kg", "Complete a knowledge graph: find the missing end of facts. Prints what frequencies and inverse relations reach beside the model.");
        foreach (Option option in (Option[])
            [
                kg._dataset, kg._data, kg._model, kg._loss, kg._dimension, kg._epochs, kg._batch, kg._negatives, kg._shared, kg._gamma, kg._alpha, kg._n3, kg._norm, kg._learningRate,
                kg._every, kg._sample, kg._patience, kg._minutes, kg._checkpoint, kg._seed, kg._runs,
            ])
        {
            command.Add(option);
        }

        kg._engine.AddTo(command);
        command.Add(kg._json);
        command.SetAction(parsed => kg.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        KnowledgeGraphOptions protocol = Protocol(parsed);
        string name = parsed.GetRequiredValue(_model).ToLowerInvariant();
        if (protocol.Regularization > 0 && name is ("rotate" or "transe"))
        {
            throw new UsageException($"--n3 is for inner products, and {name} has a distance: leave it out.");
        }

        if (parsed.GetValue(_norm) > 2)
        {
            throw new UsageException($"--norm is 1 or 2, got {parsed.GetValue(_norm)}.");
        }

        if (protocol.Checkpoint is not null && parsed.GetValue(_runs) > 1)
        {
            throw new UsageException("--checkpoint is for one run: leave --runs out.");
        }

        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        bool isJson = parsed.GetValue(_json);
        using Engine engine = _engine.Create(parsed);
        (Graph graph, IndexSplit split, IReadOnlyList<string> relations) = KnowledgeGraphs.Load(dataset, DatasetOptions.Folder(parsed, _data));
        using Graph facts = graph;
        var view = new KgView(isJson ? context.Error : context.Output);
        view.ShowData(dataset, facts, split, relations.Count, engine);
        var reports = new List<KnowledgeGraphReport>();
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked((ulong)parsed.GetValue(_seed) + (ulong)run));
            using KnowledgeGraphModel model = Model(parsed, name, facts.NodeCount, relations.Count, protocol, random);
            model.MoveTo(engine);
            using Optimizer optimizer = Optimizer(parsed, name, protocol);
            var trainer = new KnowledgeGraphTrainer(model, optimizer);
            KnowledgeGraphReport report = trainer.Fit(facts, split, protocol with { Random = random }, view.Progress(), context.Cancellation);
            reports.Add(report);
            view.ShowRun(run + 1, report);
        }

        view.ShowResult(reports, relations);
        if (isJson)
        {
            context.Output.WriteLine(KgJson.Write(dataset, reports, relations));
        }

        return Application.Done;
    }

    private KnowledgeGraphOptions Protocol(ParseResult parsed)
    {
        KnowledgeGraphLoss loss = parsed.GetValue(_loss)?.ToLowerInvariant() switch
        {
            null => parsed.GetRequiredValue(_model).ToLowerInvariant() is "rotate" or "transe" ? KnowledgeGraphLoss.SelfAdversarial : KnowledgeGraphLoss.Softmax,
            "adversarial" => KnowledgeGraphLoss.SelfAdversarial,
            "bce" => KnowledgeGraphLoss.BinaryCrossEntropy,
            "margin" => KnowledgeGraphLoss.Margin,
            _ => KnowledgeGraphLoss.Softmax,
        };
        return new KnowledgeGraphOptions
        {
            Epochs = parsed.GetValue(_epochs),
            BatchSize = parsed.GetValue(_batch),
            Loss = loss,
            Reciprocal = loss == KnowledgeGraphLoss.Softmax,
            Regularization = parsed.GetValue(_n3),
            Negatives = parsed.GetValue(_negatives),
            SharedBy = parsed.GetValue(_shared),
            Gamma = parsed.GetValue(_gamma),
            Temperature = parsed.GetValue(_alpha),
            EvaluateEvery = parsed.GetValue(_every),
            ValidationSample = parsed.GetValue(_sample),
            Patience = parsed.GetValue(_patience),
            TimeLimit = parsed.GetValue(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            Checkpoint = parsed.GetValue(_checkpoint) is { } file ? new CheckpointOptions(file) { Interval = TimeSpan.FromMinutes(5) } : null,
        };
    }

    /// <summary>A model with an embedding for each relation, or two if heads are asked for by relations of their own.</summary>
    private KnowledgeGraphModel Model(ParseResult parsed, string name, int entities, int relations, KnowledgeGraphOptions protocol, RandomSource random)
    {
        int dimension = parsed.GetValue(_dimension);
        int embedded = protocol.Reciprocal ? 2 * relations : relations;

        // Distances of about gamma at first, as in the program of the RotatE paper.
        double range = (Math.Abs(protocol.Gamma) + 2) / dimension;
        return name switch
        {
            "distmult" => new DistMult(entities, embedded, dimension, random),
            "rotate" => new RotatE(entities, embedded, dimension, random, PairDistance.Modulus, margin: 0, range),
            "transe" => new TransE(entities, embedded, dimension, random, parsed.GetValue(_norm), normalize: false, range),
            "rgcn" => new RgcnDistMult(entities, embedded, 2 * relations, dimension, random, dropout: 0.2, convolution: new RgcnOptions { Bases = 4 }),
            _ => new ComplEx(entities, embedded, dimension, random),
        };
    }

    private Optimizer Optimizer(ParseResult parsed, string name, KnowledgeGraphOptions protocol) =>
        protocol.Loss == KnowledgeGraphLoss.Softmax && name != "rgcn"
            ? new Adagrad(parsed.GetValue(_learningRate) ?? 0.1)
            : new Adam(parsed.GetValue(_learningRate) ?? 1e-3);
}
