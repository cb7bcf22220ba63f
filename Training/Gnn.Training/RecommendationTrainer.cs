using System.Diagnostics;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Checkpoints;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Recommendation;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>Trains a model to recommend items to users from who chose what, and measures it on the ranking of all items.</summary>
/// <remarks>
/// <code>
/// loss = BPR or sampled softmax of the batch's interactions + lambda / (2 B) |rows of the table that the batch uses|^2 + contrast of the model's views, if it has two
/// </code>
/// <para>The first edge type of the graph is learnt, whatever it is called: its sources are users, its targets items; edge and node columns take no part. Training interactions alone
/// pass messages, are learnt, and tell which items a user has already; test interactions are read once, when the scores of the model and of the baselines stand. Epochs are fixed in
/// advance, or chosen by a share of each user's training items that is held out, after which the model is trained anew on all of them.</para>
/// <para>X. He and others, "LightGCN", SIGIR 2020. The same seed gives the same parameters to the bit, at any number of threads, and so does a run that was interrupted and resumed. A
/// trainer is for one thread. An epoch costs a propagation forward and backward for each batch: few large batches are faster than many small ones.</para>
/// </remarks>
/// <example><code>
/// var model = new LightGcn(graph.NodeCount("user") + graph.NodeCount("item"), width: 64, layers: 3, new RandomSource(1));
/// var trainer = new RecommendationTrainer(model, new Adam(learningRate: 0.002));
/// RecommendationReport report = trainer.Fit(graph, split, new RecommendationOptions { Epochs = 30 });
/// </code></example>
public sealed class RecommendationTrainer
{
    private readonly Module _module;
    private readonly IRecommendationModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="IRecommendationModel"/>; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="IRecommendationModel"/>, or has no parameters.</exception>
    public RecommendationTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<IRecommendationModel>(model, "embeds users and items");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">Users and items; its first edge type is who chose what.</param>
    /// <param name="split">Which of these edges train and which test; those that validate are described in <see cref="RecommendationOptions.ValidationShare"/>.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached, with the baselines; the model has the last parameters.</returns>
    /// <exception cref="ArgumentException">The split is of another graph, or a part of it is empty; a test interaction trains too; a user chose all items; or the model has other nodes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="Gnn.Tensors.Files.DataFormatException">The checkpoint's file is damaged, or of another run.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public RecommendationReport Fit(
        HeteroGraph graph,
        IndexSplit split,
        RecommendationOptions? options = null,
        IProgress<RecommendationEpochRecord>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new RecommendationOptions();
        options.Check();
        long start = Stopwatch.GetTimestamp();
        var parts = new RecommendationParts(graph, split, options.ValidationShare, options.Random);
        Engine engine = _module.Parameters().First().Value.Engine;
        using var initial = new ParameterSnapshot(_module);
        var times = new StepTimes();
        List<RecommendationEpochRecord> records;
        EmbeddingScores scores;
        using (var task = new RecommendationTask(_model, engine, parts.Fit, options))
        {
            records = Train(task, parts.Fit, parts.Validation, options, options.Epochs, options.Checkpoint, times, progress, cancellationToken);
            scores = task.Scores();
        }

        int bestEpoch = BestEpoch(records, options.Metric);
        if (options.Test && parts.Validation is not null)
        {
            scores.Dispose();
            initial.Restore();
            CheckpointOptions? file = options.Checkpoint is { } first ? first with { Path = first.Path + ".final" } : null;
            using var task = new RecommendationTask(_model, engine, parts.Train, options);
            Train(task, parts.Train, validation: null, options, bestEpoch, file, times, progress: null, cancellationToken);
            scores = task.Scores();
        }

        using (scores)
        {
            Interactions known = options.Test ? parts.Train : parts.Fit;
            IReadOnlyList<(RecommendationBaselineKind Kind, string Name, IItemScores Scores)> baselines = RecommendationBaselineScores.Of(known, options, engine);

            // Every score stands: now the test interactions may be seen.
            Interactions measured = options.Test ? parts.ReadTest() : parts.Validation!;
            return new RecommendationReport
            {
                Model = _module.GetType().Name,
                ParameterCount = _module.ParameterCount(),
                ParameterHash = ParameterHash.Of(_module),
                Optimizer = _optimizer.ToString()!,
                UserCount = parts.UserCount,
                ItemCount = parts.ItemCount,
                Split = split.Name,
                Options = options,
                TrainCount = parts.Train.Count,
                ValidationCount = parts.Validation?.Count ?? 0,
                TestCount = options.Test ? measured.Count : 0,
                Epochs = records,
                BestEpoch = bestEpoch,
                Metrics = FullRanking.Measure(scores, known, measured, options.K, engine.ThreadCount),
                Baselines = RecommendationBaselines.Measure(baselines, known, measured, options.K, engine.ThreadCount),
                Times = new RunTimes(Stopwatch.GetElapsedTime(start), times.MedianStep(), times.MedianEpoch()),
                Environment = RunEnvironment.Of(engine),
            };
        }
    }

    /// <summary>The measured epoch with the highest metric, the first of several; the last where none was measured.</summary>
    private static int BestEpoch(List<RecommendationEpochRecord> records, RecommendationMetric metric)
    {
        RecommendationEpochRecord best = records[^1];
        foreach (RecommendationEpochRecord record in records)
        {
            if (record.Value(metric) > best.Value(metric) || (record.Value(metric) == best.Value(metric) && record.Epoch < best.Epoch))
            {
                best = record;
            }
        }

        return best.Epoch;
    }

    private static bool IsOver(List<RecommendationEpochRecord> records, RecommendationOptions options)
    {
        if (options.Patience is not { } patience || records.Count == 0)
        {
            return false;
        }

        RecommendationEpochRecord[] measured = [.. records.Where(record => !double.IsNaN(record.Value(options.Metric)))];
        int best = Array.FindIndex(measured, record => record.Value(options.Metric) == measured.Max(each => each.Value(options.Metric)));
        return measured.Length > 0 && measured.Length - 1 - best >= patience;
    }

    private List<RecommendationEpochRecord> Train(
        RecommendationTask task,
        Interactions fit,
        Interactions? validation,
        RecommendationOptions options,
        int epochs,
        CheckpointOptions? file,
        StepTimes times,
        IProgress<RecommendationEpochRecord>? progress,
        CancellationToken cancellationToken)
    {
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, clipping: null);
        var records = new List<RecommendationEpochRecord>();
        var results = new List<EpochResult>();
        try
        {
            step.Begin();
            TrainingCheckpoint? checkpoint = file is null ? null : CheckpointOf(file, fit, validation, options, epochs);
            foreach (double[] numbers in checkpoint?.Resume(RecommendationEpochRecord.NumberCount) ?? [])
            {
                Add(RecommendationEpochRecord.FromNumbers(numbers));
            }

            while (records.Count < epochs && (validation is null || !IsOver(records, options)))
            {
                int epoch = records.Count + 1;
                long began = Stopwatch.GetTimestamp();
                step.BeginEpoch(epoch, results);
                double loss = TrainEpoch(task, step, options, epoch, cancellationToken);
                TimeSpan took = Stopwatch.GetElapsedTime(began) / task.StepCount;
                Add(Evaluate(task, fit, validation, options, epoch, loss, isLast: epoch == epochs));
                times.Add(took, Stopwatch.GetElapsedTime(began));
                progress?.Report(records[^1]);
                bool isEnd = records.Count == epochs || (validation is not null && IsOver(records, options));
                if (checkpoint is not null && (isEnd || checkpoint.IsDue || cancellationToken.IsCancellationRequested))
                {
                    checkpoint.Write(records.Select(record => record.ToNumbers()), RecommendationEpochRecord.NumberCount);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            step.End();
        }

        return records;

        void Add(in RecommendationEpochRecord record)
        {
            records.Add(record);
            results.Add(new EpochResult(record.Loss, double.NaN, record.Value(options.Metric)));
        }
    }

    private static double TrainEpoch(RecommendationTask task, OptimizationStep optimization, RecommendationOptions options, int epoch, CancellationToken cancellationToken)
    {
        task.BeginEpoch(epoch);
        double sum = 0;
        long count = 0;
        for (int step = 0; step < task.StepCount; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = new TensorScope();
            var terms = new LossTerms();
            RandomSource random = options.Random.Stream("dropout").Stream((ulong)epoch).Stream((ulong)step);
            Tensor loss = task.Loss(ForwardContext.ForTraining(random, scope, terms), epoch, step);
            sum += optimization.Apply(loss, terms, epoch) * task.SizeOf(step);
            count += task.SizeOf(step);
        }

        return sum / count;
    }

    private static RecommendationEpochRecord Evaluate(
        RecommendationTask task, Interactions fit, Interactions? validation, RecommendationOptions options, int epoch, double loss, bool isLast)
    {
        if (validation is null || (epoch % options.EvaluateEvery != 0 && !isLast))
        {
            return new RecommendationEpochRecord(epoch, loss, double.NaN, double.NaN);
        }

        using EmbeddingScores scores = task.Scores();
        RecommendationMetrics metrics = FullRanking.Measure(scores, fit, validation, options.K, task.ThreadCount);
        return new RecommendationEpochRecord(epoch, loss, metrics.Recall, metrics.Ndcg);
    }

    /// <summary>The run's checkpoint: of another initial model, protocol or training part it is another run.</summary>
    private TrainingCheckpoint CheckpointOf(CheckpointOptions file, Interactions fit, Interactions? validation, RecommendationOptions options, int epochs) => new(
        file,
        [_module.GetType().FullName!, (options with { Checkpoint = null }).ToString(), $"{epochs}", fit.Hash(), validation?.Hash() ?? ""],
        _module,
        _optimizer,
        best: null);
}
