using System.Diagnostics;
using System.Globalization;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Signed;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;
using Gnn.Training.Signed;

namespace Gnn.Training;

/// <summary>Trains a model to embed the nodes of a signed graph, and predicts the signs of edges from the embeddings of their ends.</summary>
/// <remarks>
/// <code>
/// loss = the mean over the kinds of pairs (positive edge, negative edge, none) of the mean cross-entropy of their logits
///        + lambda (mean over edges i -> j of +: max(0, |z_i - z_j|^2 - |z_i - z_k|^2)  + mean over edges i -> j of -: max(0, |z_i - z_k|^2 - |z_i - z_j|^2))
/// sign of i -> j: logistic regression on [z_i | z_j], see SignPairing;   k: a node without an edge from i, drawn in every epoch
/// </code>
/// <para>T. Derr, Y. Ma and J. Tang, "Signed Graph Convolutional Network", 2018. The protocol: training edges alone pass messages, make the features
/// (<see cref="SignedSpectralFeatures"/>) and fit every regression. Of the training links an inner part validates: it passes no messages while it chooses the epoch. Then the model is
/// trained anew on all training edges for as many epochs (<see cref="SignPredictionOptions.Refit"/>). The signs of test edges are read once, when their scores stand.</para>
/// <para>A link of the split is an edge with its reverse, so that no test edge has a training edge the other way; a split that separates reverses is the random split of edges of the
/// literature, and the report counts the test edges whose reverse trains. Node and edge columns of the graph take no part: a rating would tell its sign.</para>
/// <para>The same seed gives the same parameters and scores to the bit, at any number of threads. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// using Graph edges = graph.ToGraph();
/// EdgeSplit split = EdgeSplit.Random(edges, SplitSizes.Shares(0.8, 0), new RandomSource(1));
/// var trainer = new SignPredictionTrainer(new Sgcn(64, 64, new RandomSource(1)), new Adam(learningRate: 0.01));
/// SignPredictionReport report = trainer.Fit(graph, split);
/// </code></example>
public sealed class SignPredictionTrainer
{
    private readonly Module _module;
    private readonly ISignedModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="ISignedModel"/>; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="ISignedModel"/>, or has no parameters.</exception>
    public SignPredictionTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<ISignedModel>(model, "embeds the nodes of a signed graph");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="split">Which links train, which test and, if it has such a part, which validate; of this graph's edges.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached, with the baselines; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The split is of another graph, or a part of it is empty; the training or the validation edges have one sign only; the graph has fewer nodes than
    /// the model takes features; or the metric is refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public SignPredictionReport Fit(
        SignedGraph graph,
        EdgeSplit split,
        SignPredictionOptions? options = null,
        IProgress<SignEpochRecord>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new SignPredictionOptions();
        options.Check();
        long start = Stopwatch.GetTimestamp();
        CheckSplit(graph, split);
        var parts = new SignParts(graph, split, options.ValidationShare, options.Random);
        CheckParts(parts, split);
        Engine engine = _module.Parameters().First().Value.Engine;
        using var initial = new ParameterSnapshot(_module);
        var times = new StepTimes();
        Chosen chosen = Choose(parts, graph.NodeCount, engine, options, times, progress, cancellationToken);
        double[] scores = chosen.Scores;
        if (options.Refit)
        {
            initial.Restore();
            using var task = new SignTask(_model, engine, graph.NodeCount, parts.Train, options);
            Train(task, options, chosen.Epoch, cancellationToken);
            scores = task.Score(parts.TestSources, parts.TestTargets);
        }

        IReadOnlyList<(string Name, double[] Scores, double Threshold)> baselines = SignScores.Baselines(graph.NodeCount, parts, options);

        // Every score stands: now the signs may be seen.
        bool[] signs = parts.ReadTestSigns(graph);
        return new SignPredictionReport
        {
            Model = _module.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString()!,
            Graph = new GraphSizes(graph.NodeCount, graph.EdgeCount, _model.Inputs, Classes: 2),
            Split = split.Name,
            Options = options,
            TrainCount = parts.Train.Count,
            ValidationCount = parts.Validation.Count,
            ReciprocalCount = parts.ReciprocalCount,
            Epochs = chosen.Records,
            BestEpoch = chosen.Epoch,
            Validation = chosen.Validation,
            Test = SignMetrics.Of(scores, signs, chosen.Validation.Threshold),
            Baselines = [.. baselines.Select(each => new SignBaseline(each.Name, SignMetrics.Of(each.Scores, signs, each.Threshold)))],
            TestEdges = parts.Test,
            TestScores = scores,
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), times.MedianStep(), times.MedianEpoch()),
            Environment = RunEnvironment.Of(engine),
        };
    }

    private static void CheckSplit(SignedGraph graph, EdgeSplit split)
    {
        if (split.EdgeCount != graph.EdgeCount)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The split '{split.Name}' is of {split.EdgeCount} edges, but the graph has {graph.EdgeCount}: split graph.ToGraph()."),
                nameof(split));
        }

        if (split.Test.IsEmpty)
        {
            throw new ArgumentException($"The split '{split.Name}' has no test links: give them a share, as SplitSizes.Shares(0.8, 0) does.", nameof(split));
        }
    }

    private static void CheckParts(SignParts parts, EdgeSplit split)
    {
        Check(parts.Fit, "training");
        Check(parts.Validation, "validation");

        void Check(SignEdges edges, string part)
        {
            int positive = edges.IsPositive.Count(each => each);
            if (positive == 0 || positive == edges.Count)
            {
                throw new ArgumentException(
                    $"The {part} part of the split '{split.Name}' has {positive} positive and {edges.Count - positive} negative edges, and both signs are needed: make the part larger, or take "
                    + "another seed.",
                    nameof(split));
            }
        }
    }

    /// <summary>Trains on the edges that do not validate and lets the others choose the epoch.</summary>
    private Chosen Choose(
        SignParts parts,
        int nodeCount,
        Engine engine,
        SignPredictionOptions options,
        StepTimes times,
        IProgress<SignEpochRecord>? progress,
        CancellationToken cancellationToken)
    {
        if (nodeCount < _model.Inputs)
        {
            throw new ArgumentException(
                $"The graph has {nodeCount} nodes, and as many spectral features at most, but the model takes {_model.Inputs}: make a model with fewer inputs.", nameof(nodeCount));
        }

        using var task = new SignTask(_model, engine, nodeCount, parts.Fit, options);
        using var best = new ParameterSnapshot(_module);
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        var records = new List<SignEpochRecord>();
        var results = new List<EpochResult>();
        SignMetrics? validation = null;
        (int bestEpoch, int measuredSince) = (0, 0);
        try
        {
            step.Begin();
            for (int epoch = 1; epoch <= options.Epochs; epoch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long began = Stopwatch.GetTimestamp();
                step.BeginEpoch(epoch, results);
                double loss = Step(task, step, options, epoch);
                TimeSpan took = Stopwatch.GetElapsedTime(began);
                double value = double.NaN;
                if (epoch % options.EvaluateEvery == 0 || epoch == options.Epochs)
                {
                    double[] scores = task.Score(parts.Validation.Sources, parts.Validation.Targets);
                    double threshold = options.Threshold == SignThreshold.Half ? 0 : SignScores.BestThreshold(scores, parts.Validation.IsPositive);
                    SignMetrics measured = SignMetrics.Of(scores, parts.Validation.IsPositive, threshold);
                    value = measured.Value(options.Metric);
                    measuredSince++;
                    if (validation is null || value > validation.Value(options.Metric))
                    {
                        (validation, bestEpoch, measuredSince) = (measured, epoch, 0);
                        best.Capture();
                    }
                }

                times.Add(took, Stopwatch.GetElapsedTime(began));
                records.Add(new SignEpochRecord(epoch, loss, value));
                results.Add(new EpochResult(loss, double.NaN, value));
                progress?.Report(records[^1]);
                if (measuredSince >= options.Patience)
                {
                    break;
                }
            }
        }
        finally
        {
            step.End();
        }

        best.Restore();
        double[] test = options.Refit ? [] : task.Score(parts.TestSources, parts.TestTargets);
        return new Chosen(bestEpoch, validation!, test, records);
    }

    private void Train(SignTask task, SignPredictionOptions options, int epochs, CancellationToken cancellationToken)
    {
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        var results = new List<EpochResult>();
        try
        {
            step.Begin();
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                step.BeginEpoch(epoch, results);
                results.Add(new EpochResult(Step(task, step, options, epoch), double.NaN, double.NaN));
            }
        }
        finally
        {
            step.End();
        }
    }

    private static double Step(SignTask task, OptimizationStep optimization, SignPredictionOptions options, int epoch)
    {
        using var scope = new TensorScope();
        var terms = new LossTerms();
        Tensor loss = task.Loss(ForwardContext.ForTraining(options.Random.Stream("dropout").Stream((ulong)epoch), scope, terms), epoch);
        return optimization.Apply(loss, terms, epoch);
    }

    private sealed record Chosen(int Epoch, SignMetrics Validation, double[] Scores, IReadOnlyList<SignEpochRecord> Records);
}
