using System.CommandLine;
using Gnn.Cli.Links;
using Gnn.Cli.Output;
using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Layers;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Commands;

/// <summary><c>gnn link</c>: predicts links, with what the graph alone tells beside the model.</summary>
internal sealed class LinkCommand
{
    private const int SampledBatch = 512;

    private static readonly string[] Citation = ["cora", "citeseer", "pubmed"];

    private static readonly OrderedDictionary<string, LinkLoss> Losses = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bce"] = LinkLoss.BinaryCrossEntropy,
        ["bpr"] = LinkLoss.Bpr,
        ["margin"] = LinkLoss.Margin,
        ["softmax"] = LinkLoss.Softmax,
        ["adversarial"] = LinkLoss.SelfAdversarial,
    };

    private readonly Option<string> _dataset = Options.Choice("--dataset", "The data set", "cora", [.. Citation, .. SealGraphs.Names]);
    private readonly Option<string?> _data = DatasetOptions.Data();
    private readonly Option<string> _model = Options.Choice("--model", "The model", "gae", [.. LinkModels.Names]);
    private readonly Option<bool> _benchmark = Options.Flag("--benchmark", "Train every model on the same splits, for one table; --model says whose split, messages and metric they have");
    private readonly Option<bool> _noBaselines = Options.Flag("--no-baselines", "Leave the baselines out, where they are run by themselves");
    private readonly Option<int?> _hidden = Options.OptionalInteger("--hidden", "Hidden units; by default 128, of seal and walkpool 32, of ncn and ncnc 256", least: 1);
    private readonly Option<int?> _outputs = Options.OptionalInteger("--outputs", "Columns of an embedding; by default 64. ncn and ncnc have --hidden", least: 1);
    private readonly Option<double?> _dropout = Options.OptionalNumber("--dropout", "Chance to drop an element of a layer's input; 0.5 by default. ncn and ncnc have their authors'", value => value is >= 0 and < 1, "a number from 0 to below 1");
    private readonly Option<double?> _learningRate = Options.OptionalNumber("--lr", "Learning rate of Adam; by default 0.003, of seal 0.001, of walkpool 0.0002 (usair 0.00005), of ncn and ncnc by data set", value => value >= float.Epsilon && value <= float.MaxValue, "a number above 0 in single precision");
    private readonly Option<double?> _weightDecay = Options.OptionalNumber("--weight-decay", "Weight decay; by default 0.0005, on pubmed and of seal, walkpool, ncn and ncnc 0", value => value >= 0 && double.IsFinite(value), "a number of at least 0");
    private readonly Option<int?> _epochs = Options.OptionalInteger("--epochs", "Epochs to train at most; by default 400, of seal 30, of walkpool 20 (usair 50), of ncn and ncnc 100", least: 1);
    private readonly Option<int?> _batch = Options.OptionalInteger("--batch", "Links of a step, which pass no messages in it but of seal and walkpool; by default all in one step, of seal 64, of walkpool 16, of ncn and ncnc by data set", least: 1);
    private readonly Option<string?> _fanout = Options.OptionalFanouts("--fanout", "Sage: train on samples, with so many edges that a node gets at each of the two hops around a step's pairs, 512 links a step unless --batch says otherwise; by default on the whole graph");
    private readonly Option<int?> _hops = Options.OptionalInteger("--hops", "How far the subgraphs of seal and walkpool reach; by default 1 for seal (celegans 2, power 5), 2 for walkpool (power 3)", least: 1);
    private readonly Option<string?> _loss = Options.OptionalChoice("--loss", "What is minimised; by default bce", [.. Losses.Keys]);
    private readonly Option<int> _drawn = Options.Integer("--train-negatives", "Negatives of each training link, drawn anew in each epoch", 1, least: 1);
    private readonly Option<bool> _normalize = Options.Flag("--normalize-features", "Divide each row of features by its sum");
    private readonly Option<int> _every = Options.Integer("--evaluate-every", "Epochs between two looks at the validation links", 1, least: 1);
    private readonly Option<string?> _metric = Options.OptionalChoice("--metric", "What the validation links choose the epoch by: auc, ap, hits, mrr; auc by default, of ncn and ncnc hits, with hard negatives mrr", "auc", "ap", "hits", "mrr");
    private readonly Option<int> _hits = Options.Integer("--hits", "K of Hits@K", 100, least: 1);
    private readonly Option<double?> _train = Options.OptionalNumber("--train-share", "Share of the links that trains; by default 0.85, of ncn and ncnc 0.7", value => value is > 0 and < 1, "a number between 0 and 1");
    private readonly Option<double?> _validation = Options.OptionalNumber("--validation-share", "Share of the links that validates; by default 0.05, of ncn and ncnc 0.1", value => value is > 0 and < 1, "a number between 0 and 1");
    private readonly Option<int?> _perLink = Options.OptionalInteger("--negatives-per-link", "Negatives that each validation and test link is ranked among, with its source; by default all links share as many pairs as they are, and each has 500 hard ones", least: 1);
    private readonly Option<string> _negatives = Options.Choice("--negatives", "What validation and test links are told from: random pairs, or hard ones that share an end and that heuristics rank first (HeaRT)", "random", "random", "hard");
    private readonly Option<string?> _splitFile = Options.Text("--split-file", "The split with its negatives, for all runs: read from this file if it is there, else drawn for the first run and written to it", "file");
    private readonly Option<bool> _useValidation = Options.Flag("--test-with-validation-links", "Let messages pass over validation links while testing");
    private readonly Option<bool> _breakdown = Options.Flag("--breakdown", "Show for the first run which links are found: by the degrees of their ends, and as a mean over nodes");
    private readonly Option<int> _seed = Options.Integer("--seed", "Seed of the first run's split and weights; each further run takes the next", 0, least: 0);
    private readonly Option<int> _runs = Options.Integer("--runs", "Runs, each with a seed of its own", 1, least: 1);
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _json = Options.Flag("--json", "Print one JSON object as the last line; everything else goes to standard error");

    internal static Command Create(CommandContext context)
    {
        var link = new LinkCommand();
        var command = new Command("link", "Predict links. Audits the split, chooses by validation links, scores test links once.");
        foreach (Option option in (Option[])
            [
                link._dataset, link._data, link._model, link._benchmark, link._noBaselines, link._hidden, link._outputs, link._dropout, link._learningRate, link._weightDecay, link._epochs, link._batch,
                link._fanout, link._hops, link._loss, link._drawn, link._normalize, link._every, link._metric, link._hits, link._train, link._validation, link._perLink, link._negatives, link._splitFile,
                link._useValidation, link._breakdown, link._seed, link._runs,
            ])
        {
            command.Add(option);
        }

        link._engine.AddTo(command);
        command.Add(link._json);
        command.SetAction(parsed => link.Run(parsed, context));
        return command;
    }

    private int Run(ParseResult parsed, CommandContext context)
    {
        string dataset = parsed.GetRequiredValue(_dataset).ToLowerInvariant();
        string model = parsed.GetRequiredValue(_model).ToLowerInvariant();
        LinkSettings settings = Settings(parsed, model, dataset);
        CheckFanout(parsed, model);
        bool isJson = parsed.GetValue(_json);
        using Engine engine = _engine.Create(parsed);
        using Graph graph = Load(parsed, dataset, settings);
        int hitsAt = parsed.GetValue(_hits);
        var view = new LinkView(isJson ? context.Error : context.Output, hitsAt);
        view.ShowData(dataset, graph, engine);
        string[] models = parsed.GetValue(_benchmark) ? [.. LinkModels.Names] : [model];
        var results = new LinkResults();
        for (int run = 0; run < parsed.GetValue(_runs); run++)
        {
            var random = new RandomSource(checked((ulong)parsed.GetValue(_seed) + (ulong)run));
            LinkSplit split = Split(parsed, graph, settings, random);
            LinkSplitAudit audit = split.Audit(graph);
            if (run == 0)
            {
                view.ShowSplit(audit);
            }

            audit.ThrowIfUnsound();
            LinkPredictionOptions protocol = Protocol(parsed, settings, random);
            foreach (LinkBaseline baseline in parsed.GetValue(_noBaselines) ? [] : LinkBaselines.Of(graph, split, protocol))
            {
                results.Add(baseline.Name, baseline.Test);
                Break(baseline.Name, baseline.Test);
            }

            foreach (string name in models)
            {
                // In a benchmark all models have the split, the messages and the metric of the one that is named.
                LinkSettings own = name == model ? settings : Settings(parsed, name, dataset) with
                {
                    Metric = settings.Metric,
                    TestsWithValidationLinks = settings.TestsWithValidationLinks,
                };
                LinkPredictionReport report = Fit(parsed, graph, split, name, own, engine, random, context.Cancellation);
                results.Add(name, report);
                Break(name, report.Test);
                view.ShowRun(run + 1, name, report);
            }

            void Break(string name, LinkMetrics test)
            {
                if (run == 0 && parsed.GetValue(_breakdown))
                {
                    results.Breakdowns.Add((name, LinkBreakdown.Of(graph, split, test, protocol)));
                }
            }
        }

        view.ShowResult(results);
        view.ShowBreakdown(results, settings.Metric);
        if (isJson)
        {
            context.Output.WriteLine(LinkJson.Write(dataset, results, hitsAt));
        }

        return Application.Done;
    }

    private LinkSettings Settings(ParseResult parsed, string model, string dataset)
    {
        LinkSettings own = LinkModels.DefaultsOf(model, dataset);
        LinkSettings settings = own with
        {
            Hidden = parsed.GetValue(_hidden) ?? own.Hidden,
            Outputs = parsed.GetValue(_outputs) ?? own.Outputs,
            Dropout = parsed.GetValue(_dropout) ?? own.Dropout,
            LearningRate = parsed.GetValue(_learningRate) ?? own.LearningRate,
            WeightDecay = parsed.GetValue(_weightDecay) ?? own.WeightDecay,
            Epochs = parsed.GetValue(_epochs) ?? own.Epochs,
            BatchSize = parsed.GetValue(_batch) ?? own.BatchSize,
            TrainShare = parsed.GetValue(_train) ?? own.TrainShare,
            ValidationShare = parsed.GetValue(_validation) ?? own.ValidationShare,
            TestsWithValidationLinks = own.TestsWithValidationLinks || parsed.GetValue(_useValidation),
            Hops = parsed.GetValue(_hops) ?? own.Hops,
            NormalizeFeatures = own.NormalizeFeatures || parsed.GetValue(_normalize),
            Metric = parsed.GetValue(_metric)?.ToLowerInvariant() switch
            {
                null => AreHard(parsed) ? LinkMetric.MeanReciprocalRank : own.Metric,
                "ap" => LinkMetric.AveragePrecision,
                "hits" => LinkMetric.Hits,
                "mrr" => LinkMetric.MeanReciprocalRank,
                _ => LinkMetric.RocAuc,
            },
        };
        return settings.TrainShare + settings.ValidationShare < 1
            ? settings
            : throw new UsageException(FormattableString.Invariant(
                $"--train-share and --validation-share leave a part of the links to test, got {settings.TrainShare} and {settings.ValidationShare}."));
    }

    private Graph Load(ParseResult parsed, string dataset, LinkSettings settings)
    {
        if (!Citation.Contains(dataset))
        {
            // The graphs have no features, and degrees would tell of links that test: each node is its own.
            using Graph bare = SealGraphs.Load(dataset, DatasetOptions.Folder(parsed, _data));
            return bare.WithFeatures(SparseTensor.Identity(bare.NodeCount));
        }

        // A loop is no link to predict: Citeseer's files have 124, PubMed's 3.
        (Graph cited, _) = Planetoid.Load(dataset, DatasetOptions.Folder(parsed, _data));
        using Graph loopy = cited;
        Graph graph = loopy.WithoutSelfLoops();
        if (!settings.NormalizeFeatures)
        {
            return graph;
        }

        using (graph)
        {
            return graph.NormalizeFeatures();
        }
    }

    private LinkSplit Split(ParseResult parsed, Graph graph, LinkSettings settings, RandomSource random)
    {
        if (parsed.GetValue(_splitFile) is not { } path)
        {
            return Draw(parsed, graph, settings, random);
        }

        if (File.Exists(path))
        {
            return LinkSplit.Load(path, graph);
        }

        LinkSplit split = Draw(parsed, graph, settings, random);
        split.Save(path, graph);
        return split;
    }

    private LinkSplit Draw(ParseResult parsed, Graph graph, LinkSettings settings, RandomSource random)
    {
        EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(settings.TrainShare, settings.ValidationShare), random.Stream("split"));
        RandomSource pairs = random.Stream("pairs");
        if (AreHard(parsed))
        {
            var options = new HardNegativeOptions { TestWithValidationLinks = settings.TestsWithValidationLinks };
            return LinkSplits.WithHardNegatives(graph, edges, pairs, options with { PerLink = parsed.GetValue(_perLink) ?? options.PerLink });
        }

        return parsed.GetValue(_perLink) is { } count
            ? LinkSplits.WithNegativesPerLink(graph, edges, count, pairs)
            : LinkSplits.WithSharedNegatives(graph, edges, pairs, Math.Max(edges.Validation.Length, edges.Test.Length));
    }

    private bool AreHard(ParseResult parsed) => string.Equals(parsed.GetRequiredValue(_negatives), "hard", StringComparison.OrdinalIgnoreCase);

    private LinkPredictionReport Fit(
        ParseResult parsed, Graph graph, LinkSplit split, string name, LinkSettings settings, Engine engine, RandomSource random, CancellationToken cancellation)
    {
        LinkPredictionOptions protocol = Protocol(parsed, settings, random);
        using Module model = LinkModels.Create(name, settings, graph, split.Edges, random.Stream("weights"));
        model.MoveTo(engine);
        using var optimizer = new Adam(settings.LearningRate, settings.WeightDecay);
        if (name != "llp")
        {
            // In a benchmark, the one model that samples does.
            protocol = parsed.GetValue(_fanout) is { } fanout && name == "sage"
                ? protocol with { Fanouts = Options.ParseFanouts(fanout), BatchSize = settings.BatchSize ?? SampledBatch }
                : protocol;
            return new LinkPredictionTrainer(model, optimizer).Fit(graph, split, protocol, progress: null, cancellation);
        }

        using Module teacher = LinkModels.Create(LinkModels.Teacher, settings, graph, split.Edges, random.Stream("teacher"));
        teacher.MoveTo(engine);
        using (var teaching = new Adam(settings.LearningRate, settings.WeightDecay))
        {
            new LinkPredictionTrainer(teacher, teaching).Fit(graph, split, protocol with { Random = random.Stream("teaching") }, progress: null, cancellation);
        }

        return new LinkDistillationTrainer(model, optimizer, teacher).Fit(graph, split, protocol, cancellationToken: cancellation);
    }

    private void CheckFanout(ParseResult parsed, string model)
    {
        if (parsed.GetValue(_fanout) is { } fanout)
        {
            if (model != "sage" && !parsed.GetValue(_benchmark))
            {
                throw new UsageException($"--fanout samples for --model sage, not for {model}.");
            }

            if (Options.ParseFanouts(fanout)!.Length != LinkModels.SageLayers)
            {
                throw new UsageException($"--fanout names a number for each of the {LinkModels.SageLayers} layers of sage, for example 15,10; got {fanout}.");
            }
        }
    }

    private LinkPredictionOptions Protocol(ParseResult parsed, LinkSettings settings, RandomSource random) => new()
    {
        Epochs = settings.Epochs,
        EvaluateEvery = parsed.GetValue(_every),
        Loss = parsed.GetValue(_loss) is { } loss ? Losses[loss] : LinkLoss.BinaryCrossEntropy,
        NegativesPerLink = parsed.GetValue(_drawn),
        BatchSize = settings.BatchSize,
        Metric = settings.Metric,
        HitsAt = parsed.GetValue(_hits),
        HideLinks = settings.HidesLinks,
        TestWithValidationLinks = settings.TestsWithValidationLinks,
        Random = random,
    };
}
