using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Tensors.Engines;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;
using Gnn.Training.Snapshots;

namespace Gnn.Training;

/// <summary>Trains a model over the snapshots of a dynamic graph to predict the links of each snapshot from those before.</summary>
/// <remarks>
/// <code>
/// (H_t, state_t) = model(x_t, snapshot t, state_(t-1));   score of u -> v in snapshot t + 1: model.Score(H_t, u, v)
/// loss = mean over links u -> v of snapshot t + 1 of  -log( exp score(u, v) / (exp score(u, v) + sum over drawn w of exp score(u, w)) )
/// rank of u -> v = 1 + |{w: score(u, w) > score(u, v)}| + |{w: score(u, w) = score(u, v)}| / 2,   w: K targets
/// </code>
/// <para>The targets w are drawn at random, without repetition, among all nodes that u has no link to in that snapshot, u itself left out; nodes without a link so far are among them. They
/// depend on the seed, the snapshot and u, and on nothing else. A link counts once in a snapshot, and loops are not asked for. <see cref="SnapshotMetrics"/> says what is averaged.</para>
/// <para><see cref="SnapshotProtocol.FixedSplit"/>: 70, 10 and 20 percent of the snapshots in order of time; gradients reach back over a few snapshots
/// (<see cref="SnapshotLinkOptions.BackPropagationLength"/>); the validation snapshots choose the epoch by their mean reciprocal rank, and the model is tested once.
/// <see cref="SnapshotProtocol.LiveUpdate"/>, of J. You, T. Du and J. Leskovec, "ROLAND: Graph Learning Framework for Dynamic Graphs", KDD 2022: each snapshot is scored by the model as it
/// is, which is the test, then fine-tunes it with an optimiser begun anew, a share of its links telling when to stop. In both the state and the features come from the snapshots before the
/// one that is scored, and nothing but the ends of its links is ever asked of that one.</para>
/// <para>Features: 13 columns of a node's past (seen or not, links in all and of late, how long ago, mean ratings) and random signatures, see <see cref="SnapshotLinkOptions"/>; node columns
/// of the graph take no part. The same seed gives the same parameters and ranks to the bit, at any number of threads. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// var options = new SnapshotLinkOptions { Width = 7 * 86_400_000L, RatingColumn = "rating", Random = new RandomSource(1) };
/// var trainer = new SnapshotLinkTrainer(new Roland(options.FeatureColumns, 64, new RandomSource(1)), new Adam(learningRate: 0.003));
/// SnapshotLinkReport report = trainer.Fit(graph, options);
/// </code></example>
public sealed class SnapshotLinkTrainer
{
    private readonly Module _module;
    private readonly ISnapshotModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="ISnapshotModel"/>; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="ISnapshotModel"/>, or has no parameters.</exception>
    public SnapshotLinkTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<ISnapshotModel>(model, "embeds the nodes in every snapshot");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">The protocol, with the width of a snapshot.</param>
    /// <param name="progress">Is told after each epoch or live update; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached, with the baselines; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The model takes another number of features than <see cref="SnapshotLinkOptions.FeatureColumns"/>; there is no such column of ratings; or a part has
    /// no snapshot, or no link to ask for.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public SnapshotLinkReport Fit(
        TemporalGraph graph, SnapshotLinkOptions options, IProgress<SnapshotEpochRecord>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (_model.Inputs != options.FeatureColumns)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The trainer gives each node {options.FeatureColumns} columns, but the model takes {_model.Inputs}: make it with options.FeatureColumns."),
                nameof(options));
        }

        long start = Stopwatch.GetTimestamp();
        Engine engine = _module.Parameters().First().Value.Engine;
        using var series = new SnapshotSeries(graph, _model, options);
        (int firstValidation, int firstTest) = Parts(series, options);
        using var task = new SnapshotTask(_model, engine, series, options);
        var baselines = new SnapshotBaselines(series.NodeCount);
        var times = new StepTimes();
        var records = new List<SnapshotEpochRecord>();
        int bestEpoch = 0;
        List<SnapshotQuery> queries;
        if (options.Protocol == SnapshotProtocol.LiveUpdate)
        {
            queries = Live(task, options, baselines, times, records, progress, cancellationToken);
        }
        else
        {
            bestEpoch = Choose(task, firstValidation, firstTest, options, times, records, progress, cancellationToken);
            queries = task.Score(firstValidation, series.Count, baselines, cancellationToken);
        }

        return new SnapshotLinkReport
        {
            Model = _module.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString()!,
            NodeCount = graph.NodeCount,
            EventCount = graph.EventCount,
            SnapshotCount = series.Count,
            FirstValidation = firstValidation,
            FirstTest = firstTest,
            Options = options,
            Epochs = records,
            BestEpoch = bestEpoch,
            Validation = SnapshotMetrics.Of(queries, firstValidation, firstTest),
            Test = SnapshotMetrics.Of(queries, firstTest, series.Count),
            Scored = SnapshotMetrics.Of(queries),
            Baselines = [.. SnapshotBaselines.Names.Select((name, place) => new SnapshotBaseline(
                name,
                SnapshotMetrics.Of(baselines.Queries(place), firstValidation, firstTest),
                SnapshotMetrics.Of(baselines.Queries(place), firstTest, series.Count)))],
            Queries = queries,
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), times.MedianStep(), times.MedianEpoch()),
            Environment = RunEnvironment.Of(engine),
        };
    }

    /// <summary>The first snapshots of the validation and of the test part.</summary>
    private static (int FirstValidation, int FirstTest) Parts(SnapshotSeries series, SnapshotLinkOptions options)
    {
        int validation = (int)Math.Round(options.TrainShare * series.Count);
        int test = (int)Math.Round((options.TrainShare + options.ValidationShare) * series.Count);
        Check("training", 1, validation);
        Check("validation", validation, test);
        Check("test", test, series.Count);
        return (validation, test);

        void Check(string part, int first, int end)
        {
            if (first >= end || series.QueryCount(first, end) == 0)
            {
                throw new ArgumentException(
                    $"The {part} part has no links to ask for: of {series.Count} snapshots of width {options.Width} those from {first} to below {end} are its own. Make snapshots narrower, or "
                    + "its share larger.",
                    nameof(options));
            }
        }
    }

    /// <summary>Trains on the first snapshots and lets the validation snapshots choose the epoch.</summary>
    private int Choose(
        SnapshotTask task,
        int firstValidation,
        int firstTest,
        SnapshotLinkOptions options,
        StepTimes times,
        List<SnapshotEpochRecord> records,
        IProgress<SnapshotEpochRecord>? progress,
        CancellationToken cancellationToken)
    {
        using var best = new ParameterSnapshot(_module);
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        var results = new List<EpochResult>();
        (double highest, int bestEpoch, int measuredSince) = (double.NegativeInfinity, 0, 0);
        try
        {
            step.Begin();
            for (int epoch = 1; epoch <= options.Epochs && !(measuredSince >= options.Patience); epoch++)
            {
                long began = Stopwatch.GetTimestamp();
                step.BeginEpoch(epoch, results);
                (double loss, int steps) = task.Train(step, firstValidation, epoch, cancellationToken);
                TimeSpan took = Stopwatch.GetElapsedTime(began) / Math.Max(1, steps);
                double value = double.NaN;
                if (epoch % options.EvaluateEvery == 0 || epoch == options.Epochs)
                {
                    value = SnapshotMetrics.Of(task.Score(firstValidation, firstTest, baselines: null, cancellationToken)).MeanReciprocalRank;
                    measuredSince++;
                    if (value > highest)
                    {
                        (highest, bestEpoch, measuredSince) = (value, epoch, 0);
                        best.Capture();
                    }
                }

                times.Add(took, Stopwatch.GetElapsedTime(began));
                records.Add(new SnapshotEpochRecord(epoch, loss, value, steps));
                results.Add(new EpochResult(loss, double.NaN, value));
                progress?.Report(records[^1]);
            }
        }
        finally
        {
            step.End();
        }

        best.Restore();
        return bestEpoch;
    }

    private List<SnapshotQuery> Live(
        SnapshotTask task,
        SnapshotLinkOptions options,
        SnapshotBaselines baselines,
        StepTimes times,
        List<SnapshotEpochRecord> records,
        IProgress<SnapshotEpochRecord>? progress,
        CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        return task.Live(Begin, _module, baselines, Report, cancellationToken);

        OptimizationStep Begin()
        {
            var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
            step.Begin();
            return step;
        }

        void Report(int snapshot, double loss, int steps, IReadOnlyList<SnapshotQuery> queries)
        {
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            times.Add(took / Math.Max(1, steps), took);
            records.Add(new SnapshotEpochRecord(snapshot, loss, queries.Count == 0 ? double.NaN : SnapshotMetrics.Of(queries).MeanReciprocalRank, steps));
            progress?.Report(records[^1]);
        }
    }
}
