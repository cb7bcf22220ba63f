using System.CommandLine;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn recommend</c>: recommends items to users from who chose what, with the baselines beside the model.</summary>
internal sealed class RecommendCommand
{
    private const string ItemKnn = "item-knn";
    private const string Popularity = "popularity";

    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "lastfm", [.. RecommendationGraphs.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model; mf is lightgcn without propagation", "lightgcn", "lightgcn", "lightgcl", "mf", ItemKnn, Popularity);
    private readonly Option<int> _dimension = Options.Integer("--dimension", "Columns of the embedding", 64, least: 1);
    private readonly Option<int> _layers = Options.Integer("--layers", "Propagations", 3, least: 1);
    private readonly Option<int> _epochs = Options.Integer("--epochs", "Epochs to train; at most so many with --validation-share", 30, least: 1);
    private readonly Option<int> _batch = Options.Integer("--batch", "Interactions of a step", 8192, least: 1);
    private readonly Option<double> _learningRate = Options.Number("--lr", "Learning rate of Adam", 0.005, value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<string> _loss = Options.Choice("--loss", "What is learnt from an interaction", "softmax", "softmax", "bpr");
    private readonly Option<bool> _equalUsers = Options.Flag("--equal-users", "Draw each interaction of an epoch: a user, all with equal chance, and one of the user's items; else the epoch takes each interaction once");
    private readonly Option<int?> _negatives = Options.OptionalInteger("--negatives", "Items drawn against an interaction (bpr, by default 1) or against a whole step (softmax, by default 1024)", least: 1);
    private readonly Option<string?> _similarity = Options.OptionalChoice("--similarity", "How embeddings become scores: cosine (default of softmax) or product (default of bpr)", "cosine", "product");
    private readonly Option<string?> _ranking = Options.OptionalChoice("--ranking", "How embeddings become scores when items are ranked, cosine or product; by default as in training", "cosine", "product");
    private readonly Option<double> _temperature = Options.Number("--temperature", "What scores are divided by in the softmax", 0.1, value => value > 0 && double.IsFinite(value), "a number above 0");
    private readonly Option<double> _weightDecay = Options.Number("--weight-decay", "Weight of the squared rows of a batch", 1e-4, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<double> _contrast = Options.Number("--contrast", "Weight of the contrast of the two views of lightgcl", 0.2, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<double> _validation = Options.Number(
        "--validation-share", "Share of each user's training items that is held out to choose the epoch, after which the model is trained anew; 0 to fix the epochs in advance", 0, value => value is >= 0 and < 1, "a number from 0 to below 1");
    private readonly Option<bool> _validateOnly = Options.Flag("--validate-only", "Measure the held-out items and leave the test items unread: for finding settings");
    private readonly Option<int> _every = Options.Integer("--evaluate-every", "Epochs between two looks at the held-out items", 1, least: 1);
    private readonly Option<int> _k = Options.Integer("--k", "How many recommendations are measured", 20, least: 1);
    private readonly Option<int> _neighbors = Options.Integer("--neighbors", "Nearest items of each item in item-kNN", 200, least: 1);
    private readonly Option<double> _shrinkage = Options.Number("--shrinkage", "Added to the roots of the degrees in item-kNN", 0, value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<bool> _average = Options.Flag("--weighted-average", "Divide an item's score in item-kNN by the similarities of all its nearest items");
    private readonly Option<double> _test = Options.Number("--test-share", "Share of the interactions that test where the data set has no split", 0.2, value => value is > 0 and < 1, "a number between 0 and 1");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly Option<string?> _checkpoint = Options.Text("--checkpoint", "Write what the run needs to go on to FILE as it goes, and go on from it if it is there; the file stays", "file");
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var recommend = new RecommendCommand();
        var command = new Command("recommend", "Recommend items to users from who chose what. Ranks all items; prints what popularity, nearest items and least squares reach beside the model.");
        foreach (Option option in (Option[])
            [
                recommend._dataset, recommend._data, recommend._model, recommend._dimension, recommend._layers, recommend._epochs, recommend._batch, recommend._learningRate, recommend._loss,
                recommend._equalUsers, recommend._negatives, recommend._similarity, recommend._ranking, recommend._temperature, recommend._weightDecay, recommend._contrast, recommend._validation, recommend._validateOnly,
                recommend._every, recommend._k, recommend._neighbors, recommend._shrinkage, recommend._average, recommend._test, recommend._seed, recommend._runs, recommend._checkpoint,
            ])
        {
            command.Add(option);
        }

        recommend._engine.AddTo(command);
        command.Add(recommend._json);
        command.SetAction(parsed => recommend.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        Check(parsed);
        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        string model = parsed.GetRequiredValue(_model).ToLowerInvariant();
        bool isJson = parsed.GetValue(_json);
        using Engine engine = _engine.Create(parsed);
        (HeteroGraph loaded, IReadOnlyList<IndexSplit> splits) = RecommendationGraphs.Load(dataset, DatasetOptions.Folder(parsed, _data));
        using HeteroGraph graph = loaded;
        var view = new RecommendView(isJson ? context.Error : context.Output);
        view.ShowData(dataset, graph, engine);
        var reports = new List<RecommendationReport>();
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked((ulong)parsed.GetValue(_seed) + (ulong)run));
            IndexSplit split = splits.Count > 0
                ? splits[0]
                : IndexSplit.Random(graph.EdgeTypes[0].ToString(), (int)graph.EdgeCount(graph.EdgeTypes[0]), SplitSizes.Shares(1 - parsed.GetValue(_test), 0), random.Stream("split"));
            RecommendationOptions protocol = Protocol(parsed, random);
            if (model is ItemKnn or Popularity)
            {
                RecommendationBaselineKind kind = model == ItemKnn ? RecommendationBaselineKind.ItemKnn : RecommendationBaselineKind.Popularity;
                protocol = protocol with { Baselines = protocol.Baselines with { Kinds = [kind] } };
                IReadOnlyList<RecommendationBaseline> measured = RecommendationBaselines.Measure(graph, split, protocol, engine);
                view.ShowBaseline(measured[0]);
                if (isJson)
                {
                    context.Output.WriteLine(RecommendJson.Write(dataset, model, measured[0]));
                }

                return Application.Done;
            }

            RecommendationReport report = Fit(parsed, graph, split, engine, protocol, view, context.Cancellation);
            reports.Add(report);
            view.ShowRun(run + 1, report);
        }

        view.ShowResult(model, reports);
        if (isJson)
        {
            context.Output.WriteLine(RecommendJson.Write(dataset, model, reports));
        }

        return Application.Done;
    }

    private void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_validateOnly) && parsed.GetValue(_validation) == 0)
        {
            throw new UsageException("--validate-only measures held-out items: give --validation-share a number above 0.");
        }

        if (parsed.GetValue(_checkpoint) is { } checkpoint)
        {
            OutputFiles.CheckWritable(checkpoint);
            if (parsed.GetValue(_runs) > 1)
            {
                throw new UsageException($"--checkpoint is of one run, got --runs {parsed.GetValue(_runs)}.");
            }
        }
    }

    private RecommendationReport Fit(
        ParseResult parsed, HeteroGraph graph, IndexSplit split, Engine engine, RecommendationOptions protocol, RecommendView view, CancellationToken cancellation)
    {
        EdgeType type = graph.EdgeTypes[0];
        int nodes = graph.NodeCount(type.Source) + graph.NodeCount(type.Target);
        int dimension = parsed.GetValue(_dimension);
        int layers = parsed.GetValue(_layers);
        RandomSource random = protocol.Random.Stream("model");
        using Module model = parsed.GetRequiredValue(_model).ToLowerInvariant() switch
        {
            "lightgcl" => new LightGcl(nodes, dimension, layers, random),
            "mf" => new LightGcn(nodes, dimension, 0, random),
            _ => new LightGcn(nodes, dimension, layers, random),
        };
        model.MoveTo(engine);
        using var optimizer = new Adam(parsed.GetValue(_learningRate));
        return new RecommendationTrainer(model, optimizer).Fit(graph, split, protocol, view, cancellation);
    }

    /// <summary>What a name means; null for none, or for a name that means nothing.</summary>
    private static RecommendationSimilarity? Similarity(string? name) => name?.ToLowerInvariant() switch
    {
        "cosine" => RecommendationSimilarity.Cosine,
        "product" => RecommendationSimilarity.InnerProduct,
        _ => null,
    };

    private RecommendationOptions Protocol(ParseResult parsed, RandomSource random)
    {
        bool isBpr = parsed.GetRequiredValue(_loss).Equals("bpr", StringComparison.OrdinalIgnoreCase);
        return new RecommendationOptions
        {
            Epochs = parsed.GetValue(_epochs),
            ValidationShare = parsed.GetValue(_validation),
            EvaluateEvery = parsed.GetValue(_every),
            Test = !parsed.GetValue(_validateOnly),
            K = parsed.GetValue(_k),
            BatchSize = parsed.GetValue(_batch),
            EqualUsers = parsed.GetValue(_equalUsers),
            Loss = isBpr ? RecommendationLoss.Bpr : RecommendationLoss.Softmax,
            Negatives = parsed.GetValue(_negatives) ?? (isBpr ? 1 : 1024),
            Similarity = Similarity(parsed.GetValue(_similarity)) ?? (isBpr ? RecommendationSimilarity.InnerProduct : RecommendationSimilarity.Cosine),
            Ranking = Similarity(parsed.GetValue(_ranking)),
            Temperature = parsed.GetValue(_temperature),
            WeightDecay = parsed.GetValue(_weightDecay),
            ContrastWeight = parsed.GetValue(_contrast),
            Baselines = new RecommendationBaselineOptions { Neighbors = parsed.GetValue(_neighbors), Shrinkage = parsed.GetValue(_shrinkage), WeightedAverage = parsed.GetValue(_average) },
            Checkpoint = parsed.GetValue(_checkpoint) is { } file ? new CheckpointOptions(file) : null,
            Random = random,
        };
    }
}
