using System.Diagnostics;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Layers;
using Gnn.Sampling.Negatives;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;
using Gnn.Training.Reports;
using Gnn.Training.Schedules;
using Gnn.Training.Temporal;

namespace Gnn.Training;

/// <summary>Trains a model to say whom a node meets next in a stream of events, and ranks the true targets among others.</summary>
/// <remarks>
/// <code>
/// loss of a batch = mean binary cross-entropy of the logits of its events and of as many pairs (source, other target)
/// for each batch in order of time: embed by the events before it, score, step; then take the batch in
/// rank of an event among K others = 1 + |{above}| + |{tied}| / 2,   MRR = mean of 1 / rank over all queries of a part alike
/// </code>
/// <para>The protocol of S. Huang et al., "Temporal Graph Benchmark for Machine Learning on Temporal Graphs", NeurIPS 2023: parts by time, one true target against many, those drawn by seed
/// and kept out that are true at the same time; validation queries choose the epoch, test queries are ranked once. What may be known of an event is what came in earlier batches. A batch
/// never ends within a time, so that events of one time do not know of each other. For every measurement the graph is streamed from its beginning, cut at the end of the part, with the
/// parameters as they are: scores depend on parameters and earlier events alone, and of the scored event on nothing but its nodes and its batch's time.</para>
/// <para>Departures from the benchmark's program: nodes are updated by the kept parameters also in the training part; events of one time are one batch; other negatives are drawn
/// (<see cref="TemporalNegativeSampler"/> by this library's seeds). F. Poursafaei's EdgeBank and other counts of who met whom are in the report, told the same events at the same
/// moments; the half-life in recency-popularity is chosen by the validation queries.</para>
/// <para>The same seed gives the same parameters and ranks to the bit, at any number of threads. A trainer is for one thread.</para>
/// </remarks>
/// <example><code>
/// (TemporalGraph graph, IndexSplit split) = TemporalNetworks.Load("wikipedia");
/// var trainer = new TemporalLinkTrainer(new Tgn(0, 0, 100, new RandomSource(1)), new Adam(learningRate: 0.0001));
/// TemporalLinkReport report = trainer.Fit(graph, split, new TemporalLinkOptions { Negatives = null });
/// </code></example>
public sealed class TemporalLinkTrainer
{
    private static readonly BinaryCrossEntropyWithLogits Loss = new();

    private readonly Module _module;
    private readonly ITemporalLinkModel _model;
    private readonly Optimizer _optimizer;

    /// <summary>Creates a trainer; model and optimiser stay the caller's.</summary>
    /// <param name="model">The model, an <see cref="ITemporalLinkModel"/>; it is trained on the engine that its parameters are on.</param>
    /// <param name="optimizer">The optimiser; it is attached to the model's parameters while the model is trained, and detached after it.</param>
    /// <exception cref="ArgumentException">The model is not an <see cref="ITemporalLinkModel"/>, or has no parameters.</exception>
    public TemporalLinkTrainer(Module model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        _module = model;
        _model = ModelChecks.As<ITemporalLinkModel>(model, "follows a stream of events");
        _optimizer = optimizer;
        ModelChecks.HasParameters(model);
    }

    /// <summary>Trains the model and measures it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="split">Which events train, validate and test: three runs of events in order of time, the first from the first event on, none of which ends within a time.</param>
    /// <param name="options">The protocol; the defaults if null.</param>
    /// <param name="progress">Is told after each epoch; null for nobody.</param>
    /// <param name="cancellationToken">Stops training between two steps.</param>
    /// <returns>What was done and reached, with the baselines; the model has the kept parameters.</returns>
    /// <exception cref="ArgumentException">The split is not by time, or of another graph, or the graph's columns do not fit the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A query has fewer possible targets than negatives asked for.</exception>
    /// <exception cref="TrainingException">The loss or a gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the parameters are those after the last whole step.</exception>
    public TemporalLinkReport Fit(
        TemporalGraph graph,
        IndexSplit split,
        TemporalLinkOptions? options = null,
        IProgress<TemporalLinkEpoch>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(split);
        options ??= new TemporalLinkOptions();
        options.Check();
        long start = Stopwatch.GetTimestamp();
        using var parts = new TemporalParts(graph, split, options);
        Engine engine = _module.Parameters().First().Value.Engine;
        var ranking = new LinkRanking(_model, engine, options);
        var validation = new LinkQueries(parts.Validation, parts.TrainEnd, parts.ValidationEnd, options);
        var test = new LinkQueries(parts.Test, parts.ValidationEnd, parts.TestEnd, options);
        var times = new StepTimes();
        (int bestEpoch, double[] ranks, List<TemporalLinkEpoch> epochs) = Train(parts, ranking, validation, engine, options, times, progress, cancellationToken);
        double[] testRanks = ranking.Rank(parts.Test, test, cancellationToken);
        IReadOnlyList<(string Name, double[] Ranks)> baselines = StreamBaselines.Ranks(parts, validation, test, options.BatchSize);
        bool[] isTransductive = Known(parts, parts.Test, test);
        return new TemporalLinkReport
        {
            Model = _module.GetType().Name,
            ParameterCount = _module.ParameterCount(),
            ParameterHash = ParameterHash.Of(_module),
            Optimizer = _optimizer.ToString()!,
            NodeCount = graph.NodeCount,
            TrainCount = (int)parts.Train.EventCount,
            Split = split.Name,
            Options = options,
            Epochs = epochs,
            BestEpoch = bestEpoch,
            Validation = TemporalLinkMetrics.Of(ranks, Known(parts, parts.Validation, validation)),
            Test = TemporalLinkMetrics.Of(testRanks, isTransductive),
            Baselines = [.. baselines.Select(each => new TemporalLinkBaseline(each.Name, TemporalLinkMetrics.Of(each.Ranks, isTransductive)))],
            TestEvents = test.Events,
            TestRanks = testRanks,
            Times = new RunTimes(Stopwatch.GetElapsedTime(start), times.MedianStep(), times.MedianEpoch()),
            Environment = RunEnvironment.Of(engine),
        };
    }

    private static bool[] Known(TemporalParts parts, TemporalGraph graph, LinkQueries queries) =>
        Array.ConvertAll(queries.Events, e => parts.IsKnown[graph.Sources[e]] && parts.IsKnown[graph.Targets[e]]);

    private (int BestEpoch, double[] Ranks, List<TemporalLinkEpoch> Epochs) Train(
        TemporalParts parts,
        LinkRanking ranking,
        LinkQueries validation,
        Engine engine,
        TemporalLinkOptions options,
        StepTimes times,
        IProgress<TemporalLinkEpoch>? progress,
        CancellationToken cancellationToken)
    {
        var step = new OptimizationStep(_module, _optimizer, options.Schedule, options.Clipping);
        var sampler = new TemporalNegativeSampler(parts.Train, new TemporalNegativeOptions { HistoricalShare = 0 });
        using var best = new ParameterSnapshot(_module);
        using ITemporalStream stream = _model.CreateStream(parts.Train);
        var epochs = new List<TemporalLinkEpoch>();
        var results = new List<EpochResult>();
        (int bestEpoch, double bestMrr, double[] bestRanks) = (0, double.NegativeInfinity, []);
        try
        {
            step.Begin();
            for (int epoch = 1; epoch <= options.Epochs; epoch++)
            {
                long began = Stopwatch.GetTimestamp();
                step.BeginEpoch(epoch, results);
                double loss = Stream(parts.Train, stream, sampler, step, engine, options, times, epoch, cancellationToken);
                double rate = parts.Train.EventCount / Stopwatch.GetElapsedTime(began).TotalSeconds;
                double[] ranks = ranking.Rank(parts.Validation, validation, cancellationToken);
                var record = new TemporalLinkEpoch(epoch, loss, Metrics.RankingMetrics.MeanReciprocalRank(ranks), rate);
                epochs.Add(record);
                results.Add(new EpochResult(loss, double.NaN, record.ValidationMrr));
                if (record.ValidationMrr > bestMrr)
                {
                    (bestEpoch, bestMrr, bestRanks) = (epoch, record.ValidationMrr, ranks);
                    best.Capture();
                }

                progress?.Report(record);
                if (epoch - bestEpoch >= options.Patience)
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
        return (bestEpoch, bestRanks, epochs);
    }

    /// <summary>One pass over the training events.</summary>
    /// <returns>The mean loss of an event.</returns>
    private double Stream(
        TemporalGraph graph,
        ITemporalStream stream,
        TemporalNegativeSampler sampler,
        OptimizationStep step,
        Engine engine,
        TemporalLinkOptions options,
        StepTimes times,
        int epoch,
        CancellationToken cancellationToken)
    {
        RandomSource negatives = options.Random.Stream("training").Stream((ulong)epoch);
        RandomSource dropout = options.Random.Stream("dropout").Stream((ulong)epoch);
        double sum = 0;
        stream.Reset();
        foreach ((int first, int count) in EventBatches.Of(graph.Times.ToArray(), 0, (int)graph.EventCount, options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            long began = Stopwatch.GetTimestamp();
            using (var scope = new TensorScope())
            {
                var terms = new LossTerms();
                ForwardContext context = ForwardContext.ForTraining(dropout.Stream((ulong)first), scope, terms);
                sum += count * step.Apply(BatchLoss(context, graph, stream, sampler, engine, first, count, negatives), terms, epoch);
            }

            stream.Update(first, count);
            times.Add(Stopwatch.GetElapsedTime(began), Stopwatch.GetElapsedTime(began));
        }

        return sum / graph.EventCount;
    }

    private Tensor BatchLoss(
        in ForwardContext context,
        TemporalGraph graph,
        ITemporalStream stream,
        TemporalNegativeSampler sampler,
        Engine engine,
        int first,
        int count,
        RandomSource random)
    {
        ReadOnlySpan<int> sources = graph.Sources.Slice(first, count);
        ReadOnlySpan<int> targets = graph.Targets.Slice(first, count);
        int[] others = sampler.SampleTargets(sources, targets, graph.Times.Slice(first, count), 1, random);
        var rows = new NodeRows();
        int[] sourceRows = new int[2 * count];
        int[] targetRows = new int[2 * count];
        double[] labels = new double[2 * count];
        for (int i = 0; i < count; i++)
        {
            sourceRows[i] = sourceRows[count + i] = rows.Of(sources[i]);
            targetRows[i] = rows.Of(targets[i]);
            targetRows[count + i] = rows.Of(others[i]);
            labels[i] = 1;
        }

        Tensor embedding = stream.Embed(context, rows.Nodes, graph.Times[first]);
        Tensor logits = _model.Score(
            context, embedding, Tensor.Create(sourceRows, sourceRows.Length, engine), Tensor.Create(targetRows, targetRows.Length, engine));
        return Loss.Compute(logits, Tensor.Create(labels, labels.Length, engine));
    }
}
