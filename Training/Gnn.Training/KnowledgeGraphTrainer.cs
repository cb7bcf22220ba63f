using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Checkpoints;
using Gnn.Training.KnowledgeGraphs;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;

namespace Gnn.Training;

/// <summary>Trains a model to find the missing end of facts (head, relation, tail), and measures how high it ranks those that are true.</summary>
/// <remarks>
/// <para>Each fact asks two questions, (head, relation, ?) and (?, relation, tail). All entities are candidates, those without a training fact too, but those that make another
/// known fact are left out: the filtered ranking of A. Bordes et al., "Translating embeddings for modeling multi-relational data", 2013. Ties count by half, so that equal scores gain
/// nothing.</para>
/// <para>Losses: <see cref="KnowledgeGraphLoss"/>. The cross-entropy over all entities, with relations of their own for heads and the N3 regulariser, is that of T. Lacroix,
/// N. Usunier and G. Obozinski, "Canonical tensor decomposition for knowledge base completion", ICML 2018. The negatives of the other losses are shared by some questions that follow
/// each other, so that a step gathers few rows; the paper of RotatE draws them for each question, weighs facts by how rare they are, and takes heads and tails in turns.</para>
/// <para>The protocol: training facts alone train; the validation facts, or a fixed sample of them, choose the epoch, filtered by training and validation facts, so that the test
/// facts have no say; then the test facts are ranked once, filtered by all.</para>
/// <para>The same seed gives the same parameters and ranks to the bit, at any number of threads. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// (Graph graph, IndexSplit split, IReadOnlyList&lt;string&gt; relations) = KnowledgeGraphs.Load("umls");
/// using var model = new ComplEx(graph.NodeCount, 2 * relations.Count, 100, new RandomSource(1));
/// var trainer = new KnowledgeGraphTrainer(model, new Adagrad(learningRate: 0.1));
/// KnowledgeGraphReport report = trainer.Fit(graph, split, new KnowledgeGraphOptions { Regularization = 0.01 });
/// </code></example>
public sealed class KnowledgeGraphTrainer
{
    private readonly KnowledgeGraphModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public KnowledgeGraphTrainer(KnowledgeGraphModel model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_model, _optimizer) = (model, optimizer);
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The facts: edges from head to tail with <see cref="ColumnNames.EdgeType"/>, the relation of each.</param>
    /// <param name="split">Which facts train, validate and test; each part has some.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached, with the baselines; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The graph has no relations, the split is of another graph or has an empty part, the model has not as many entities or too few relations, or the
    /// regulariser is asked for with a distance.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="Gnn.Tensors.Files.DataFormatException">The checkpoint's file is damaged, or of another run; the model is as it was.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public KnowledgeGraphReport Fit(
        Graph graph,
        IndexSplit split,
        KnowledgeGraphOptions? options = null,
        IProgress<KnowledgeGraphEpoch>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new KnowledgeGraphOptions();
        options.Check();
        long start = Stopwatch.GetTimestamp();
        var parts = new KnowledgeGraphParts(graph, split);
        CheckModel(graph, parts, options);
        Engine engine = _model.Parameters().First().Value.Engine;
        using var task = new FactTask(_model, engine, parts, options);
        Facts chooses = Sample(parts.Validation, options);
        var known = new FactIndex(parts.EntityCount, parts.RelationCount, parts.Train, parts.Validation);
        var run = new Run();
        var step = new OptimizationStep(_model, _optimizer, options.Schedule, options.Clipping);
        try
        {
            step.Begin();
            using var best = new ParameterSnapshot(_model);
            TrainingCheckpoint? checkpoint = CheckpointOf(graph, split, options, best);
            run.Resume(checkpoint?.Resume(KnowledgeGraphEpoch.NumberCount) ?? []);
            Train(task, step, options, run, best, checkpoint, () => ValidationMrr(task, chooses, known, options, cancellationToken), progress, cancellationToken);
            best.Restore();
        }
        finally
        {
            step.End();
        }

        (KnowledgeGraphMetrics test, KnowledgeGraphBaseline[] baselines) = Test(task, parts, options, engine, cancellationToken);
        return new KnowledgeGraphReport
        {
            Model = _model.GetType().Name,
            ParameterCount = _model.ParameterCount(),
            ParameterHash = ParameterHash.Of(_model),
            Optimizer = _optimizer.ToString(),
            Split = split.Name,
            Options = options,
            EntityCount = parts.EntityCount,
            RelationCount = parts.RelationCount,
            TrainCount = parts.Train.Count,
            ValidationCount = parts.Validation.Count,
            ValidationSampleCount = chooses.Count,
            TestCount = parts.Test.Count,
            UnseenEntities = parts.UnseenEntities,
            UnseenValidation = parts.UnseenValidation,
            UnseenTest = parts.UnseenTest,
            Epochs = run.Records,
            BestEpoch = run.BestEpoch,
            ValidationMrr = run.BestMrr,
            Test = test,
            Baselines = baselines,
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), run.Times.MedianStep(), run.Times.MedianEpoch()),
            Environment = RunEnvironment.Of(engine),
        };
    }

    private void CheckModel(Graph graph, KnowledgeGraphParts parts, KnowledgeGraphOptions options)
    {
        int needed = options.Reciprocal ? 2 * parts.RelationCount : parts.RelationCount;
        if (_model.EntityCount != parts.EntityCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The model must have an embedding for each of the graph's {parts.EntityCount} entities, got {_model.EntityCount}."), nameof(graph));
        }

        if (_model.RelationCount < needed || (options.Reciprocal && _model.RelationCount % 2 != 0))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model needs {needed} relations{(options.Reciprocal ? ", two for each of the graph's since Reciprocal is set," : "")} got {_model.RelationCount}: make it with as many, or change Reciprocal."),
                nameof(graph));
        }

        if (options.Regularization > 0 && _model.Distance is not null)
        {
            throw new ArgumentException($"The N3 regulariser is for inner products, and {_model.GetType().Name} has a distance: set Regularization to 0.", nameof(options));
        }
    }

    private static Facts Sample(Facts validation, KnowledgeGraphOptions options) => options.ValidationSample is { } count && count < validation.Count
        ? validation.At([.. options.Random.Stream("validation").Sequence().Choose(validation.Count, count).Order()])
        : validation;

    private double ValidationMrr(FactTask task, Facts facts, FactIndex known, KnowledgeGraphOptions options, CancellationToken cancellationToken)
    {
        Engine engine = _model.Parameters().First().Value.Engine;
        using var scorer = new ModelFactScorer(_model, engine, task.Adjacency, options.Reciprocal);
        double[] ranks = FactRanker.Ranks(scorer, FactQueries.Of(facts), known, _model.EntityCount, engine.ThreadCount, cancellationToken);
        return RankingMetrics.MeanReciprocalRank(ranks);
    }

    private (KnowledgeGraphMetrics Test, KnowledgeGraphBaseline[] Baselines) Test(
        FactTask task, KnowledgeGraphParts parts, KnowledgeGraphOptions options, Engine engine, CancellationToken cancellationToken)
    {
        var known = new FactIndex(parts.EntityCount, parts.RelationCount, parts.Train, parts.Validation, parts.Test);
        FactQueries queries = FactQueries.Of(parts.Test);
        using var model = new ModelFactScorer(_model, engine, task.Adjacency, options.Reciprocal);
        var frequency = new FrequencyScorer(parts.EntityCount, parts.RelationCount, parts.Train);
        var inverse = new InverseRuleScorer(parts.EntityCount, parts.RelationCount, parts.Train, frequency);
        return (
            Rank(model),
            [new KnowledgeGraphBaseline("relation frequency", Rank(frequency)), new KnowledgeGraphBaseline("inverse relations", Rank(inverse))]);

        KnowledgeGraphMetrics Rank(IFactScorer scorer) =>
            KnowledgeGraphMetrics.Of(queries, FactRanker.Ranks(scorer, queries, known, parts.EntityCount, engine.ThreadCount, cancellationToken));
    }

    private static void Train(
        FactTask task,
        OptimizationStep optimization,
        KnowledgeGraphOptions options,
        Run run,
        ParameterSnapshot best,
        TrainingCheckpoint? checkpoint,
        Func<double> measure,
        IProgress<KnowledgeGraphEpoch>? progress,
        CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int epoch = run.Records.Count + 1; epoch <= options.Epochs && !(run.MeasuredSince >= options.Patience); epoch++)
        {
            long began = Stopwatch.GetTimestamp();
            optimization.BeginEpoch(epoch, run.Results);
            double loss = TrainEpoch(task, optimization, options, epoch, cancellationToken);
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            bool isLate = Stopwatch.GetElapsedTime(start) >= options.TimeLimit;
            double mrr = isLate || epoch % options.EvaluateEvery == 0 || epoch == options.Epochs ? measure() : double.NaN;
            if (run.Add(new KnowledgeGraphEpoch(epoch, loss, mrr)))
            {
                best.Capture();
            }

            run.Times.Add(took, Stopwatch.GetElapsedTime(began));
            progress?.Report(run.Records[^1]);
            if (checkpoint is not null && (checkpoint.IsDue || isLate || cancellationToken.IsCancellationRequested))
            {
                checkpoint.Write(run.Records.Select(done => done.ToNumbers()), KnowledgeGraphEpoch.NumberCount);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (isLate)
            {
                break;
            }
        }
    }

    private static double TrainEpoch(FactTask task, OptimizationStep optimization, KnowledgeGraphOptions options, int epoch, CancellationToken cancellationToken)
    {
        double mean = 0;
        int count = 0;
        ulong number = 0;
        RandomSource random = options.Random.Stream("steps").Stream((ulong)epoch);
        foreach (int[] places in task.Steps(epoch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            RandomSource own = random.Stream(number++);
            using var scope = new TensorScope();
            var terms = new LossTerms();
            Tensor loss = task.Loss(ForwardContext.ForTraining(own.Stream("dropout"), scope, terms), places, own.Stream("negatives"));
            count += places.Length;
            mean += (optimization.Apply(loss, terms, epoch) - mean) * places.Length / count;
        }

        return mean;
    }

    /// <summary>The run's checkpoint: of another initial model, protocol, graph or split it is another run.</summary>
    private TrainingCheckpoint? CheckpointOf(Graph graph, IndexSplit split, KnowledgeGraphOptions options, ParameterSnapshot best) => options.Checkpoint is { } file
        ? new TrainingCheckpoint(
            file,
            [
                _model.ToString(),
                (options with { Checkpoint = null, TimeLimit = null }).ToString(),
                graph.ContentHash,
                split.Name,
                string.Join(' ', split.Train.ToArray()),
                string.Join(' ', split.Validation.ToArray()),
            ],
            _model,
            _optimizer,
            best)
        : null;

    /// <summary>What happened so far.</summary>
    private sealed class Run
    {
        private readonly List<EpochResult> _results = [];
        private readonly List<KnowledgeGraphEpoch> _records = [];

        internal List<KnowledgeGraphEpoch> Records => _records;

        internal List<EpochResult> Results => _results;

        internal StepTimes Times { get; } = new();

        internal int BestEpoch { get; private set; }

        internal double BestMrr { get; private set; } = double.NaN;

        /// <summary>The measurements since the best.</summary>
        internal int MeasuredSince { get; private set; }

        internal void Resume(double[][] epochs)
        {
            foreach (double[] epoch in epochs)
            {
                Add(KnowledgeGraphEpoch.FromNumbers(epoch));
            }
        }

        /// <summary>Adds an epoch.</summary>
        /// <returns>Whether it is the best so far.</returns>
        internal bool Add(KnowledgeGraphEpoch epoch)
        {
            _records.Add(epoch);
            _results.Add(new EpochResult(epoch.Loss, double.NaN, epoch.ValidationMrr));
            if (double.IsNaN(epoch.ValidationMrr))
            {
                return false;
            }

            MeasuredSince++;
            if (epoch.ValidationMrr <= BestMrr)
            {
                return false;
            }

            (BestEpoch, BestMrr, MeasuredSince) = (epoch.Epoch, epoch.ValidationMrr, 0);
            return true;
        }
    }
}
