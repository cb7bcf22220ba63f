using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Links;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Links;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>Trains a model to tell the links of a graph from pairs of nodes without one.</summary>
/// <remarks>
/// <para>The protocol: training sees the training links and the edges of <see cref="EdgeSplit.TrainMessages"/> alone. Its negatives are drawn anew in each epoch from all pairs that it does not
/// know an edge of, links of other parts among them, for to leave those out would tell of them. The validation links choose the epoch by
/// <see cref="LinkPredictionOptions.Metric"/>. The test links are scored once, after that choice, against the fixed negatives of the split.</para>
/// <para>The columns of edges take no part. The links of a step are hidden from its messages (<see cref="LinkPredictionOptions.HideLinks"/>), and from what is sampled around
/// its pairs where <see cref="LinkPredictionOptions.Fanouts"/> says so. The same seed gives the same parameters and scores to
/// the bit, at any number of threads. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// EdgeSplit edges = EdgeSplit.Random(cora, SplitSizes.Shares(0.85, 0.05), random.Stream("split"));
/// LinkSplit split = LinkSplits.WithSharedNegatives(cora, edges, random.Stream("pairs"));
/// split.Audit(cora).ThrowIfUnsound();
/// var trainer = new LinkPredictionTrainer(new Gae(new Gcn(1433, 32, 16, random)), new Adam(learningRate: 0.01));
/// Console.WriteLine(trainer.Fit(cora, split).Test.RocAuc);
/// </code></example>
public sealed class LinkPredictionTrainer
{
    private readonly Module _module;
    private readonly ILinkModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="ILinkModel"/>; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="ILinkModel"/>, or has no parameters.</exception>
    public LinkPredictionTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<ILinkModel>(model, "scores pairs of nodes");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph, with features.</param>
    /// <param name="split">Which links train, validate and test, and their negatives.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached; the model has the parameters of the chosen epoch.</returns>
    /// <exception cref="ArgumentException">The graph has no features, the split is of another graph or its audit finds a leak, a part of it has no links or no
    /// negatives, or fanouts are asked for that the model
    /// cannot be trained with.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public LinkPredictionReport Fit(
        Graph graph,
        LinkSplit split,
        LinkPredictionOptions? options = null,
        IProgress<LinkEpochRecord>? progress = null,
        CancellationToken cancellationToken = default) => Fit(graph, split, options, progress, teacher: null, cancellationToken);

    internal LinkPredictionReport Fit(
        Graph graph,
        LinkSplit split,
        LinkPredictionOptions? options,
        IProgress<LinkEpochRecord>? progress,
        (ILinkModel Model, LinkDistillationOptions Options)? teacher,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new LinkPredictionOptions();
        options.Check();
        Check(graph, split, options);
        if (options.Fanouts is { } fanouts)
        {
            LinkBatches.Check(_module, fanouts);
        }

        long start = Stopwatch.GetTimestamp();
        Engine engine = _module.Parameters().First().Value.Engine;
        using var task = new LinkTask(_model, graph, split.Edges, options, engine, teacher);
        using var best = new ParameterSnapshot(_module);
        var times = new StepTimes();
        Chosen chosen = Train(task, split, options, best, times, progress, cancellationToken);
        best.Restore();
        (LinkMetrics test, double[] links, double[] negatives) = task.Test(split);
        return new LinkPredictionReport
        {
            Model = _module.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString()!,
            Graph = new GraphSizes(graph.NodeCount, graph.EdgeCount, graph.Features.Shape[1], Classes: 2),
            Split = split.ToString(),
            Options = options,
            Epochs = chosen.Records,
            BestEpoch = chosen.Epoch,
            Validation = chosen.Validation,
            Test = test,
            TestScores = links,
            NegativeScores = negatives,
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), times.MedianStep(), times.MedianEpoch()),
            Environment = RunEnvironment.Of(engine),
        };
    }

    private static void Check(Graph graph, LinkSplit split, LinkPredictionOptions options)
    {
        EdgeSplit edges = split.Edges;
        LinkTask.CheckGraph(graph, split.Edges);
        if (!graph.HasFeatures)
        {
            throw new ArgumentException("The graph has no features, which a link predictor takes: give it some, for example with graph.WithDegreeOneHot().", nameof(graph));
        }

        Need(edges.Train.Length, "training links");
        Need(edges.Validation.Length, "validation links, which choose the epoch");
        Need(edges.Test.Length, "test links");
        Need(split.Validation.Count, "negatives of validation");
        Need(split.Test.Count, "negatives of the test");
        LinkSplitAudit audit = split.Audit(graph);
        if (!audit.IsSound)
        {
            throw new ArgumentException($"{split} leaks, or is of another graph: {string.Join(" ", audit.Problems)}", nameof(split));
        }

        int ranked = Math.Min(split.Validation.PerLink ?? split.Validation.Count, split.Test.PerLink ?? split.Test.Count);
        if (options.Metric == LinkMetric.Hits && options.HitsAt > ranked)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Hits@{options.HitsAt} is 1 for any model where a link ranks among {ranked} negatives: set HitsAt to at most {ranked}, or draw more negatives."),
                nameof(options));
        }

        void Need(int count, string what)
        {
            if (count == 0)
            {
                throw new ArgumentException($"The split '{edges.Name}' has no {what}: give each part a share, as SplitSizes.Shares(0.85, 0.05) does.", nameof(split));
            }
        }
    }

    private Chosen Train(
        LinkTask task,
        LinkSplit split,
        LinkPredictionOptions options,
        ParameterSnapshot best,
        StepTimes times,
        IProgress<LinkEpochRecord>? progress,
        CancellationToken cancellationToken)
    {
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        var records = new List<LinkEpochRecord>();
        var results = new List<EpochResult>();
        LinkMetrics? validation = null;
        (int bestEpoch, int measuredSince) = (0, 0);
        try
        {
            step.Begin();
            for (int epoch = 1; epoch <= options.Epochs && !(measuredSince >= options.Patience); epoch++)
            {
                long began = Stopwatch.GetTimestamp();
                step.BeginEpoch(epoch, results);
                double loss = TrainEpoch(task, step, options, epoch, cancellationToken);
                TimeSpan took = Stopwatch.GetElapsedTime(began);
                double value = double.NaN;
                if (epoch % options.EvaluateEvery == 0 || epoch == options.Epochs)
                {
                    LinkMetrics measured = task.Validate(split);
                    value = measured.Value(options.Metric, options.HitsAt);
                    measuredSince++;
                    if (validation is null || value > validation.Value(options.Metric, options.HitsAt))
                    {
                        (validation, bestEpoch, measuredSince) = (measured, epoch, 0);
                        best.Capture();
                    }
                }

                times.Add(took / task.StepCount, Stopwatch.GetElapsedTime(began));
                records.Add(new LinkEpochRecord(epoch, loss, value));
                results.Add(new EpochResult(loss, double.NaN, value));
                progress?.Report(records[^1]);
            }
        }
        finally
        {
            step.End();
        }

        return new Chosen(bestEpoch, validation!, records);
    }

    private static double TrainEpoch(LinkTask task, OptimizationStep optimization, LinkPredictionOptions options, int epoch, CancellationToken cancellationToken)
    {
        LinkEpoch asked = task.BeginEpoch(epoch);
        RandomSource random = options.Random.Stream("dropout").Stream((ulong)epoch);
        double sum = 0;
        for (int step = 0; step < task.StepCount; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = new TensorScope();
            var terms = new LossTerms();
            Tensor loss = task.Loss(ForwardContext.ForTraining(random.Stream((ulong)step), scope, terms), asked, step);
            sum += optimization.Apply(loss, terms, epoch);
        }

        return sum / task.StepCount;
    }

    private sealed record Chosen(int Epoch, LinkMetrics Validation, IReadOnlyList<LinkEpochRecord> Records);
}
